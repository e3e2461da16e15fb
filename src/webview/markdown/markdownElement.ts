import * as l10n from "@vscode/l10n";
import { ReactiveElement, type PropertyDeclarations } from "lit";
import { post } from "../post.ts";
import { codeOf } from "./decorate.ts";
import { MarkdownView } from "./markdownView.ts";

const copiedMs = 2000;

/** Markdown as formatted text. Links and Copy buttons ask the host; nothing navigates by itself. */
export class MarkdownElement extends ReactiveElement {
  static override properties: PropertyDeclarations = {
    text: { attribute: false },
    growing: { attribute: false },
  };
  declare text: string;
  /** Whether more text will follow. */
  declare growing: boolean;

  readonly #view = new MarkdownView(this);

  constructor() {
    super();
    this.text = "";
    this.growing = false;
    this.addEventListener("click", (event) => this.#onClick(event));
    this.addEventListener("auxclick", (event) => this.#onClick(event));
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override updated(): void {
    this.#view.update(this.text, this.growing);
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
    const copy = target?.closest(".copyCode");
    if (copy && event.button === 0) this.#copy(copy);
  }

  #copy(button: Element): void {
    post(this, "copy", { text: codeOf(button) });
    button.textContent = l10n.t("Copied");
    setTimeout(() => (button.textContent = l10n.t("Copy")), copiedMs);
  }
}

customElements.define("agent37-markdown", MarkdownElement);

declare global {
  interface HTMLElementTagNameMap {
    "agent37-markdown": MarkdownElement;
  }
}
