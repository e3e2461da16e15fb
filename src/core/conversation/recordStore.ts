import * as v from "valibot";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import { type ChatRecord, type ChatRecords, chatRecordSchema } from "./records.ts";

/** Chats that are remembered in a window; the oldest records go first. */
const maxRecords = 50;
/** Sessions whose latest turn is remembered across windows. */
const maxTurns = 100;

const recordsKey = "chats";
const turnsKey = "latestTurns";
/** Oldest first, so that dropping from the front drops what was used least recently. */
const recordsSchema = v.array(v.tuple([v.string(), chatRecordSchema]));
const turnsSchema = v.array(v.tuple([v.string(), v.string()]));

/** Keeps the chats of this window in its workspace's storage, and the latest turn of each session for all windows. */
export class RecordStore implements ChatRecords {
  readonly #window: KeyValueStore;
  readonly #global: KeyValueStore;

  constructor(window: KeyValueStore, global: KeyValueStore) {
    this.#window = window;
    this.#global = global;
  }

  load(chatId: string): ChatRecord | undefined {
    return this.#records().get(chatId);
  }

  save(chatId: string, record: ChatRecord | undefined): void {
    const records = this.#records();
    records.delete(chatId);
    if (record) records.set(chatId, record);
    void this.#window.set(recordsKey, [...records].slice(-maxRecords));
  }

  latestTurn(sessionId: string): string | undefined {
    return this.#turns().get(sessionId);
  }

  rememberTurn(sessionId: string, responseId: string): void {
    const turns = this.#turns();
    turns.delete(sessionId);
    turns.set(sessionId, responseId);
    void this.#global.set(turnsKey, [...turns].slice(-maxTurns));
  }

  #records(): Map<string, ChatRecord> {
    return new Map(this.#window.get(recordsKey, v.parser(recordsSchema)));
  }

  #turns(): Map<string, string> {
    return new Map(this.#global.get(turnsKey, v.parser(turnsSchema)));
  }
}
