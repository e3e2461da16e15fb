/**
 * Which row of a list that changes under the user's hands is highlighted: the program's until the user moves, the
 * user's from then on. VS Code highlights the first row by itself whenever rows are set, so its word alone does not say
 * who moved.
 */
export class Highlight {
  #first: string | undefined;
  #placed: string | undefined;
  /** VS Code has confirmed what was placed; what comes before that is its own doing. */
  #isConfirmed = false;
  #active: string | undefined;
  #userMoved = false;

  /**
   * The row to highlight among new ones.
   * @param keys of all rows that can be highlighted, in order
   * @param offered the program's choice while the user has not moved; default: the first row
   */
  place(keys: readonly string[], offered: string | undefined): string | undefined {
    this.#userMoved &&= this.#active !== undefined && keys.includes(this.#active);
    this.#first = keys[0];
    this.#placed = (this.#userMoved ? this.#active : offered) ?? keys[0];
    this.#isConfirmed = false;
    return this.#placed;
  }

  /** To be told whenever VS Code says which row is highlighted. */
  moved(key: string | undefined): void {
    if (key === undefined) return;
    if (key === this.#placed) this.#isConfirmed = true;
    else if (!this.#isConfirmed && key === this.#first) return;
    else this.#userMoved = true;
    this.#active = key;
  }
}
