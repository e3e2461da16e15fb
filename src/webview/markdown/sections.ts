import { element as newElement } from "./element.ts";

/** Blocks of a section, and units of their text: fewer cost more elements, more cost layout that nobody sees. */
const maxBlocks = 16;
const maxLength = 4000;
/** In shorter texts everything stays laid out: it costs little. In units. */
const longText = 8000;
/** Units of text in a line, and the height of a line in CSS pixels: for the height of what nobody has seen. */
const lineLength = 60;
const lineHeight = 20;

interface Section {
  readonly element: HTMLElement;
  /** Of the text that is finished, in UTF-16 units. */
  length: number;
}

/**
 * Holds the blocks of a text by the dozen. What is complete and off screen costs no style, layout or paint, and is still
 * there for search, selection and screen readers.
 */
export class Sections {
  readonly #root: HTMLElement;
  #current: HTMLElement | undefined;
  #blocks = 0;
  #length = 0;
  /** Those with blocks that are not finished, the oldest first, with the length of what is. */
  #unfinished: Section[] = [];
  /** Those that are complete, while the text is short. */
  #complete: Section[] = [];
  #total = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  append(block: Node): void {
    if (!this.#current || this.#blocks >= maxBlocks || this.#length >= maxLength) {
      this.#current = newElement("div", "section");
      this.#blocks = 0;
      this.#length = 0;
      this.#unfinished.push({ element: this.#current, length: 0 });
      this.#root.append(this.#current);
    }
    this.#blocks += 1;
    this.#current.append(block);
  }

  /** @param length of the text of a block that is finished, as all before it are */
  finished(block: Node, length: number): void {
    const section = block.parentElement;
    if (section === this.#current) this.#length += length;
    while (this.#unfinished[0] && this.#unfinished[0].element !== section) this.#completeFirst();
    const [own] = this.#unfinished;
    if (own) own.length += length;
    this.#total += length;
  }

  /** No block will follow. */
  finish(): void {
    while (this.#unfinished.length > 0) this.#completeFirst();
    this.#current = undefined;
  }

  #completeFirst(): void {
    this.#complete.push(...this.#unfinished.splice(0, 1));
    if (this.#total < longText) return;
    for (const { element, length } of this.#complete.splice(0)) {
      const height = Math.ceil(length / lineLength) * lineHeight;
      element.style.setProperty("--height", `${height}px`);
      element.classList.add("complete");
    }
  }
}
