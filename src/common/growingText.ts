/** What all states of one growing text share: its pieces in order. A state knows how many of them are its own. */
interface Pieces {
  readonly texts: string[];
  /** Where each piece begins, in UTF-16 units. */
  readonly starts: number[];
}

/**
 * A text that grows at its end, as an answer does while it streams. Immutable: growing gives another one that shares what
 * is there, so it costs what is added and not what there is already. Lengths and offsets are UTF-16 units.
 */
export class GrowingText {
  readonly length: number;
  readonly #pieces: Pieces;
  readonly #count: number;
  #whole: string | undefined;

  private constructor(pieces: Pieces, count: number, length: number) {
    this.#pieces = pieces;
    this.#count = count;
    this.length = length;
  }

  static of(text: string): GrowingText {
    const empty = new GrowingText({ texts: [], starts: [] }, 0, 0);
    return text === "" ? empty : empty.grow(text);
  }

  /** This text and `more` behind it. */
  grow(more: string): GrowingText {
    if (more === "") return this;
    const { texts, starts } = this.#pieces;
    // Another text has grown from this one already: they part here.
    const isNewest = texts.length === this.#count;
    const pieces = isNewest
      ? this.#pieces
      : { texts: texts.slice(0, this.#count), starts: starts.slice(0, this.#count) };
    pieces.texts.push(more);
    pieces.starts.push(this.length);
    return new GrowingText(pieces, this.#count + 1, this.length + more.length);
  }

  /** Whether this is `earlier`, grown or as it was. Texts of other origin are not compared, whatever they say. */
  continues(earlier: GrowingText): boolean {
    return this.#pieces === earlier.#pieces && this.#count >= earlier.#count;
  }

  /** What stands from `offset` on; costs what it gives. */
  since(offset: number): string {
    if (offset >= this.length) return "";
    const { texts, starts } = this.#pieces;
    let index = this.#count - 1;
    while (index > 0 && (starts[index] ?? 0) > offset) index -= 1;
    const first = (texts[index] ?? "").slice(Math.max(0, offset) - (starts[index] ?? 0));
    return first + texts.slice(index + 1, this.#count).join("");
  }

  /** The whole text; put together once. */
  toString(): string {
    this.#whole ??= this.since(0);
    return this.#whole;
  }

  toJSON(): string {
    return this.toString();
  }
}
