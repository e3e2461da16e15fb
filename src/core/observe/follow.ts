import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import { abortReason, type Clock, isAbortError } from "../../common/clock.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";

const intervalMs = 4_000;
const longestMs = 60_000;
/** Failures in a row after which it ends. */
const maxFailures = 5;

export interface FollowDeps {
  readonly read: (signal: AbortSignal) => Promise<void>;
  /** Somebody looks at what is read: else nothing is. */
  readonly isWatched: () => boolean;
  readonly onDidChangeWatched: Event<unknown>;
  /** It has ended by itself, because of this. */
  readonly onEnd: (error: unknown) => void;
  readonly clock: Clock;
}

/** Reads again and again while somebody looks, later and later while that fails, and not at all when it is hopeless. */
export class Follow implements Disposable {
  readonly #deps: FollowDeps;
  readonly #abort = new AbortController();

  constructor(deps: FollowDeps) {
    this.#deps = deps;
    void this.#run().catch((error: unknown) => {
      if (!this.#abort.signal.aborted) deps.onEnd(error);
    });
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    const { clock, isWatched, read } = this.#deps;
    const { signal } = this.#abort;
    let failures = 0;
    for (;;) {
      await this.#untilWatched();
      await clock.sleep(Math.min(intervalMs * 2 ** failures, longestMs), signal);
      if (!isWatched()) continue;
      try {
        await read(signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures >= maxFailures || !mayPass(error)) throw error;
      }
    }
  }

  #untilWatched(): Promise<void> {
    const { isWatched, onDidChangeWatched } = this.#deps;
    const { signal } = this.#abort;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        subscription.dispose();
        signal.removeEventListener("abort", end);
        if (signal.aborted) reject(abortReason(signal));
        else resolve();
      };
      const subscription = onDidChangeWatched(() => {
        if (isWatched()) end();
      });
      signal.addEventListener("abort", end);
      if (isWatched() || signal.aborted) end();
    });
  }
}

function mayPass(error: unknown): boolean {
  if (isAbortError(error)) return false;
  const { retry } = rowOf(asAgent37Error(error));
  return retry === "backoff" || retry === "afterHeader" || retry === "afterState";
}
