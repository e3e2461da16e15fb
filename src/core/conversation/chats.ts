import * as v from "valibot";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import { Chat } from "./chat.ts";
import type { ChatDependencies } from "./chatTypes.ts";
import type { Dials } from "./dials.ts";

/** Chats kept although nobody shows them and nothing runs in them: a notification may still lead back to them. */
const maxUnshown = 20;

const bindingsKey = "chatOfView";
const bindingsSchema = v.record(v.string(), v.string());

/**
 * All chats of this window. A view shows one chat; a chat may be shown by several views. A chat that no view shows
 * lives on while its turn runs and for a good while after, so that nothing is lost by looking elsewhere.
 */
export class Chats implements Disposable {
  readonly #deps: ChatDependencies;
  readonly #store: KeyValueStore;
  readonly #chats = new Map<string, { readonly chat: Chat; readonly disposables: DisposableStore }>();
  /** View id → id of the chat it shows, for the views that exist. */
  readonly #shown = new Map<string, string>();
  readonly #created = new Emitter<Chat>();
  /** A chat has come into being; it has not been restored yet. */
  readonly onDidCreate: Event<Chat> = this.#created.event;

  constructor(deps: ChatDependencies, store: KeyValueStore) {
    this.#deps = deps;
    this.#store = store;
  }

  get all(): readonly Chat[] {
    return [...this.#chats.values()].map(({ chat }) => chat);
  }

  find(chatId: string): Chat | undefined {
    return this.#chats.get(chatId)?.chat;
  }

  findSession(sessionId: string): Chat | undefined {
    return this.all.find((chat) => chat.sessionId === sessionId);
  }

  /** The chat that a view showed last, restored from its record; a new one if it showed none. */
  attach(viewId: string): Chat {
    const chatId = this.#bindings()[viewId];
    const known = chatId === undefined ? undefined : this.find(chatId);
    const chat = known ?? this.#create(chatId ?? this.#deps.newId());
    this.show(viewId, chat);
    if (!known) void chat.restore();
    return chat;
  }

  /**
   * A new, empty chat; nobody shows it yet.
   * @param dials what it begins with; default: what the settings say
   */
  create(dials?: Dials): Chat {
    const chat = this.#create(this.#deps.newId());
    if (dials) chat.setDials(dials);
    return chat;
  }

  /** Goes on with the chats of the window before whose messages still wait, whether or not a view shows them. */
  restoreQueued(): void {
    for (const id of this.#deps.records.withQueue()) {
      if (!this.find(id)) void this.#create(id).restore();
    }
  }

  /** Forgets the chats of a session that is no more, with what waits in them. No view may show them any more. */
  forgetSession(sessionId: string): void {
    for (const chat of this.all) if (chat.sessionId === sessionId) this.#remove(chat.id);
  }

  /** Makes a view show a chat, now and after a reload. */
  show(viewId: string, chat: Chat): void {
    this.#shown.set(viewId, chat.id);
    void this.#store.set(bindingsKey, { ...this.#bindings(), [viewId]: chat.id });
    this.#tidy();
  }

  /** The views of the window before that have not come back, the oldest first. */
  get lostViews(): readonly string[] {
    return Object.keys(this.#bindings()).filter((viewId) => !this.#shown.has(viewId));
  }

  /** The views that show a chat, also those that have not come back since a reload. */
  viewsOf({ id }: Chat): readonly string[] {
    return Object.entries(this.#bindings()).flatMap(([viewId, chatId]) => (chatId === id ? [viewId] : []));
  }

  /** A view is gone from the screen. It finds its chat again with `attach` unless it is forgotten. */
  detach(viewId: string, options: { readonly forget: boolean }): void {
    this.#shown.delete(viewId);
    if (options.forget) {
      const { [viewId]: _, ...rest } = this.#bindings();
      void this.#store.set(bindingsKey, rest);
    }
    this.#tidy();
  }

  dispose(): void {
    for (const { disposables } of this.#chats.values()) disposables.dispose();
    this.#chats.clear();
    this.#created.dispose();
  }

  #create(chatId: string): Chat {
    const disposables = new DisposableStore();
    const chat = disposables.add(new Chat(chatId, this.#deps));
    this.#chats.set(chatId, { chat, disposables });
    disposables.add(chat.onDidEndTurn(() => this.#tidy()));
    this.#created.fire(chat);
    return chat;
  }

  /** Lets the oldest chats go that nobody shows and that have nothing to do. Their sessions stay at the server. */
  #tidy(): void {
    const shown = new Set(this.#shown.values());
    const unshown = this.all.filter(
      ({ id, isBusy, queue }) => !isBusy && queue.messages.length === 0 && !shown.has(id),
    );
    for (const { id } of unshown.slice(0, -maxUnshown)) this.#remove(id);
  }

  #remove(chatId: string): void {
    this.#chats.get(chatId)?.disposables.dispose();
    this.#chats.delete(chatId);
    void this.#deps.records.save(chatId, undefined);
  }

  #bindings(): Readonly<Record<string, string>> {
    return this.#store.get(bindingsKey, v.parser(bindingsSchema)) ?? {};
  }
}
