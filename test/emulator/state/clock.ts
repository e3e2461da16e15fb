import { setImmediate as nextTick } from "node:timers/promises";

interface Timer {
  due: number;
  run: () => void;
}

/**
 * Wall time plus an offset that tests move forward. Everything in the emulator that waits or expires asks this
 * clock, so one `advance` covers keepalives, retention windows, lifecycle transitions and the agent's pace.
 * All times are milliseconds.
 */
export class Clock {
  #offset = 0;
  #nextId = 1;
  #timers = new Map<number, Timer>();
  #wake: NodeJS.Timeout | undefined;

  now(): number {
    return Date.now() + this.#offset;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  setTimeout(run: () => void, ms: number): number {
    const id = this.#nextId++;
    this.#timers.set(id, { due: this.now() + Math.max(0, ms), run });
    this.#arm();
    return id;
  }

  clearTimeout(id: number): void {
    this.#timers.delete(id);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.setTimeout(resolve, ms);
    });
  }

  /**
   * Moves time forward by `ms`. Timers fire in order of their due time, and after each one the event loop turns
   * a few times, so that work which waits step by step (a turn writing word after word) takes all its steps.
   */
  async advance(ms: number): Promise<void> {
    // Work that is just starting sets its timers first, so that they count from before the move.
    for (let turn = 0; turn < 4; turn += 1) await nextTick();
    const target = this.now() + ms;
    for (;;) {
      const next = this.#earliest();
      if (!next || next[1].due > target) break;
      this.#offset += Math.max(0, next[1].due - this.now());
      this.#timers.delete(next[0]);
      next[1].run();
      await nextTick();
      await nextTick();
    }
    this.#offset += Math.max(0, target - this.now());
    this.#arm();
  }

  /** Drops all timers and goes back to wall time. */
  reset(): void {
    this.#timers.clear();
    clearTimeout(this.#wake);
    this.#offset = 0;
  }

  #earliest(): [number, Timer] | undefined {
    let best: [number, Timer] | undefined;
    for (const entry of this.#timers) if (!best || entry[1].due < best[1].due) best = entry;
    return best;
  }

  #arm(): void {
    clearTimeout(this.#wake);
    const next = this.#earliest();
    if (!next) return;
    // Longer delays overflow the 32-bit timer of Node and would fire at once.
    const wait = Math.min(Math.max(0, next[1].due - this.now()), 2 ** 31 - 1);
    this.#wake = setTimeout(() => {
      const now = this.now();
      const due = [...this.#timers]
        .filter(([, timer]) => timer.due <= now)
        .sort((a, b) => a[1].due - b[1].due);
      for (const [id, timer] of due) if (this.#timers.delete(id)) timer.run();
      this.#arm();
    }, wait);
  }
}
