import type { RetryWait } from "../../api/client.ts";
import type { Clock } from "../../common/clock.ts";

/** What the gate tells while a message waits to be sent again. */
export interface RetryGateEvents {
  /** The wait has begun; it ends by itself at `until` (epoch ms). */
  scheduled(wait: RetryWait, until: number): void;
  /** The wait is over and the message goes out again. */
  begun(): void;
}

/**
 * The wait before a message is sent again, as something a person can see, cut short and stop. One wait at a time.
 */
export class RetryGate {
  readonly #clock: Clock;
  readonly #maxWaitMs: () => number;
  #current: { skip(): void; stop(): void } | undefined;

  constructor(clock: Clock, maxWaitMs: () => number) {
    this.#clock = clock;
    this.#maxWaitMs = maxWaitMs;
  }

  get isWaiting(): boolean {
    return this.#current !== undefined;
  }

  /** Sends again at once. */
  retryNow(): void {
    this.#current?.skip();
  }

  /** Gives up; the wait rejects with the error that caused it. */
  stop(): void {
    this.#current?.stop();
  }

  /**
   * Resolves when the message may be sent again.
   * @throws the wait's error when it was stopped, or when it is longer than a person should be kept waiting
   */
  async wait(wait: RetryWait, signal: AbortSignal | undefined, events: RetryGateEvents): Promise<void> {
    if (wait.delayMs > this.#maxWaitMs()) throw wait.error;
    const controller = new AbortController();
    let stopped = false;
    let skipped = false;
    this.#current = {
      skip() {
        skipped = true;
        controller.abort();
      },
      stop() {
        stopped = true;
        controller.abort();
      },
    };
    events.scheduled(wait, this.#clock.now() + wait.delayMs);
    const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    try {
      await this.#clock.sleep(wait.delayMs, either);
    } catch (error) {
      if (stopped) throw wait.error;
      if (!skipped) throw error;
    } finally {
      this.#current = undefined;
    }
    events.begun();
  }
}
