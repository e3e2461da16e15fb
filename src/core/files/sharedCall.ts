import { abortReason } from "../../common/clock.ts";

/** One call that several wait for; it is aborted when nobody waits any more. */
export class SharedCall<T> {
  readonly #abort = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    // Starts a moment later, so that whoever made this can be found when it runs.
    this.#result = Promise.resolve().then(() => work(this.#abort.signal));
    this.#result.catch(() => undefined);
  }

  /** Nobody waited any more, so it was aborted: whoever comes now needs another one. */
  get isAbandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  /** @throws the signal's reason when it is aborted first */
  async join(signal: AbortSignal | undefined): Promise<T> {
    this.#waiting += 1;
    try {
      if (!signal) return await this.#result;
      return await new Promise<T>((resolve, reject) => {
        const onAbort = (): void => reject(abortReason(signal));
        if (signal.aborted) onAbort();
        signal.addEventListener("abort", onAbort, { once: true });
        this.#result.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
      });
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#abort.abort();
    }
  }
}
