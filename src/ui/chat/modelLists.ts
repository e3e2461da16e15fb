import type { Agent37Client } from "../../api/client.ts";
import type { InstanceRef, Model } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";

/** How long a list is taken for what the instance offers, in milliseconds; servers keep theirs about as long. */
const lifetimeMs = 60_000;

interface Entry {
  readonly at: number;
  readonly models: Promise<readonly Model[]>;
}

/** The models that instances offer, asked for once a minute at most. */
export class ModelLists {
  readonly #client: Pick<Agent37Client, "listModels">;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(client: Pick<Agent37Client, "listModels">, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /**
   * @param agent the harness, where the instance has several
   * @throws Agent37Error; a list that could not be read is asked for again the next time
   */
  async get(instance: InstanceRef, agent: string | undefined): Promise<readonly Model[]> {
    const key = JSON.stringify([instance.id, instance.agentUrl, agent]);
    const known = this.#entries.get(key);
    if (known && this.#clock.now() - known.at < lifetimeMs) return known.models;
    const models = this.#client.listModels(instance, { agent }).then((list) => list.models);
    const entry = { at: this.#clock.now(), models };
    this.#entries.set(key, entry);
    try {
      return await models;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }
}
