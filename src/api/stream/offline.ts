import type { Clock } from "../../common/clock.ts";

/** After this long without a byte from the server, following is given up; the turn may be followed again later. */
const giveUpMs = 30 * 60_000;
/** The time between two looks, with all its waiting. What took longer was slept through by this machine. */
const longestStepMs = 5 * 60_000;

/** How long the server has not been heard, counting only the time in which this machine was awake. */
export class OfflineTime {
  readonly #clock: Clock;
  #ms = 0;
  #lookedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lookedAt = clock.now();
  }

  /** The server has said something. */
  heard(): void {
    this.#ms = 0;
    this.#lookedAt = this.#clock.now();
  }

  /** To be asked after each try that failed. */
  isTooLong(): boolean {
    const now = this.#clock.now();
    this.#ms += Math.min(now - this.#lookedAt, longestStepMs);
    this.#lookedAt = now;
    return this.#ms > giveUpMs;
  }
}
