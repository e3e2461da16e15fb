import * as v from "valibot";
import type { KeyValueStore } from "../../common/keyValueStore.ts";

const storeKey = "drafts";
const schema = v.array(v.tuple([v.string(), v.string()]));
/** Views whose drafts are remembered, the oldest go first. */
const maxDrafts = 20;

/** What stands in the composers, by view, so that it outlives the webview and the window. */
export class Drafts {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  load(viewId: string): string {
    return this.#all().get(viewId) ?? "";
  }

  save(viewId: string, text: string): void {
    const drafts = this.#all();
    if ((drafts.get(viewId) ?? "") === text) return;
    drafts.delete(viewId);
    if (text !== "") drafts.set(viewId, text);
    void this.#store.set(storeKey, [...drafts].slice(-maxDrafts));
  }

  #all(): Map<string, string> {
    return new Map(this.#store.get(storeKey, v.parser(schema)));
  }
}
