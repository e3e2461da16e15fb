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
    return this.#keep(ref.id, await this.#deps.client.getSpend(ref, options));
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
    return this.#keep(ref.id, await this.#deps.client.setSpendCap(ref, capUsd, options));
  }

  /** Adds one-off credit (two-plane). The same key twice adds it once. */
  async addCredit(ref: InstanceRef, amountUsd: number, key: string, options?: CallOptions): Promise<Spend> {
    return this.#keep(ref.id, await this.#deps.client.topUpSpend(ref, amountUsd, key, options));
  }

  /** Forgets everything, as when the account changes. */
  clear(): void {
    this.#known.clear();
    this.#askedAt.clear();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #keep(id: string, spend: Spend): Spend {
    this.#known.set(id, spend);
    this.#changed.fire(id);
    return spend;
  }
}
