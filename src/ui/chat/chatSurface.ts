import type * as vscode from "vscode";
import type { Attachment, Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import { dispatch, type Handlers, type ViewMessage, type ViewMessages } from "../../protocol/messages.ts";
import { ChatContent } from "./chatContent.ts";
import { ComposerDraft } from "./composerDraft.ts";
import type { SurfaceDeps } from "./deps.ts";
import { draftKey } from "./drafts.ts";
import { isBlank, withAttachments } from "./messages.ts";
import { ViewChannel, type ViewHost } from "./viewChannel.ts";
import { viewHandlers, type ViewPlace } from "./viewHandlers.ts";

/** Messages that a view sends by itself; all others tell that the user is at work in it. */
const unasked: ReadonlySet<ViewMessage["type"]> = new Set([
  "ready",
  "ack",
  "resync",
  "draft",
  "findPaths",
  "focused",
  "blurred",
]);

/** One place on screen that shows a chat, and the composer of the chat in it. */
export class ChatSurface implements ViewPlace, Disposable {
  readonly viewId: string;
  readonly #deps: SurfaceDeps;
  readonly #onDidUse: (surface: ChatSurface) => void;
  readonly #disposables = new DisposableStore();
  /** Ends with the chat that is shown. */
  readonly #chatDisposables = this.#disposables.add(new DisposableStore());
  readonly #content: ChatContent;
  readonly #channel: ViewChannel;
  readonly #draft: ComposerDraft;
  readonly #handlers: Handlers<ViewMessages>;
  /** Queued messages that are edited in this view. */
  readonly #held = new Set<string>();
  #chat: Chat;
  #focusWhenReady = false;
  #hasFocus = false;
  readonly #focusChanged = this.#disposables.add(new Emitter<boolean>());
  #lastSent: string | undefined;
  /** What is being attached at this moment. */
  readonly #coming = new Set<Coming>();
  /** Messages leave in the order in which they were sent. */
  #sending: Promise<void> = Promise.resolve();
  /** The user has turned to this place, or elsewhere. */
  readonly onDidChangeFocus: Event<boolean> = this.#focusChanged.event;

  /** @param onDidUse called when the user does something here */
  constructor(viewId: string, chat: Chat, deps: SurfaceDeps, onDidUse: (surface: ChatSurface) => void) {
    this.viewId = viewId;
    this.#chat = chat;
    this.#deps = deps;
    this.#onDidUse = onDidUse;
    this.#content = new ChatContent(chat, deps, () => this.draft.attachments);
    this.#channel = this.#disposables.add(new ViewChannel(this.#content));
    this.#draft = this.#disposables.add(
      new ComposerDraft(deps.drafts, draftKey(chat, viewId), this.#channel, () => this.#channel.changed()),
    );
    this.#handlers = viewHandlers(this, this.#channel, this.#draft, deps);
    this.#listenToChat();
    this.#disposables.add(
      deps.onDidChangeHeader(() => {
        this.#content.invalidateFrame();
        this.#channel.changed();
      }),
    );
    this.#disposables.add(
      deps.onDidChangeProblems(() => {
        this.#content.invalidateProblems();
        this.#channel.changed();
      }),
    );
  }

  get chat(): Chat {
    return this.#chat;
  }

  /** What stands in the composer, as far as it is known here. */
  get draft(): Message {
    return this.#draft.message;
  }

  /** The text that was sent from here last: if it comes back, it comes back here. */
  get lastSent(): string | undefined {
    return this.#lastSent;
  }

  /** Shows another chat, with what was being written to it. */
  show(chat: Chat): void {
    if (chat === this.#chat) return;
    this.#releaseHeld();
    this.#chatDisposables.clear();
    this.#chat = chat;
    this.#content.show(chat);
    this.#lastSent = undefined;
    this.#draft.turnTo(draftKey(chat, this.viewId));
    this.#listenToChat();
    this.#channel.changed();
  }

  /** Connects a webview that VS Code has made for this place; it disconnects itself when VS Code disposes it. */
  connect(host: ViewHost, onDidDispose: vscode.Event<void>): void {
    this.#channel.connect(host, onDidDispose, (message) => {
      if (!unasked.has(message.type)) this.#onDidUse(this);
      dispatch(this.#handlers, message);
    });
    onDidDispose(() => this.#releaseWithoutPage());
  }

  /** To be called when the webview is shown or hidden. */
  visibilityChanged(): void {
    this.#channel.visibilityChanged();
    this.#releaseWithoutPage();
  }

  /** The page has loaded. */
  pageReady(): void {
    // The page that was editing them is gone.
    this.#releaseHeld();
    this.#channel.pageReady();
    this.#draft.pageReady();
    if (this.#focusWhenReady) this.#channel.post("focusComposer", {});
    this.#focusWhenReady = false;
  }

  /** The page has got the focus, or lost it. */
  focusChanged(hasFocus: boolean): void {
    if (this.#hasFocus === hasFocus) return;
    this.#hasFocus = hasFocus;
    this.#focusChanged.fire(hasFocus);
  }

  /**
   * Sends what stands in the composer, with the file in front where the settings want that. It waits for what is still
   * being attached to it.
   */
  send(text: string, stopFirst: boolean): void {
    if (isBlank({ ...this.draft, text })) return;
    const chat = this.#chat;
    const { key } = this.#draft;
    const message = this.#draft.take(text);
    const coming = [...this.#coming].filter((one) => one.chat === chat && one.isChosen && !one.isTaken);
    for (const one of coming) one.isTaken = true;
    this.#lastSent = text;
    this.#sending = this.#sending.then(() => this.#submit(chat, key, message, coming, stopFirst));
  }

  /** A message comes back to the composer; what was typed meanwhile stays behind it. */
  takeBack(message: Message): void {
    this.#draft.takeBack(message);
  }

  /** Puts something into the composer, behind what is there. */
  add(attachments: readonly Attachment[], text = ""): void {
    const { drafts } = this.#deps;
    const { key } = this.#draft;
    drafts.attach(key, attachments);
    if (text === "") return;
    const { text: typed } = this.draft;
    drafts.setText(key, typed.trim() === "" ? text : `${typed.trimEnd()}\n\n${text}`);
  }

  /**
   * Attaches what is found for a chat of this place, once it is found: the place may show another chat by then, and the
   * message may have been sent.
   * @param chosen the user is still asked for it until then; default: what it is is clear
   */
  async attach(found: Promise<readonly Attachment[]>, chosen?: Promise<void>): Promise<void> {
    const chat = this.#chat;
    const coming: Coming = { chat, found, isChosen: chosen === undefined, isTaken: false };
    void chosen?.then(() => (coming.isChosen = true));
    this.#coming.add(coming);
    try {
      const attachments = await found;
      if (coming.isTaken) return;
      const key = chat === this.#chat ? this.#draft.key : draftKey(chat, this.viewId);
      this.#deps.drafts.attach(key, attachments);
    } finally {
      this.#coming.delete(coming);
    }
  }

  /** Keeps a queued message back while it is edited here, or lets it go again. */
  hold(messageId: string, isHeld: boolean): void {
    if (isHeld) this.#held.add(messageId);
    else this.#held.delete(messageId);
    if (isHeld) this.#chat.queue.hold(messageId);
    else this.#chat.queue.release(messageId);
  }

  /** Gives a queued message the text that was written here. */
  rewrite(messageId: string, text: string): void {
    const { queue } = this.#chat;
    const queued = queue.messages.find(({ id }) => id === messageId);
    this.#held.delete(messageId);
    if (queued && isBlank({ ...queued.message, text })) queue.release(messageId);
    else queue.setText(messageId, text);
  }

  focusComposer(): void {
    if (this.#channel.isReady) this.#channel.post("focusComposer", {});
    else this.#focusWhenReady = true;
  }

  dispose(): void {
    this.#releaseHeld();
    this.#disposables.dispose();
  }

  async #submit(
    chat: Chat,
    key: string,
    message: Message,
    coming: readonly Coming[],
    stopFirst: boolean,
  ): Promise<void> {
    const { drafts, attachments, report, submit } = this.#deps;
    const complete = await withComing(message, coming);
    let inFront: readonly Attachment[] = [];
    try {
      inFront = await attachments.active();
    } catch (error) {
      report(chat, error);
    }
    const whole = { ...complete, attachments: withAttachments(inFront, complete.attachments) };
    const isTaken = submit(chat, whole, stopFirst);
    drafts.left(key, message);
    if (isTaken) return;
    if (chat === this.#chat) this.takeBack(complete);
    else drafts.takeBack(draftKey(chat, this.viewId), complete);
  }

  /** In a page that is gone nobody edits a message, and nothing has the focus. It may be long until there is another. */
  #releaseWithoutPage(): void {
    if (this.#channel.isReady) return;
    this.#releaseHeld();
    this.focusChanged(false);
  }

  #releaseHeld(): void {
    for (const id of this.#held) this.#chat.queue.release(id);
    this.#held.clear();
  }

  #listenToChat(): void {
    this.#chatDisposables.add(
      this.#chat.onDidChange(() => {
        this.#followSession();
        this.#channel.changed();
      }),
    );
  }

  /** What was written to a chat without a session goes along when it gets one. */
  #followSession(): void {
    const key = draftKey(this.#chat, this.viewId);
    if (key === this.#draft.key) return;
    if (this.#draft.key === draftKey({ sessionId: undefined }, this.viewId)) this.#draft.moveTo(key);
    else this.#draft.turnTo(key);
  }
}

/** Something that is being attached to what is written to a chat. */
interface Coming {
  readonly chat: Chat;
  readonly found: Promise<readonly Attachment[]>;
  /** No message waits for a question that the user may leave open. */
  isChosen: boolean;
  /** It goes with a message that was sent meanwhile. */
  isTaken: boolean;
}

/** The message with what was still being attached to it. What could not be is told by whoever attaches it. */
async function withComing(message: Message, coming: readonly Coming[]): Promise<Message> {
  const results = await Promise.allSettled(coming.map(({ found }) => found));
  const found = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  return { ...message, attachments: withAttachments(message.attachments, found) };
}
