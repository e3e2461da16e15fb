import { type Disposable, toDisposable } from "./disposable.ts";

/** Subscribes a listener; the same shape as `vscode.Event`, so either side can serve the other. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A source of events that knows neither VS Code nor the DOM. Listeners are called in order of subscription. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  };

  fire(value: T): void {
    for (const entry of [...this.#listeners]) {
      try {
        entry.call(value);
      } catch (error) {
        // One listener's mistake must not keep the others, or what fired, from going on; it is still reported.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
