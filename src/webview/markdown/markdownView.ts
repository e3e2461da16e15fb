/** Shows growing Markdown in an element, touching only what changed. */
import { type Block, GrowingBlocks } from "./blocks.ts";
import { decorate, highlight } from "./decorate.ts";
import { morph } from "./morph.ts";
import { sanitise } from "./sanitise.ts";

interface Shown {
  readonly block: Block;
  readonly element: Element;
}

export class MarkdownView {
  readonly #container: Element;
  readonly #onFinished: (block: Element) => void;
  readonly #blocks = new GrowingBlocks();
  #shown: Shown[] = [];

  /** @param onFinished is called with each element of a block that will not change any more. */
  constructor(container: Element, onFinished: (block: Element) => void = () => {}) {
    this.#container = container;
    this.#onFinished = onFinished;
  }

  /** @param growing whether more text will follow. */
  update(text: string, growing: boolean): void {
    const blocks = growing ? this.#blocks.grow(text) : this.#blocks.complete(text);
    for (const { element } of this.#shown.slice(blocks.length)) element.remove();
    this.#shown = blocks.map((block, index) => this.#show(block, this.#shown[index]));
  }

  #show(block: Block, shown: Shown | undefined): Shown {
    if (shown?.block === block) return shown;
    const element = shown?.block.html === block.html ? shown.element : this.#render(block, shown);
    const wasFinished = shown?.block.finished === true && shown.element === element;
    if (block.finished && !wasFinished) {
      highlight(element);
      this.#onFinished(element);
    }
    return { block, element };
  }

  #render(block: Block, shown: Shown | undefined): Element {
    const fragment = sanitise(block.html);
    decorate(fragment);
    const element = fragment.firstElementChild ?? document.createElement("p");
    if (!shown) {
      this.#container.append(element);
      return element;
    }
    // What was done to a finished block is not in the new one.
    if (!shown.block.finished && morph(shown.element, element)) return shown.element;
    shown.element.replaceWith(element);
    return element;
  }
}
