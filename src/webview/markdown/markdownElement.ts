import { ReactiveElement, type PropertyDeclarations } from "lit";
import { GrowingText } from "../../common/growingText.ts";
import { loadPatiently } from "../loadPatiently.ts";
import { post } from "../post.ts";
import { type PathLinks, placeOf } from "../paths/pathLinks.ts";
import { onCodePress } from "./codeBlock.ts";
import type { MarkdownView } from "./markdownView.ts";

type Engine = typeof import("./markdownView.ts");

/** Parser and all, once it is loaded. */
let engine: Engine | undefined;
let loading: Promise<void> | undefined;

/** Loads what shows Markdown. Until then its text is shown as it is. */
export function loadMarkdown(): Promise<void> {
  loading ??= loadPatiently(() => import("./markdownView.ts")).then(
    (loaded) => {
      engine = loaded;
      for (const element of document.querySelectorAll("agent37-markdown")) element.requestUpdate();
    },
    (error: unknown) => {
      // The next text that comes tries again.
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Markdown as formatted text. Its links and the buttons of its code ask the host; nothing navigates by itself. */
export class MarkdownElement extends ReactiveElement {
  static override properties: PropertyDeclarations = {
    text: { attribute: false },
    growing: { attribute: false },
    paths: { attribute: false },
  };
  declare text: GrowingText;
  /** Whether more text will follow. */
  declare growing: boolean;
  /** Makes links of paths in finished blocks. */
  declare paths: PathLinks | undefined;

  #view: MarkdownView | undefined;
  /** What is shown as it is written. */
  #plain: GrowingText | undefined;

  constructor() {
    super();
    this.text = GrowingText.of("");
    this.growing = false;
    this.addEventListener("click", (event) => this.#onClick(event));
    this.addEventListener("auxclick", (event) => this.#onClick(event));
    this.addEventListener("keydown", (event) => event.key === "Enter" && openPlace(event.target));
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override updated(): void {
    if (!engine) {
      this.#showPlain();
      // Without it, the text stays as it is written.
      if (!loading) loadMarkdown().catch(() => undefined);
      return;
    }
    if (!this.#view) {
      this.classList.remove("plain");
      this.replaceChildren();
      this.#plain = undefined;
      this.#view = new engine.MarkdownView(this, (block) => this.paths?.add(this, block));
    }
    this.#view.update(this.text, this.growing);
  }

  #showPlain(): void {
    const { text } = this;
    const shown = this.#plain;
    this.#plain = text;
    this.classList.add("plain");
    if (shown && text.continues(shown)) this.append(text.since(shown.length));
    else this.textContent = String(text);
  }

  #onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const link = target?.closest("a");
    if (link) {
      // VS Code's own listener on the document would open the link a second time.
      event.preventDefault();
      event.stopPropagation();
      const href = link.getAttribute("href");
      // Buttons above the middle one only mean "back" and "forward".
      if (href && event.button <= 1) post(this, "openLink", { href });
    }
    if (event.button !== 0) return;
    const button = target?.closest<HTMLElement>(".codeAction");
    if (button) onCodePress(button);
    else openPlace(event.target);
  }
}

/** Opens the file that a press on a path means. */
function openPlace(target: EventTarget | null): void {
  const link = target instanceof Element ? target.closest(".pathLink") : undefined;
  const place = link && placeOf(link);
  if (place) post(link, "openPath", place);
}

customElements.define("agent37-markdown", MarkdownElement);

declare global {
  interface HTMLElementTagNameMap {
    "agent37-markdown": MarkdownElement;
  }
}
