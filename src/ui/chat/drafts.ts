import * as v from "valibot";
import type { Attachment, Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import { messageSchema } from "../../core/conversation/records.ts";
import { emptyMessage, isEmpty, merged, withAttachments, without } from "./messages.ts";

const storeKey = "drafts";
const schema = v.array(v.tuple([v.string(), messageSchema]));
/** Drafts that are remembered; the oldest go first. */
const maxDrafts = 50;

/** A draft has changed; `by` is who did it. */
export interface DraftChange {
  readonly key: string;
  readonly by: object | undefined;
}

/** Names a chat's draft: by its session, or by the place where it is written while there is none. */
export function draftKey({ sessionId }: Pick<Chat, "sessionId">, viewId: string): string {
  return sessionId ?? `new:${viewId}`;
}

/**
 * What stands in the composers, by key, so that it outlives the webview and the window. All places that show a session
 * share its draft.
 */
export class Drafts implements Disposable {
  readonly #store: KeyValueStore;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<DraftChange>());
  /** Least recently changed first. */
  #drafts: Map<string, Message> | undefined;
  /** Messages that have left their composer and are not with their chat yet: they are stored with the draft. */
  readonly #leaving = new Map<string, readonly Message[]>();
  /** Messages that came back, until they go out again. */
  readonly #returned = new Map<string, readonly Message[]>();
  readonly onDidChange: Event<DraftChange> = this.#changed.event;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  get(key: string): Message {
    return this.#all().get(key) ?? emptyMessage;
  }

  /** @param by who is not to be told by the event, because it knows */
  set(key: string, message: Message, by?: object): void {
    const before = this.get(key);
    if (before.text === message.text && before.attachments === message.attachments) return;
    const drafts = this.#all();
    drafts.delete(key);
    if (isEmpty(message)) this.#returned.delete(key);
    else drafts.set(key, message);
    this.#save();
    this.#changed.fire({ key, by });
  }

  delete(key: string): void {
    this.set(key, emptyMessage);
  }

  setText(key: string, text: string, by?: object): void {
    this.set(key, { ...this.get(key), text }, by);
  }

  attach(key: string, added: readonly Attachment[]): void {
    const draft = this.get(key);
    this.set(key, { ...draft, attachments: withAttachments(draft.attachments, added) });
  }

  detach(key: string, attachmentId: string): void {
    const draft = this.get(key);
    const attachments = draft.attachments.filter(({ id }) => id !== attachmentId);
    if (attachments.length < draft.attachments.length) this.set(key, { ...draft, attachments });
  }

  /** A message that was sent comes back, in front of what was written meanwhile. */
  takeBack(key: string, message: Message, by?: object): void {
    this.set(key, merged(message, this.get(key)), by);
    this.#returned.set(key, [...(this.#returned.get(key) ?? []), message]);
  }

  /** A message goes out: if it had come back, it is not in the composer any more. */
  forget(key: string, message: Message): void {
    const returned = this.#returned.get(key) ?? [];
    const index = returned.findLastIndex(({ text }) => text.trim() === message.text.trim());
    if (index < 0) return;
    this.#returned.set(key, returned.toSpliced(index, 1));
    this.set(key, without(message, this.get(key)));
  }

  /**
   * Empties the composer to send what is in it. Until `left` is called the message is still remembered with the draft,
   * so that it is not lost between the two.
   * @param text the newest text, which the view alone knows
   */
  take(key: string, text: string, by?: object): Message {
    const message = { text, attachments: this.get(key).attachments };
    this.#leaving.set(key, [...(this.#leaving.get(key) ?? []), message]);
    this.#save();
    this.set(key, emptyMessage, by);
    return message;
  }

  /** The message is with its chat. */
  left(key: string, message: Message): void {
    const rest = (this.#leaving.get(key) ?? []).filter((leaving) => leaving !== message);
    if (rest.length > 0) this.#leaving.set(key, rest);
    else this.#leaving.delete(key);
    this.#save();
  }

  /** A draft goes on under another key, in front of what is there. */
  move(from: string, to: string): void {
    if (from === to) return;
    const draft = this.get(from);
    const returned = this.#returned.get(from);
    this.delete(from);
    if (!isEmpty(draft)) this.set(to, merged(draft, this.get(to)));
    if (returned) this.#returned.set(to, [...returned, ...(this.#returned.get(to) ?? [])]);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #all(): Map<string, Message> {
    this.#drafts ??= new Map(this.#store.get(storeKey, v.parser(schema)));
    return this.#drafts;
  }

  #save(): void {
    const stored = new Map(this.#all());
    for (const [key, messages] of this.#leaving)
      stored.set(
        key,
        messages.reduceRight((draft, message) => merged(message, draft), stored.get(key) ?? emptyMessage),
      );
    void this.#store.set(storeKey, [...stored].slice(-maxDrafts));
  }
}
