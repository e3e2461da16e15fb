import * as vscode from "vscode";
import * as v from "valibot";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { ChatSurface, type SurfaceDeps } from "./chatSurface.ts";
import { titleOf } from "./header.ts";
import { chatPage, webviewRoots } from "./page.ts";

const sidebarId = "sidebar";
const viewType = "agent37.chat";
const panelType = "agent37.chatEditor";
const panelStateSchema = v.object({ viewId: v.string() });

/** Where chats are on screen: the view in the side bar and any number of editor tabs. */
export class ChatViews implements Disposable, vscode.WebviewViewProvider, vscode.WebviewPanelSerializer {
  readonly #chats: Chats;
  readonly #deps: SurfaceDeps;
  readonly #extensionUri: vscode.Uri;
  readonly #disposables = new DisposableStore();
  readonly #shown = this.#disposables.add(new Emitter<Chat>());
  readonly #panels = new Map<ChatSurface, vscode.WebviewPanel>();
  #sidebar: ChatSurface | undefined;
  #sidebarView: vscode.WebviewView | undefined;
  /** A chat has come on screen, or the user has turned to it. */
  readonly onDidShowChat: Event<Chat> = this.#shown.event;

  constructor(chats: Chats, deps: SurfaceDeps, extensionUri: vscode.Uri) {
    this.#chats = chats;
    this.#deps = deps;
    this.#extensionUri = extensionUri;
    this.#disposables.add(
      chats.onDidCreate((chat) => {
        chat.onDidReturnText((text) => this.#giveBack(chat, text));
        chat.onDidChange(() => this.#updateTitles());
      }),
    );
    this.#disposables.add(vscode.window.registerWebviewViewProvider(viewType, this));
    this.#disposables.add(vscode.window.registerWebviewPanelSerializer(panelType, this));
  }

  /** The place that commands without a target act on: the chat tab in front, else the side bar. */
  get current(): ChatSurface {
    for (const [surface, panel] of this.#panels) if (panel.active) return surface;
    return this.sidebar;
  }

  get sidebar(): ChatSurface {
    this.#sidebar ??= this.#surface(sidebarId);
    return this.#sidebar;
  }

  /** The place that shows this chat, if any does: the one that is named, where several do. */
  surfaceOf(chat: Chat, viewId?: string): ChatSurface | undefined {
    const surfaces = this.surfacesOf(chat);
    return surfaces.find((surface) => surface.viewId === viewId) ?? surfaces[0];
  }

  surfacesOf(chat: Chat): readonly ChatSurface[] {
    return this.#surfaces().filter((surface) => surface.chat === chat);
  }

  /** Whether the user can see this chat now. */
  isVisible(chat: Chat): boolean {
    return (
      (this.#sidebar?.chat === chat && this.#sidebarView?.visible === true) ||
      [...this.#panels].some(([surface, panel]) => surface.chat === chat && panel.visible)
    );
  }

  /** Makes a place show a chat, now and after a reload. */
  show(surface: ChatSurface, chat: Chat): void {
    surface.show(chat);
    this.#chats.show(surface.viewId, chat);
    this.#updateTitles();
    this.#shown.fire(chat);
  }

  /** Brings a place to the front with the cursor in its composer. */
  async reveal(surface: ChatSurface): Promise<void> {
    const panel = this.#panels.get(surface);
    if (panel) panel.reveal();
    else await vscode.commands.executeCommand(`${viewType}.focus`);
    surface.focusComposer();
  }

  /** Shows a chat in a new editor tab. */
  openInEditor(chat: Chat): void {
    const viewId = `editor-${crypto.randomUUID()}`;
    this.#chats.show(viewId, chat);
    const surface = this.#surface(viewId);
    const panel = vscode.window.createWebviewPanel(panelType, panelTitle(surface), vscode.ViewColumn.Active);
    this.#connectPanel(panel, surface);
    surface.focusComposer();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#sidebarView = view;
    const surface = this.sidebar;
    this.#prepare(view.webview, surface);
    view.onDidChangeVisibility(() => surface.visibilityChanged());
    surface.connect(view, view.onDidDispose);
    this.#shown.fire(surface.chat);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = v.safeParse(panelStateSchema, state);
    const viewId = kept.success ? kept.output.viewId : `editor-${crypto.randomUUID()}`;
    this.#connectPanel(panel, this.#surface(viewId));
    return Promise.resolve();
  }

  dispose(): void {
    for (const surface of this.#surfaces()) surface.dispose();
    this.#disposables.dispose();
  }

  #surfaces(): readonly ChatSurface[] {
    return [...(this.#sidebar ? [this.#sidebar] : []), ...this.#panels.keys()];
  }

  #surface(viewId: string): ChatSurface {
    return new ChatSurface(viewId, this.#chats.attach(viewId), this.#deps);
  }

  /** A new, empty chat in this place. What was there goes on, if it is doing something. */
  newChat(surface: ChatSurface): void {
    this.show(surface, this.#chats.create());
  }

  /** A message comes back to the composer that it was sent from. */
  #giveBack(chat: Chat, text: string): void {
    const surfaces = this.surfacesOf(chat);
    (surfaces.find(({ lastSent }) => lastSent === text) ?? surfaces[0])?.takeBack(text);
  }

  #connectPanel(panel: vscode.WebviewPanel, surface: ChatSurface): void {
    this.#panels.set(surface, panel);
    panel.title = panelTitle(surface);
    this.#prepare(panel.webview, surface);
    surface.connect(panel, panel.onDidDispose);
    panel.onDidChangeViewState(() => {
      surface.visibilityChanged();
      if (panel.active) this.#shown.fire(surface.chat);
    });
    panel.onDidDispose(() => {
      this.#panels.delete(surface);
      surface.dispose();
      this.#chats.detach(surface.viewId, { forget: true });
    });
    this.#shown.fire(surface.chat);
  }

  #prepare(webview: vscode.Webview, surface: ChatSurface): void {
    webview.options = { enableScripts: true, localResourceRoots: [...webviewRoots(this.#extensionUri)] };
    webview.html = chatPage(webview, this.#extensionUri, {
      l10n: vscode.l10n.bundle,
      locale: vscode.env.language,
      pageId: crypto.randomUUID(),
      draft: surface.draft,
      viewId: surface.viewId,
    });
  }

  #updateTitles(): void {
    for (const [surface, panel] of this.#panels) {
      const title = panelTitle(surface);
      if (panel.title !== title) panel.title = title;
    }
  }
}

function panelTitle({ chat }: ChatSurface): string {
  return titleOf(chat) ?? vscode.l10n.t("Agent37 Chat");
}
