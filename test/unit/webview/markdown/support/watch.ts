/** Watches what a growing answer shows on the way. */
export class Watch {
  readonly #container: Element;
  readonly #observer = new MutationObserver(() => {});
  readonly #finished = new Set<Node>();
  /** A definition mends what was shown before it came. */
  readonly #mayMend: boolean;
  /** How much of what is shown may go away again, in UTF-16 units. */
  readonly #mayGo: number;
  #shown = "";
  #checks = 0;
  #wrong: string | undefined;

  constructor(container: Element, text: string) {
    const longestLine = Math.max(...text.split(/\r\n?|\n/).map(({ length }) => length));
    this.#container = container;
    this.#mayMend = text.includes("]:");
    this.#mayGo = Math.max(80, 2 * longestLine);
    const everything = { subtree: true, childList: true, characterData: true, attributes: true };
    this.#observer.observe(container, everything);
  }

  /** From now on the block must stay as it is. */
  finished(block: Element): void {
    // What made it what it is may still be on record.
    this.#collect();
    this.#finished.add(block);
  }

  /** To be called after each piece. */
  check(): void {
    this.#collect();
    this.#checks += 1;
    const shown = this.#container.textContent;
    if (shown.length < this.#shown.length - this.#mayGo)
      this.#wrong ??= `After ${this.#checks} pieces ${JSON.stringify(this.#shown)} became ${JSON.stringify(shown)}`;
    this.#shown = shown;
  }

  /** What was wrong first, if anything was. */
  end(): string | undefined {
    this.#observer.disconnect();
    return this.#wrong;
  }

  #collect(): void {
    for (const { target, removedNodes, type } of this.#observer.takeRecords()) {
      if (this.#mayMend) continue;
      const changed = [target, ...removedNodes].find((node) => this.#isFinished(node));
      if (changed)
        this.#wrong ??= `After ${this.#checks} pieces ${type} changed the finished ${JSON.stringify(changed.textContent)}`;
    }
  }

  #isFinished(node: Node): boolean {
    for (let at: Node | null = node; at; at = at.parentNode) if (this.#finished.has(at)) return true;
    return false;
  }
}
