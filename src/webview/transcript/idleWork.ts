/** Longest piece of work at a time, in milliseconds: what the user does meanwhile waits as long. */
const sliceMs = 5;

/** Does work in small pieces, between which the page does what is more urgent. */
export class IdleWork {
  /** Does a little; false when nothing is left. */
  readonly #step: () => Promise<boolean>;
  #isScheduled = false;

  constructor(step: () => Promise<boolean>) {
    this.#step = step;
  }

  /** Begins after the next paint. */
  start(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => this.#next());
  }

  #next(): void {
    void scheduler.postTask(() => this.#work(), { priority: "user-visible" });
  }

  async #work(): Promise<void> {
    const end = performance.now() + sliceMs;
    try {
      while (performance.now() < end) {
        if (await this.#step()) continue;
        this.#isScheduled = false;
        return;
      }
    } catch (error) {
      // What failed is not tried again by itself, but by the next start.
      this.#isScheduled = false;
      throw error;
    }
    this.#next();
  }
}
