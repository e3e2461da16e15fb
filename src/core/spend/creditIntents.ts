import * as v from "valibot";
import type { Clock } from "../../common/clock.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";

const storeKey = "creditIntents";
const schema = v.record(v.string(), v.object({ amountUsd: v.number(), key: v.string(), at: v.number() }));
type Records = v.InferOutput<typeof schema>;

/** How long somebody who enters the same amount again means the one whose answer was lost. */
const lifetimeMs = 86_400_000;

/**
 * Amounts of credit whose adding was not confirmed. The same amount for the same instance is sent again under the key
 * that it had, so that a lost answer never adds it twice; also after a reload and from another window.
 */
export class CreditIntents {
  readonly #store: KeyValueStore;
  readonly #clock: Clock;
  readonly #newKey: () => string;

  /** @param newKey letters, digits, `-` and `_`, at most 64 (two-plane API) */
  constructor(store: KeyValueStore, clock: Clock, newKey: () => string) {
    this.#store = store;
    this.#clock = clock;
    this.#newKey = newKey;
  }

  /** The amount in USD that may or may not have been added. */
  unconfirmed(instanceId: string): number | undefined {
    const records = this.#records();
    return Object.hasOwn(records, instanceId) ? records[instanceId]?.amountUsd : undefined;
  }

  /** The key to send this amount with, remembered before it goes out. */
  async keyFor(instanceId: string, amountUsd: number): Promise<string> {
    const records = this.#records();
    const known = Object.hasOwn(records, instanceId) ? records[instanceId] : undefined;
    if (known?.amountUsd === amountUsd) return known.key;
    const key = this.#newKey();
    await this.#store.set(storeKey, { ...records, [instanceId]: { amountUsd, key, at: this.#clock.now() } });
    return key;
  }

  /** The server has answered: the next amount is one of its own. */
  async confirmed(instanceId: string): Promise<void> {
    const { [instanceId]: _, ...rest } = this.#records();
    await this.#store.set(storeKey, rest);
  }

  #records(): Records {
    const oldest = this.#clock.now() - lifetimeMs;
    const records = this.#store.get(storeKey, v.parser(schema)) ?? {};
    return Object.fromEntries(Object.entries(records).filter(([, { at }]) => at > oldest));
  }
}
