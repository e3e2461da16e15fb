import type { Agent37Client, CallOptions } from "../../api/client.ts";
import type { InstanceRef, Spend } from "../../api/wire.ts";
import { type Disposable } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";

/** What each instance was last seen to have spent. */
export class SpendTracker implements Disposable {
  readonly #client: Pick<Agent37Client, "getSpend" | "setSpendCap">;
  readonly #known = new Map<string, Spend>();
  readonly #changed = new Emitter<string>();

  /** The id of an instance whose figures were read. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(client: Pick<Agent37Client, "getSpend" | "setSpendCap">) {
    this.#client = client;
  }

  /** The last known figures. */
  known(id: string): Spend | undefined {
    return this.#known.get(id);
  }

  async read(ref: InstanceRef, options?: CallOptions): Promise<Spend> {
    return this.#keep(ref.id, await this.#client.getSpend(ref, options));
  }

  async setCap(ref: InstanceRef, capUsd: number, options?: CallOptions): Promise<Spend> {
    return this.#keep(ref.id, await this.#client.setSpendCap(ref, capUsd, options));
  }

  /** Forgets everything, as when the account changes. */
  clear(): void {
    this.#known.clear();
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
