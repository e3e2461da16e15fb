import * as v from "valibot";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";

const record = v.object({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
  dialect: v.picklist(["unified", "two-plane", "gateway"]),
  agentUrl: v.optional(v.pipe(v.string(), v.url())),
  apiOrigin: v.optional(v.string()),
  name: v.optional(v.string()),
});
export type SelectionRecord = v.InferOutput<typeof record>;

const key = "selectedInstance";

/** The selected instance: one for each window, and the last used one as the default of a new window. */
export class Selection {
  readonly #window: KeyValueStore;
  readonly #global: KeyValueStore;
  #record: SelectionRecord | undefined;

  constructor(window: KeyValueStore, global: KeyValueStore) {
    this.#window = window;
    this.#global = global;
    this.#record = window.get(key, v.parser(record)) ?? global.get(key, v.parser(record));
  }

  get record(): SelectionRecord | undefined {
    return this.#record;
  }

  async set(instance: InstanceRef & Pick<Instance, "name">): Promise<void> {
    const { id, dialect, agentUrl, apiOrigin, name } = instance;
    const chosen = {
      id,
      dialect,
      ...(agentUrl && { agentUrl }),
      ...(apiOrigin && { apiOrigin }),
      ...(name && { name }),
    };
    this.#record = chosen;
    await Promise.all([this.#window.set(key, chosen), this.#global.set(key, chosen)]);
  }

  /** Forgets an instance that is gone; also as the default, unless another window has chosen another one. */
  async drop(): Promise<void> {
    const gone = this.#record;
    this.#record = undefined;
    await this.#window.set(key, undefined);
    if (gone && this.#global.get(key, v.parser(record))?.id === gone.id)
      await this.#global.set(key, undefined);
  }
}
