import { whenUnselected } from "../parts/unselected.ts";
import type { Token } from "./tokens.ts";

/**
 * Gives the text of a finished code block its colors: tokens in, elements out. The text stays as it is, and so do the
 * `.codeChunk` elements that a long block holds its lines in.
 */
export class Painter {
  readonly #places: readonly Element[];
  #next = 0;
  /** What is left of the place's text, in UTF-16 units. */
  #left = 0;
  #colored = document.createDocumentFragment();
  /** The open elements of the fragment, each with its class names. */
  #open: { readonly element: HTMLElement; readonly classes: string }[] = [];

  constructor(code: Element) {
    const chunks = code.querySelectorAll(":scope > .codeChunk");
    this.#places = chunks.length > 0 ? [...chunks] : [code];
    this.#left = this.#places[0]?.textContent.length ?? 0;
  }

  add({ text, classes }: Token): void {
    for (let from = 0; from < text.length;) {
      const part = text.slice(from, from + this.#left);
      // More text than the block has: it is another one by now.
      if (part === "") return;
      this.#append(part, classes);
      from += part.length;
      this.#left -= part.length;
      if (this.#left === 0) this.#finishPlace();
    }
  }

  #append(text: string, classes: readonly string[]): void {
    let depth = 0;
    while (depth < classes.length && this.#open[depth]?.classes === classes[depth]) depth += 1;
    this.#open.length = depth;
    for (const name of classes.slice(depth)) {
      const element = document.createElement("span");
      element.className = name;
      this.#inner.append(element);
      this.#open.push({ element, classes: name });
    }
    const { lastChild } = this.#inner;
    if (lastChild instanceof Text) lastChild.appendData(text);
    else this.#inner.append(text);
  }

  get #inner(): ParentNode & Node {
    return this.#open.at(-1)?.element ?? this.#colored;
  }

  /** Constructs that go on in the next place are opened again there. */
  #finishPlace(): void {
    const place = this.#places[this.#next];
    const colored = this.#colored;
    this.#colored = document.createDocumentFragment();
    this.#open = [];
    this.#next += 1;
    this.#left = this.#places[this.#next]?.textContent.length ?? 0;
    if (!place) return;
    whenUnselected(place, () => {
      if (place.textContent === colored.textContent) place.replaceChildren(colored);
    });
  }
}
