import type { Agent37Client, CallOptions } from "../../api/client.ts";
import type { InstanceRef, Spend } from "../../api/wire.ts";
import { type Clock, isAbortError } from "../../common/clock.ts";
import type { Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Logger } from "../../common/logger.ts";

export interface SpendTrackerDeps {
  readonly client: Pick<Agent37Client, "getSpend" | "setSpendCap" | "topUpSpend">;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What each instance was last seen to have spent. */
export class SpendTracker implements Disposable {
  readonly #deps: SpendTrackerDeps;
  readonly #known = new Map<string, Spend>();
  readonly #askedAt = new Map<string, number>();
  /** The call whose figures are known, in the order of `#calls`. */
  readonly #knownOf = new Map<string, number>();
  #calls = 0;
  /** Calls up to this one were made for another account. */
  #before = 0;
  readonly #changed = new Emitter<string>();

  /** The id of an instance whose figures were read. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(deps: SpendTrackerDeps) {
    this.#deps = deps;
  }

  /** The last known figures. */
  known(id: string): Spend | undefined {
    return this.#known.get(id);
  }

  async read(ref: InstanceRef, options?: CallOptions): Promise<Spend> {
    this.#askedAt.set(ref.id, this.#deps.clock.now());
    const call = (this.#calls += 1);
    const spend = await this.#deps.client.getSpend(ref, options);
    const isNewest = call > this.#before && call > (this.#knownOf.get(ref.id) ?? 0);
    return isNewest ? this.#keep(ref.id, spend, call) : (this.#known.get(ref.id) ?? spend);
  }

  /** Reads the figures unless they were asked for less than `maxAgeMs` ago. Failures are logged only. */
  async refresh(ref: InstanceRef, maxAgeMs: number): Promise<void> {
    const asked = this.#askedAt.get(ref.id);
    if (ref.dialect === "gateway") return;
    if (asked !== undefined && this.#deps.clock.now() - asked < maxAgeMs) return;
    try {
      await this.read(ref);
    } catch (error) {
      if (!isAbortError(error)) this.#deps.logger.debug("The spend could not be read.", error);
    }
  }

  async setCap(ref: InstanceRef, capUsd: number, options?: CallOptions): Promise<Spend> {
    return this.#change(ref.id, this.#deps.client.setSpendCap(ref, capUsd, options));
  }

  /** Adds one-off credit (two-plane). The same key twice adds it once. */
  async addCredit(ref: InstanceRef, amountUsd: number, key: string, options?: CallOptions): Promise<Spend> {
    return this.#change(ref.id, this.#deps.client.topUpSpend(ref, amountUsd, key, options));
  }

  /** Forgets everything, as when the account changes. */
  clear(): void {
    this.#known.clear();
    this.#askedAt.clear();
    this.#before = this.#calls;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** What is being read meanwhile may be of before the change. */
  async #change(id: string, changing: Promise<Spend>): Promise<Spend> {
    const begun = (this.#calls += 1);
    const spend = await changing;
    return begun > this.#before ? this.#keep(id, spend, (this.#calls += 1)) : spend;
  }

  #keep(id: string, spend: Spend, call: number): Spend {
    this.#known.set(id, spend);
    this.#knownOf.set(id, call);
    this.#changed.fire(id);
    return spend;
  }
}
