/** What all states of one growing text share: its pieces in order. The length of a state says how much of it is its own. */
interface Pieces {
  texts: string[];
  /** Where each piece begins, in UTF-16 units. */
  starts: number[];
  /** Of all pieces, in UTF-16 units. */
  length: number;
}

/**
 * A text that grows at its end, as an answer does while it streams. Immutable: growing gives another one that shares what
 * is there, so it costs what is added and not what there is already. Lengths and offsets are UTF-16 units.
 */
export class GrowingText {
  readonly length: number;
  readonly #pieces: Pieces;

  private constructor(pieces: Pieces) {
    this.#pieces = pieces;
    this.length = pieces.length;
  }

  static of(text: string): GrowingText {
    return new GrowingText(piecesOf(text));
  }

  /** This text and `more` behind it. */
  grow(more: string): GrowingText {
    if (more === "") return this;
    // Another text may have grown from this one already: they part here.
    const pieces = this.#isNewest ? this.#pieces : piecesOf(this.since(0));
    pieces.texts.push(more);
    pieces.starts.push(this.length);
    pieces.length += more.length;
    return new GrowingText(pieces);
  }

  /** Whether this is `earlier`, grown or as it was. Texts of other origin are not compared, whatever they say. */
  continues(earlier: GrowingText): boolean {
    return this.#pieces === earlier.#pieces && this.length >= earlier.length;
  }

  /** What stands from `offset` on; costs what it gives. */
  since(offset: number): string {
    const from = Math.max(0, offset);
    if (from >= this.length) return "";
    const { texts, starts } = this.#pieces;
    let index = texts.length - 1;
    while (index > 0 && (starts[index] ?? 0) > from) index -= 1;
    const first = (texts[index] ?? "").slice(from - (starts[index] ?? 0));
    // What has been added after this state is not its own.
    return (first + texts.slice(index + 1).join("")).slice(0, this.length - from);
  }

  /** The whole text. Put together once: nothing else of a text is kept when it has stopped growing. */
  toString(): string {
    const whole = this.since(0);
    if (this.#isNewest && this.#pieces.texts.length > 1) Object.assign(this.#pieces, piecesOf(whole));
    return whole;
  }

  toJSON(): string {
    return this.toString();
  }

  get #isNewest(): boolean {
    return this.#pieces.length === this.length;
  }
}

function piecesOf(text: string): Pieces {
  const { length } = text;
  return length === 0 ? { texts: [], starts: [], length } : { texts: [text], starts: [0], length };
}
