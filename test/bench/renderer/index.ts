/** Our renderer for the benches: the chat view's own Markdown, and its style sheet. */
import { GrowingText } from "../../../src/common/growingText.ts";
import { MarkdownView } from "../../../src/webview/markdown/markdownView.ts";
import { addStyles } from "./styles.ts";

export { openTranscript, openTranscriptFull } from "./transcript.ts";
export const title = "Agent37 Chat";
export const chromeSelector = ".codeBar";

export interface Renderer {
  mount(element: HTMLElement): void;
  append(text: string): void;
  end(): void;
  html(): string;
}

export function create(): Renderer {
  let text = GrowingText.of("");
  let view: MarkdownView | undefined;
  let container: HTMLElement | undefined;
  return {
    mount(element) {
      addStyles();
      container = document.createElement("agent37-markdown");
      element.append(container);
      view = new MarkdownView(container);
    },
    append(added) {
      text = text.grow(added);
      view?.update(text, true);
    },
    end() {
      view?.update(text, false);
    },
    html: () => container?.innerHTML ?? "",
  };
}
