import type { InstanceRef } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { ConversationStore } from "./conversationStore.ts";
import { type ChatRecord, type ChatRecords, toRecordRef } from "./records.ts";
import { acceptedMessages, type Conversation } from "./state.ts";

/**
 * Writes a chat's record whenever something changes that a later window needs: which session, which turn runs, and
 * what its id is. Text that streams in changes none of these, so it costs no write.
 */
export class Journal implements Disposable {
  readonly #chatId: string;
  readonly #records: ChatRecords;
  readonly #store: ConversationStore;
  readonly #instance: () => InstanceRef | undefined;
  /** False while the conversation is being built from the record: what is not read yet must not be forgotten. */
  readonly #isKnown: () => boolean;
  readonly #subscription: Disposable;
  #written = "";

  constructor(
    chatId: string,
    records: ChatRecords,
    store: ConversationStore,
    instance: () => InstanceRef | undefined,
    isKnown: () => boolean,
  ) {
    this.#chatId = chatId;
    this.#records = records;
    this.#store = store;
    this.#instance = instance;
    this.#isKnown = isKnown;
    this.#subscription = store.onDidChange(() => this.#write());
  }

  load(): ChatRecord | undefined {
    return this.#records.load(this.#chatId);
  }

  /** Makes the next restore open this session. */
  point(instance: InstanceRef, sessionId: string): void {
    this.#save({ instance: toRecordRef(instance), sessionId });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #write(): void {
    const instance = this.#instance();
    const { state } = this.#store;
    if (!instance || !this.#isKnown()) return;
    // Everything that `recordOf` reads, in a form that is cheap to compare at every change.
    const { active } = state;
    const key = [
      instance.id,
      state.sessionId,
      active?.id,
      active?.responseId,
      active?.cancelRequested,
      active ? state.settled.length : undefined,
    ].join("\n");
    if (key === this.#written) return;
    this.#written = key;
    this.#save(recordOf(instance, state));
    if (state.sessionId !== undefined && active?.responseId) {
      this.#records.rememberTurn(state.sessionId, active.responseId);
    }
  }

  #save(record: ChatRecord): void {
    this.#records.save(this.#chatId, record);
  }
}

function recordOf(instance: InstanceRef, state: Conversation): ChatRecord {
  const { sessionId, active } = state;
  return {
    instance: toRecordRef(instance),
    ...(sessionId !== undefined && { sessionId }),
    ...(active && {
      running: {
        turnId: active.id,
        ...(active.input !== undefined && { input: active.input }),
        ...(active.responseId !== undefined && { responseId: active.responseId }),
        ...(active.startedAt !== undefined && { startedAt: active.startedAt }),
        knownUserMessages: acceptedMessages({ settled: state.settled }),
        cancelRequested: active.cancelRequested,
      },
    }),
  };
}
