import type { InstanceRef } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";
import { type Dials, isEmpty } from "./dials.ts";
import type { MessageQueue, StoredQueue } from "./queue.ts";
import { type ChatRecord, type ChatRecords, toRecordRef } from "./records.ts";
import { acceptedMessages, type Conversation } from "./state.ts";

/** What a chat's record is made from. */
export interface JournalSubject {
  readonly conversation: Conversation;
  readonly instance: InstanceRef | undefined;
  readonly dials: Dials;
  readonly queue: MessageQueue;
  readonly title: string | undefined;
  /** False while the conversation is being built from the record: what is not read yet must not be forgotten. */
  readonly isKnown: boolean;
}

/**
 * Writes a chat's record whenever something changes that a later window needs: which session, which turn runs, what its
 * id is, which messages wait and what was chosen. Text that streams in changes none of these, so it costs no write.
 */
export class Journal implements Disposable {
  readonly #chatId: string;
  readonly #records: ChatRecords;
  readonly #subject: JournalSubject;
  readonly #subscription: Disposable;
  #written: readonly unknown[] = [];
  #saving: Promise<void> = Promise.resolve();
  /** What the session's dials are known to be in all windows. */
  #remembered: { readonly sessionId?: string | undefined; readonly dials?: Dials } = {};

  constructor(chatId: string, records: ChatRecords, subject: JournalSubject, onDidChange: Event<void>) {
    this.#chatId = chatId;
    this.#records = records;
    this.#subject = subject;
    this.#subscription = onDidChange(() => this.#write());
  }

  load(): ChatRecord | undefined {
    return this.#records.load(this.#chatId);
  }

  /** What was chosen for the session of a record, in this window or in another one. */
  dialsOf(record: ChatRecord | undefined): Dials {
    const sessionId = record?.sessionId;
    const ofSession = sessionId === undefined ? undefined : this.#records.dialsOf(sessionId);
    const dials = ofSession ?? record?.dials ?? {};
    this.#remembered = { sessionId, dials };
    return dials;
  }

  /**
   * Makes the next restore open this session. What waits for another one stays behind.
   * @param agent the harness that the session is of, where that is known
   */
  point(instance: InstanceRef, sessionId: string, agent: string | undefined): void {
    const stored = this.load();
    const own = stored?.sessionId === sessionId ? stored : undefined;
    const dials = this.dialsOf(own ?? { sessionId });
    const chosen = agent === undefined ? dials : { ...dials, agent };
    if (chosen !== dials) this.#records.rememberDials(sessionId, chosen);
    this.#save(withChoice({ ...own, instance: toRecordRef(instance), sessionId }, chosen, own?.queue));
  }

  /** Resolves when everything that was written so far is kept. */
  saved(): Promise<void> {
    return this.#saving;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #write(): void {
    const { conversation, instance, dials, queue, title, isKnown } = this.#subject;
    const { active, sessionId } = conversation;
    // Everything that the record is made from, in a form that is cheap to compare at every change.
    const key = [
      isKnown,
      instance?.id,
      sessionId,
      active?.id,
      active?.responseId,
      active?.cancelRequested,
      active?.unsent,
      active?.phase.kind === "awaiting",
      active && conversation.settled.length,
      dials,
      queue.messages,
      queue.paused,
      title,
    ];
    if (key.every((part, index) => part === this.#written[index])) return;
    this.#written = key;
    const base = isKnown ? recordOf(instance, conversation) : this.load();
    const record = { ...withChoice(base ?? {}, dials, queue.stored), ...(title !== undefined && { title }) };
    if (Object.keys(record).length > 0 || this.load()) this.#save(record);
    if (sessionId === undefined) return;
    if (active?.responseId) this.#records.rememberTurn(sessionId, active.responseId);
    this.#rememberDials(sessionId, dials);
  }

  #rememberDials(sessionId: string, dials: Dials): void {
    const known = this.#remembered;
    if (known.sessionId === sessionId && known.dials === dials) return;
    this.#remembered = { sessionId, dials };
    // Nothing chosen is worth a word only where something was.
    if (!isEmpty(dials) || this.#records.dialsOf(sessionId)) this.#records.rememberDials(sessionId, dials);
  }

  #save(record: ChatRecord): void {
    this.#saving = this.#records.save(this.#chatId, record);
  }
}

function withChoice(record: ChatRecord, dials: Dials, queue: StoredQueue | undefined): ChatRecord {
  const { dials: _, queue: __, ...rest } = record;
  return {
    ...rest,
    ...(!isEmpty(dials) && { dials }),
    ...(queue && { queue }),
  };
}

function recordOf(instance: InstanceRef | undefined, state: Conversation): ChatRecord {
  const { sessionId, active } = state;
  if (!instance) return {};
  return {
    instance: toRecordRef(instance),
    ...(sessionId !== undefined && { sessionId }),
    ...(active && {
      running: {
        turnId: active.id,
        ...(active.input !== undefined && { input: active.input }),
        ...(active.attachments && { attachments: active.attachments }),
        ...(active.model !== undefined && { model: active.model }),
        ...(active.responseId !== undefined && { responseId: active.responseId }),
        ...(active.startedAt !== undefined && { startedAt: active.startedAt }),
        knownUserMessages: acceptedMessages({ settled: state.settled }),
        cancelRequested: active.cancelRequested,
        sent: !active.unsent,
        ...(active.phase.kind === "awaiting" && { awaiting: true }),
      },
    }),
  };
}
