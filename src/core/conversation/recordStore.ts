import * as v from "valibot";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { Dials } from "./dials.ts";
import { type ChatRecord, type ChatRecords, chatRecordSchema, dialsSchema } from "./records.ts";

/** Chats that are remembered in a window; the oldest records go first. */
const maxRecords = 50;
/** Sessions whose latest turn and dials are remembered across windows. */
const maxSessions = 100;

const recordsKey = "chats";
const turnsKey = "latestTurns";
const dialsKey = "sessionDials";
/** Oldest first, so that dropping from the front drops what was used least recently. */
const recordsSchema = v.array(v.tuple([v.string(), chatRecordSchema]));
const turnsSchema = v.array(v.tuple([v.string(), v.string()]));
const sessionDialsSchema = v.array(v.tuple([v.string(), dialsSchema]));

/** Keeps the chats of this window in its workspace's storage, and what is known of each session for all windows. */
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

  save(chatId: string, record: ChatRecord | undefined): Promise<void> {
    const records = this.#records();
    records.delete(chatId);
    if (record) records.set(chatId, record);
    return this.#window.set(recordsKey, [...records].slice(-maxRecords));
  }

  withQueue(): readonly string[] {
    return [...this.#records()]
      .filter(([, { queue, running }]) => queue !== undefined || running?.awaiting === true)
      .map(([id]) => id);
  }

  latestTurn(sessionId: string): string | undefined {
    return this.#ofSessions(turnsKey, turnsSchema).get(sessionId);
  }

  rememberTurn(sessionId: string, responseId: string): void {
    this.#remember(turnsKey, this.#ofSessions(turnsKey, turnsSchema), sessionId, responseId);
  }

  dialsOf(sessionId: string): Dials | undefined {
    return this.#ofSessions(dialsKey, sessionDialsSchema).get(sessionId);
  }

  rememberDials(sessionId: string, dials: Dials): void {
    this.#remember(dialsKey, this.#ofSessions(dialsKey, sessionDialsSchema), sessionId, dials);
  }

  #records(): Map<string, ChatRecord> {
    return new Map(this.#window.get(recordsKey, v.parser(recordsSchema)));
  }

  #ofSessions<T>(key: string, schema: v.GenericSchema<unknown, [string, T][]>): Map<string, T> {
    return new Map(this.#global.get(key, v.parser(schema)));
  }

  #remember<T>(key: string, known: Map<string, T>, sessionId: string, value: T): void {
    known.delete(sessionId);
    known.set(sessionId, value);
    void this.#global.set(key, [...known].slice(-maxSessions));
  }
}
