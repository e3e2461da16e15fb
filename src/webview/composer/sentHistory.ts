/** Texts in the order in which they were sent. */
type Texts = readonly string[];

/**
 * The earlier messages of a chat, as Up and Down walk through them: what its turns say, and what was sent from this page
 * and is no turn yet.
 */
export class SentHistory {
  readonly #ofTurns: () => Texts;
  #sentHere: Texts = [];
  /** What is walked through, fixed when the walk begins: a turn that ends meanwhile moves nothing. */
  #walk: Texts = [];
  /** Steps back from the end of the walk; 0 outside of one. */
  #back = 0;

  /** @param ofTurns gives what the user has said in the chat. */
  constructor(ofTurns: () => Texts) {
    this.#ofTurns = ofTurns;
  }

  /** Notes a message that goes out, and ends the walk. */
  add(text: string): void {
    this.#sentHere = [...this.#sentHere, text];
    this.#back = 0;
  }

  /** Another chat is shown. */
  clear(): void {
    this.#sentHere = [];
    this.#back = 0;
  }

  /** Ends the walk: what is shown is a draft. */
  leave(): void {
    this.#back = 0;
  }

  /** The message before the one that is shown; undefined at the oldest. */
  older(): string | undefined {
    if (this.#back === 0) this.#walk = this.#texts();
    const text = this.#walk.at(-1 - this.#back);
    if (text !== undefined) this.#back++;
    return text;
  }

  /** The message after the one that is shown; `"draft"` behind the newest; undefined outside of a walk. */
  newer(): { readonly text: string } | "draft" | undefined {
    if (this.#back === 0) return undefined;
    this.#back--;
    const text = this.#back === 0 ? undefined : this.#walk.at(-this.#back);
    return text === undefined ? "draft" : { text };
  }

  /** Without blank ones and without repetitions of the message before. */
  #texts(): Texts {
    const ofTurns = this.#ofTurns();
    const known = new Set(ofTurns);
    const all = [...ofTurns, ...this.#sentHere.filter((text) => !known.has(text))];
    return all.filter((text, index) => text.trim() !== "" && text !== all[index - 1]);
  }
}
