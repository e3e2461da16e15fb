import { GrowingText } from "../../../../../src/common/growingText.ts";
import { MarkdownView } from "../../../../../src/webview/markdown/markdownView.ts";
import { standInForScreen } from "./screen.ts";

standInForScreen();

export interface FeedOptions {
  /** Called after each piece is shown. */
  readonly checkEach?: (container: HTMLElement) => void;
  readonly onFinished?: (block: Element) => void;
  /** The last piece comes with the news that it is the last. */
  readonly endsWithLast?: boolean;
  /** From this piece on the text comes anew, as after a reload of the host. */
  readonly renewedAt?: number;
  /** Another text that is shown before. */
  readonly before?: string;
  /** Where to show it; a new element by default. */
  readonly container?: HTMLElement;
}

/** Shows a text that arrives in pieces, as the transcript does. */
export function feed(pieces: readonly string[], options: FeedOptions = {}): HTMLElement {
  const { checkEach, onFinished, endsWithLast = false, renewedAt, before } = options;
  const container = options.container ?? document.createElement("div");
  const view = new MarkdownView(container, onFinished);
  if (before !== undefined) view.update(GrowingText.of(before), true);
  let text = GrowingText.of("");
  pieces.forEach((piece, index) => {
    if (index === renewedAt) text = GrowingText.of(String(text));
    text = text.grow(piece);
    if (endsWithLast && index === pieces.length - 1) return;
    view.update(text, true);
    checkEach?.(container);
  });
  view.update(text, false);
  checkEach?.(container);
  return container;
}

/** Shows at once a text that more will follow. */
export function showSoFar(text: string): HTMLElement {
  const container = document.createElement("div");
  new MarkdownView(container).update(GrowingText.of(text), true);
  return container;
}

/** Shows a whole text at once. */
export function showAtOnce(text: string): HTMLElement {
  return feed([text], { endsWithLast: true });
}
