/** Shows growing Markdown in an element, touching only the blocks that changed. */
import { type Block, GrowingBlocks } from "./blocks.ts";
import { decorate, highlight } from "./decorate.ts";
import { sanitise } from "./sanitise.ts";

interface Shown {
  readonly block: Block;
  readonly element: Element;
}

export class MarkdownView {
  readonly #container: Element;
  readonly #blocks = new GrowingBlocks();
  #shown: Shown[] = [];

  constructor(container: Element) {
    this.#container = container;
  }

  /** @param growing whether more text will follow. */
  update(text: string, growing: boolean): void {
    const blocks = growing ? this.#blocks.grow(text) : this.#blocks.complete(text);
    for (const { element } of this.#shown.slice(blocks.length)) element.remove();
    this.#shown = blocks.map((block, index) => this.#show(block, this.#shown[index]));
  }

  #show(block: Block, shown: Shown | undefined): Shown {
    if (shown?.block === block) return shown;
    const element = shown?.block.html === block.html ? shown.element : this.#render(block, shown?.element);
    const isHighlighted = shown?.block.finished === true && shown.element === element;
    if (block.finished && !isHighlighted) highlight(element);
    return { block, element };
  }

  #render(block: Block, earlier: Element | undefined): Element {
    const fragment = sanitise(block.html);
    decorate(fragment);
    const element = fragment.firstElementChild ?? document.createElement("p");
    if (!earlier) {
      this.#container.append(element);
      return element;
    }
    if (growCode(earlier, element)) return earlier;
    earlier.replaceWith(element);
    return element;
  }
}

/** Puts the longer code into the block that shows its beginning, so that its scroll position and its button stay. */
function growCode(earlier: Element, later: Element): boolean {
  const from = earlier.querySelector(":scope > pre > code");
  const to = later.querySelector(":scope > pre > code");
  if (!from || !to || from.className !== to.className || from.childElementCount > 0) return false;
  from.textContent = to.textContent;
  return true;
}
