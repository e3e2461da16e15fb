import * as v from "valibot";
import type { Clock } from "../../common/clock.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";

const schema = v.record(v.string(), v.object({ at: v.number(), window: v.string() }));
type Records = v.InferOutput<typeof schema>;

const storeKey = "shownProblems";
/** A failure that two windows meet reaches both within this time; older records are of no use. */
const lifetimeMs = 60_000;
/** How long a window without focus leaves the first word to the one that the user looks at. */
const courtesyMs = 400;
/** Spreads the windows without focus, so that a record of one reaches the others before they look. */
const spreadMs = 1_000;

/** Agrees with the other windows on who shows a failure, through records that all windows share. */
export class Claims {
  readonly #store: KeyValueStore;
  readonly #clock: Clock;
  readonly #focused: () => boolean;
  readonly #window = crypto.randomUUID();
  readonly #turnMs = courtesyMs + Math.random() * spreadMs;

  constructor(store: KeyValueStore, clock: Clock, focused: () => boolean) {
    this.#store = store;
    this.#clock = clock;
    this.#focused = focused;
  }

  /** Whether this window is the one to show the failure. */
  async claim(key: string): Promise<boolean> {
    if (!this.#focused()) await this.#clock.sleep(this.#turnMs);
    const live = this.#live();
    const holder = Object.hasOwn(live, key) ? live[key]?.window : undefined;
    if (holder !== undefined && holder !== this.#window) return false;
    await this.#store.set(storeKey, { ...live, [key]: { at: this.#clock.now(), window: this.#window } });
    return true;
  }

  #live(): Records {
    const oldest = this.#clock.now() - lifetimeMs;
    const records = this.#store.get(storeKey, v.parser(schema)) ?? {};
    return Object.fromEntries(Object.entries(records).filter(([, { at }]) => at > oldest));
  }
}
