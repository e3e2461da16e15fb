import * as v from "valibot";
import type { HistoryItem } from "../../api/wire.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import { parseInput } from "../../core/conversation/message.ts";
import { oneLine } from "./sessionWords.ts";

const key = "sessionTitles";
/** The oldest go first. */
const maxTitles = 500;
/** Pairs of a session's key and its title. */
const titlesSchema = v.array(v.tuple([v.string(), v.string()]));

/** Titles of sessions whose agent gives none, made from their first messages and kept so that each is made once. */
export class SessionTitles {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  find(instanceId: string, sessionId: string): string | undefined {
    return this.#read().get(keyOf(instanceId, sessionId));
  }

  keep(instanceId: string, sessionId: string, title: string): void {
    const titles = this.#read();
    titles.delete(keyOf(instanceId, sessionId));
    titles.set(keyOf(instanceId, sessionId), title);
    this.#write(titles);
  }

  forget(instanceId: string, sessionId: string): void {
    const titles = this.#read();
    if (titles.delete(keyOf(instanceId, sessionId))) this.#write(titles);
  }

  #read(): Map<string, string> {
    return new Map(this.#store.get(key, v.parser(titlesSchema)));
  }

  #write(titles: ReadonlyMap<string, string>): void {
    void this.#store.set(key, [...titles].slice(-maxTitles));
  }
}

/** How a session begins, as one line; undefined while nobody has written in it. */
export function titleOf(history: readonly HistoryItem[]): string | undefined {
  const first = history.find(({ role }) => role === "user");
  if (!first) return undefined;
  const { text, snippets } = parseInput(first.text);
  const file = first.files?.[0]?.split("/").at(-1);
  return oneLine(text) || oneLine(snippets[0]?.title) || oneLine(file) || undefined;
}

function keyOf(instanceId: string, sessionId: string): string {
  return `${instanceId}/${sessionId}`;
}
