import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import {
  dispatch,
  type Handlers,
  type HostMessages,
  parseViewMessage,
  type ViewMessages,
} from "../../protocol/messages.ts";
import type { HeaderView, Patch, TurnView } from "../../protocol/view.ts";
import { isRemedyId, type RemedyContext, runRemedy } from "../problems/remedies.ts";
import { diffTurns } from "./diff.ts";
import { Presenter, type PresentProblem } from "./presenter.ts";

/** One batch a frame is as fast as a screen can show it. */
const frameMs = 16;

export interface SurfaceDeps {
  readonly presentProblem: (chat: Chat) => PresentProblem;
  /** What can be done about failures has changed. */
  readonly onDidChangeProblems: Event<void>;
  readonly header: (chat: Chat) => HeaderView;
  /** The instance that this chat's next message goes to. */
  readonly targetId: (chat: Chat) => string | undefined;
  /** Something that headers are made from has changed. */
  readonly onDidChangeHeader: Event<void>;
  /** Sends a message of this chat; false when it cannot be sent now. */
  readonly send: (chat: Chat, text: string) => boolean;
  readonly stop: (chat: Chat) => void;
  readonly openLink: (href: string) => void;
  readonly draft: { load(viewId: string): string; save(viewId: string, text: string): void };
}

/** The part of a webview view and of a webview panel that a surface needs. */
export interface SurfaceHost {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
}

/**
 * One place on screen that shows a chat. The webview behind it may be killed and made again at any time: it gets one
 * snapshot when it says that it is ready, and numbered batches of patches from then on, one at a time and only while
 * it shows.
 */
export class ChatSurface implements Disposable {
  readonly viewId: string;
  readonly #deps: SurfaceDeps;
  readonly #disposables = new DisposableStore();
  /** Ends with the chat that is shown. */
  readonly #chatDisposables = this.#disposables.add(new DisposableStore());
  #chat: Chat;
  #presenter: Presenter;
  #host: SurfaceHost | undefined;
  #ready = false;
  #seq = 0;
  /** The batch that the view has not acknowledged yet; the next one waits for it. */
  #unacknowledged: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;
  #shownTurns: readonly TurnView[] = [];
  #shownHeader = "";
  #draft: string;
  /** The host changed the draft while no view could be told. */
  #draftUntold = false;
  #focusWhenReady = false;
  #lastSent: string | undefined;

  constructor(viewId: string, chat: Chat, deps: SurfaceDeps) {
    this.viewId = viewId;
    this.#deps = deps;
    this.#chat = chat;
    this.#draft = deps.draft.load(viewId);
    this.#presenter = new Presenter(deps.presentProblem(chat));
    this.#listenToChat();
    this.#disposables.add(deps.onDidChangeHeader(() => this.#changed()));
    this.#disposables.add(
      deps.onDidChangeProblems(() => {
        this.#presenter.invalidate();
        this.#changed();
      }),
    );
  }

  get chat(): Chat {
    return this.#chat;
  }

  get draft(): string {
    return this.#draft;
  }

  /** The message that was sent from here last: if it comes back, it comes back here. */
  get lastSent(): string | undefined {
    return this.#lastSent;
  }

  /** Shows another chat. */
  show(chat: Chat): void {
    if (chat === this.#chat) return;
    this.#chatDisposables.clear();
    this.#chat = chat;
    this.#presenter = new Presenter(this.#deps.presentProblem(chat));
    this.#lastSent = undefined;
    this.#listenToChat();
    this.#changed();
  }

  /** Connects a webview that VS Code has made for this surface; it disconnects itself when VS Code disposes it. */
  connect(host: SurfaceHost, onDidDispose: vscode.Event<void>): void {
    this.#host = host;
    this.#ready = false;
    const messages = host.webview.onDidReceiveMessage((data: unknown) => {
      const message = parseViewMessage(data);
      if (message) dispatch(this.#handlers, message);
    });
    onDidDispose(() => {
      messages.dispose();
      if (this.#host !== host) return;
      this.#host = undefined;
      this.#ready = false;
    });
  }

  /** To be called when the webview is shown or hidden. VS Code ends a hidden page; the next one says when it is ready. */
  visibilityChanged(): void {
    if (!this.#host?.visible) this.#ready = false;
  }

  /** Replaces what stands in the composer. */
  setDraft(text: string): void {
    this.#keepDraft(text);
    this.#draftUntold = !this.#ready;
    this.#post("setDraft", { text });
  }

  /** A message comes back to the composer; what was typed meanwhile stays behind it. */
  takeBack(text: string): void {
    if (!this.#ready) {
      if (!this.#draft.startsWith(text)) this.setDraft(merged(text, this.#draft));
      return;
    }
    // The view merges it with what is typed at this moment, and tells the outcome; until then this is the best guess.
    if (!this.#draft.startsWith(text)) this.#keepDraft(merged(text, this.#draft));
    this.#post("returnText", { text });
  }

  focusComposer(): void {
    if (this.#ready) this.#post("focusComposer", {});
    else this.#focusWhenReady = true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#host = undefined;
    this.#disposables.dispose();
  }

  readonly #handlers: Handlers<ViewMessages> = {
    ready: () => {
      this.#ready = true;
      this.#sendSnapshot();
      if (this.#draftUntold) this.setDraft(this.#draft);
      if (this.#focusWhenReady) this.focusComposer();
      this.#focusWhenReady = false;
    },
    resync: () => this.#sendSnapshot(),
    ack: ({ seq }) => {
      if (this.#unacknowledged === undefined || seq < this.#unacknowledged) return;
      this.#unacknowledged = undefined;
      if (this.#dirty) this.#changed();
    },
    send: ({ text }) => {
      this.#keepDraft("");
      this.#lastSent = text;
      if (!this.#deps.send(this.#chat, text)) this.takeBack(text);
    },
    stop: () => this.#deps.stop(this.#chat),
    remedy: ({ id, turnId }) => {
      if (isRemedyId(id)) void runRemedy(id, this.#remedyContext(turnId));
    },
    draft: ({ text }) => this.#keepDraft(text),
    openLink: ({ href }) => this.#deps.openLink(href),
    copy: ({ text }) => void vscode.env.clipboard.writeText(text),
  };

  #remedyContext(turnId: string | undefined): RemedyContext {
    const turn = turnId === undefined ? undefined : this.#chat.failedTurn(turnId);
    return {
      chatId: this.#chat.id,
      viewId: this.viewId,
      turnId,
      instanceId: turnId === undefined ? this.#deps.targetId(this.#chat) : this.#chat.instance?.id,
      param: turn?.phase.error.param,
    };
  }

  #listenToChat(): void {
    this.#chatDisposables.add(this.#chat.onDidChange(() => this.#changed()));
    this.#chatDisposables.add(this.#chat.onDidSend((text) => this.#forget(text)));
  }

  /** A message that came back goes out again by a remedy: it must not stay in the composer as well. */
  #forget(text: string): void {
    if (this.#draft.trim() === text.trim()) this.setDraft("");
  }

  #keepDraft(text: string): void {
    this.#draft = text;
    this.#deps.draft.save(this.viewId, text);
  }

  #changed(): void {
    this.#dirty = true;
    if (!this.#ready || !this.#host?.visible || this.#unacknowledged !== undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, frameMs);
  }

  #flush(): void {
    if (!this.#ready || !this.#host?.visible) return;
    this.#dirty = false;
    const turns = this.#presenter.turns(this.#chat.conversation);
    const header = this.#deps.header(this.#chat);
    const patches: Patch[] = [...diffTurns(this.#shownTurns, turns)];
    const headerKey = JSON.stringify(header);
    if (headerKey !== this.#shownHeader) patches.unshift({ op: "header", header });
    this.#shownTurns = turns;
    this.#shownHeader = headerKey;
    if (patches.length === 0) return;
    this.#unacknowledged = ++this.#seq;
    this.#post("patches", { seq: this.#seq, patches });
  }

  #sendSnapshot(): void {
    const turns = this.#presenter.turns(this.#chat.conversation);
    const header = this.#deps.header(this.#chat);
    this.#shownTurns = turns;
    this.#shownHeader = JSON.stringify(header);
    this.#dirty = false;
    this.#unacknowledged = undefined;
    this.#post("snapshot", { seq: this.#seq, now: Date.now(), header, turns });
  }

  #post<K extends keyof HostMessages>(type: K, payload: HostMessages[K]): void {
    if (this.#ready) void this.#host?.webview.postMessage({ type, payload });
  }
}

/** A message that comes back, in front of what was typed meanwhile. */
function merged(text: string, draft: string): string {
  return draft.trim() === "" ? text : `${text}\n\n${draft}`;
}
