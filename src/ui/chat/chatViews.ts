import * as vscode from "vscode";
import * as v from "valibot";
import type { Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { Dials } from "../../core/conversation/dials.ts";
import type { PageData } from "../../protocol/page.ts";
import { webviewPage, webviewRoots } from "../webviewPage.ts";
import { ChatSurface } from "./chatSurface.ts";
import type { SurfaceDeps } from "./deps.ts";
import { draftKey } from "./drafts.ts";
import { firstScripts } from "./firstScripts.ts";
import { titleOf } from "./header.ts";
import { isSameMessage } from "./messages.ts";

const sidebarId = "sidebar";
const viewType = "agent37.chat";
const panelType = "agent37.chatEditor";
/** How the ids of editor tabs begin. */
const tabPrefix = "editor-";
/** Whether the side bar's view has the focus: VS Code's own `focusedView` is empty while a webview has it. */
const focusContext = "agent37.chatViewFocus";
const panelStateSchema = v.object({ viewId: v.string() });

export interface ChatViewsDeps extends SurfaceDeps {
  /** What a new chat in the place of another one is sent with. */
  readonly inheritedDials: (before: Chat) => Dials | undefined;
}

/** Where chats are on screen: the view in the side bar and any number of editor tabs. */
export class ChatViews implements Disposable, vscode.WebviewViewProvider, vscode.WebviewPanelSerializer {
  readonly #chats: Chats;
  readonly #deps: ChatViewsDeps;
  readonly #extensionUri: vscode.Uri;
  readonly #disposables = new DisposableStore();
  readonly #shown = this.#disposables.add(new Emitter<Chat>());
  readonly #sidebarShown = this.#disposables.add(new Emitter<void>());
  readonly #panels = new Map<ChatSurface, vscode.WebviewPanel>();
  #sidebar: ChatSurface | undefined;
  #sidebarView: vscode.WebviewView | undefined;
  /** Where the user has done something last. */
  #lastUsed: ChatSurface | undefined;
  /** A chat has come on screen, or the user has turned to it. */
  readonly onDidShowChat: Event<Chat> = this.#shown.event;
  /** The view in the side bar has come on screen. */
  readonly onDidShowSidebar: Event<void> = this.#sidebarShown.event;

  constructor(chats: Chats, deps: ChatViewsDeps, extensionUri: vscode.Uri) {
    this.#chats = chats;
    this.#deps = deps;
    this.#extensionUri = extensionUri;
    this.#disposables.add(
      chats.onDidCreate((chat) => {
        chat.onDidReturn((message) => this.#giveBack(chat, message));
        chat.onDidSend((message) => this.#forget(chat, message));
        chat.onDidChange(() => this.#updateTitles());
      }),
    );
    this.#disposables.add(vscode.window.registerWebviewViewProvider(viewType, this));
    this.#disposables.add(vscode.window.registerWebviewPanelSerializer(panelType, this));
  }

  /**
   * The place that commands without a target act on: where the user was last, if that is still on screen, else the chat
   * tab in front, else the side bar.
   */
  get current(): ChatSurface {
    if (this.#lastUsed && this.#isOnScreen(this.#lastUsed)) return this.#lastUsed;
    for (const [surface, panel] of this.#panels) if (panel.active) return surface;
    return this.sidebar;
  }

  get sidebar(): ChatSurface {
    if (this.#sidebar) return this.#sidebar;
    this.#sidebar = this.#surface(sidebarId);
    this.#sidebar.onDidChangeFocus((hasFocus) => {
      void vscode.commands.executeCommand("setContext", focusContext, hasFocus);
    });
    return this.#sidebar;
  }

  /** The user has turned to this place: commands mean it from now on. */
  turnTo(surface: ChatSurface): void {
    this.#lastUsed = surface;
  }

  /** The place that shows this chat, if any does: the one that is named, where several do. */
  surfaceOf(chat: Chat, viewId?: string): ChatSurface | undefined {
    const surfaces = this.surfacesOf(chat);
    return surfaces.find((surface) => surface.viewId === viewId) ?? surfaces[0];
  }

  /** The editor tab that shows this chat, if one does. */
  tabOf(chat: Chat): ChatSurface | undefined {
    return this.surfacesOf(chat).find((surface) => this.#panels.has(surface));
  }

  surfacesOf(chat: Chat): readonly ChatSurface[] {
    return this.#surfaces().filter((surface) => surface.chat === chat);
  }

  /** Whether this chat is on screen now. */
  isVisible(chat: Chat): boolean {
    return this.surfacesOf(chat).some((surface) => this.#isOnScreen(surface));
  }

  /** What stands at the side bar's icon; undefined: nothing. A view that has never been opened has none. */
  setBadge(badge: vscode.ViewBadge | undefined): void {
    if (this.#sidebarView) this.#sidebarView.badge = badge;
  }

  /** Makes a place show a chat, now and after a reload. */
  show(surface: ChatSurface, chat: Chat): void {
    surface.show(chat);
    this.#chats.show(surface.viewId, chat);
    this.#updateTitles();
    this.#shown.fire(chat);
  }

  /**
   * A new, empty chat in this place, sent with what the one before was. What was there goes on, if it is doing
   * something.
   */
  newChat(surface: ChatSurface): void {
    this.show(surface, this.#chats.create(this.#deps.inheritedDials(surface.chat)));
  }

  /** Brings a place to the front with the cursor in its composer. */
  async reveal(surface: ChatSurface): Promise<void> {
    this.turnTo(surface);
    const panel = this.#panels.get(surface);
    if (panel) panel.reveal();
    else await vscode.commands.executeCommand(`${viewType}.focus`);
    surface.focusComposer();
  }

  /** Shows a chat in a new editor tab, from where it goes its own way. */
  openInEditor(chat: Chat): ChatSurface {
    const viewId = newTabId();
    this.#chats.show(viewId, chat);
    const surface = this.#surface(viewId);
    const panel = vscode.window.createWebviewPanel(panelType, panelTitle(surface), vscode.ViewColumn.Active);
    this.#lastUsed = surface;
    this.#connectPanel(panel, surface);
    surface.focusComposer();
    return surface;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#sidebarView = view;
    const surface = this.sidebar;
    this.#prepare(view.webview, surface);
    const shown = (): void => {
      this.#sidebarShown.fire();
      this.#shown.fire(surface.chat);
    };
    view.onDidChangeVisibility(() => {
      surface.visibilityChanged();
      if (view.visible) shown();
    });
    view.onDidDispose(() => {
      if (this.#sidebarView === view) this.#sidebarView = undefined;
    });
    surface.connect(view, view.onDidDispose);
    shown();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.#connectPanel(panel, this.#surface(this.#restoredId(state)));
    return Promise.resolve();
  }

  dispose(): void {
    for (const surface of this.#surfaces()) surface.dispose();
    this.#disposables.dispose();
  }

  /**
   * The id of a tab that comes back. VS Code stores a tab as soon as it is open, and what its page has written a while
   * later: one that comes back without is the one that was opened last.
   */
  #restoredId(state: unknown): string {
    const kept = v.safeParse(panelStateSchema, state);
    if (kept.success) return kept.output.viewId;
    return this.#chats.lostViews.findLast((viewId) => viewId.startsWith(tabPrefix)) ?? newTabId();
  }

  #surfaces(): readonly ChatSurface[] {
    return [...(this.#sidebar ? [this.#sidebar] : []), ...this.#panels.keys()];
  }

  #surface(viewId: string): ChatSurface {
    return new ChatSurface(viewId, this.#chats.attach(viewId), this.#deps, (used) => (this.#lastUsed = used));
  }

  #isOnScreen(surface: ChatSurface): boolean {
    return surface === this.#sidebar
      ? this.#sidebarView?.visible === true
      : this.#panels.get(surface)?.visible === true;
  }

  /** A message comes back to the composer that it was sent from, or to the draft of a chat that is not on screen. */
  #giveBack(chat: Chat, message: Message): void {
    const surfaces = this.surfacesOf(chat);
    const surface = surfaces.find(({ lastSent }) => lastSent === message.text) ?? surfaces[0];
    const [key] = this.#draftKeys(chat);
    if (surface) surface.takeBack(message);
    else if (key !== undefined) this.#deps.drafts.takeBack(key, message);
  }

  /** Whether a message that came back stands in the composer of the chat as it was sent, with nothing else. */
  stillHolds(chat: Chat, message: Message | undefined): boolean {
    if (!message || this.#chats.viewsOf(chat).length === 0) return false;
    return this.#draftKeys(chat).some((key) => isSameMessage(this.#deps.drafts.get(key), message));
  }

  #forget(chat: Chat, message: Message): void {
    for (const key of this.#draftKeys(chat)) this.#deps.drafts.forget(key, message);
  }

  /** Where drafts for a chat are: its session's, or those of the places that show it. */
  #draftKeys(chat: Chat): readonly string[] {
    if (chat.sessionId !== undefined) return [chat.sessionId];
    return this.#chats.viewsOf(chat).map((viewId) => draftKey(chat, viewId));
  }

  #connectPanel(panel: vscode.WebviewPanel, surface: ChatSurface): void {
    this.#panels.set(surface, panel);
    panel.title = panelTitle(surface);
    this.#prepare(panel.webview, surface);
    surface.connect(panel, panel.onDidDispose);
    panel.onDidChangeViewState(() => {
      surface.visibilityChanged();
      if (!panel.active) return;
      this.#lastUsed = surface;
      this.#shown.fire(surface.chat);
    });
    panel.onDidDispose(() => {
      this.#panels.delete(surface);
      surface.dispose();
      this.#chats.detach(surface.viewId, { forget: true });
      this.#deps.drafts.delete(draftKey({ sessionId: undefined }, surface.viewId));
    });
    this.#shown.fire(surface.chat);
  }

  #prepare(webview: vscode.Webview, surface: ChatSurface): void {
    webview.options = { enableScripts: true, localResourceRoots: [...webviewRoots(this.#extensionUri)] };
    const data: PageData = {
      l10n: vscode.l10n.bundle,
      locale: vscode.env.language,
      pageId: crypto.randomUUID(),
      draft: surface.draft.text,
      viewId: surface.viewId,
    };
    const page = { title: "Agent37 Chat", name: "main", preloads: firstScripts, data };
    webview.html = webviewPage(webview, this.#extensionUri, page);
  }

  #updateTitles(): void {
    for (const [surface, panel] of this.#panels) {
      const title = panelTitle(surface);
      if (panel.title !== title) panel.title = title;
    }
  }
}

function newTabId(): string {
  return `${tabPrefix}${crypto.randomUUID()}`;
}

function panelTitle({ chat }: ChatSurface): string {
  return titleOf(chat) ?? vscode.l10n.t("Agent37 Chat");
}
