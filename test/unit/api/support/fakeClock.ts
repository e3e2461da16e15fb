import type { Clock } from "../../../../src/common/clock.ts";
import { abortReason } from "../../../../src/common/clock.ts";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * Time that passes on demand. Sleeps up to `autoMs` pass by themselves, so that backoffs cost nothing; longer ones (the
 * watchdog's) end with `advance`.
 */
export class FakeClock implements Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  readonly #autoMs: number;

  constructor(autoMs = 31_000, now = Date.UTC(2026, 9, 1)) {
    this.#now = now;
    this.#autoMs = autoMs;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal ? abortReason(signal) : new Error("aborted"));
      };
      const sleeper: Sleeper = {
        due: this.#now + ms,
        wake: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#sleepers.add(sleeper);
      if (ms <= this.#autoMs) setTimeout(() => this.#reach(sleeper), 1);
    });
  }

  /** How many sleeps have not ended. */
  get pending(): number {
    return this.#sleepers.size;
  }

  /** Lets `ms` milliseconds pass and ends the sleeps that are due then. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (const sleeper of [...this.#sleepers]) if (sleeper.due <= this.#now) this.#reach(sleeper);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }

  #reach(sleeper: Sleeper): void {
    if (!this.#sleepers.delete(sleeper)) return;
    this.#now = Math.max(this.#now, sleeper.due);
    sleeper.wake();
  }
}
