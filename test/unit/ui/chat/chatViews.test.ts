/** The places where chats are on screen: which one is meant, what a new chat takes along, what survives a reload. */
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type * as vscode from "vscode";
import type { Agent37Client } from "../../../../src/api/client.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { Chats } from "../../../../src/core/conversation/chats.ts";
import type { Dials } from "../../../../src/core/conversation/dials.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { ChatViews, type ChatViewsDeps } from "../../../../src/ui/chat/chatViews.ts";
import { Drafts } from "../../../../src/ui/chat/drafts.ts";
import { createSessionHost } from "../../../../src/ui/chat/sessionHost.ts";
import { a, answer, failure, script, type Script } from "../../core/conversation/scripted.ts";
import { noTraces, noUploads, readyComputers } from "../../core/conversation/support.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { commands, Uri, window } from "../../support/vscodeStub.ts";
import { file, header, Page, presentProblem, say, settled } from "./bench.ts";

/** A tab or the view in the side bar. */
class Frame {
  readonly page = new Page();
  readonly #state = new Emitter<void>();
  readonly webview = Object.assign(this.page.host.webview, {
    html: "",
    cspSource: "self",
    asWebviewUri: (uri: unknown) => uri,
  });
  readonly onDidDispose = this.page.onDidDispose;
  readonly onDidChangeViewState = this.#state.event;
  readonly onDidChangeVisibility = this.#state.event;
  badge: vscode.ViewBadge | undefined;
  title = "";
  active = true;
  reveal(): void {}
  get visible(): boolean {
    return this.page.visible;
  }
  look(visible: boolean, active = visible): void {
    this.page.visible = visible;
    this.active = active;
    this.#state.fire();
  }
}

/** A window; another one with the same store is the same window after a reload. */
function openWindow(store = new MemoryStore()) {
  const scripts: Script[] = [];
  let ids = 0;
  const id = crypto.randomUUID();
  const client = {
    runTurn: (_: unknown, __: unknown, options: object = {}) => scripts.shift()?.(options),
    getSession: (_: unknown, sessionId: string) => Promise.resolve({ id: sessionId, history: [] }),
  } as unknown as Agent37Client;
  const chats = new Chats(
    {
      client,
      clock: systemClock,
      records: new RecordStore(store, store),
      computers: readyComputers,
      uploads: { ...noUploads, upload: () => new Promise(() => undefined) },
      traces: noTraces,
      turnDefaults: () => ({}),
      maxRetryWaitMs: () => 0,
      newId: () => `${id}${(ids += 1)}`,
    },
    store,
  );
  const drafts = new Drafts(store);
  const inherited = { dials: undefined as Dials | undefined };
  const views = new ChatViews(
    chats,
    {
      presentProblem: () => presentProblem,
      onDidChangeProblems: new Emitter<void>().event,
      onDidChangeHeader: new Emitter<void>().event,
      header: () => header,
      dials: () => [],
      drafts,
      inheritedDials: () => inherited.dials,
    } as unknown as ChatViewsDeps,
    Uri.file("/extension") as unknown as vscode.Uri,
  );
  const host = createSessionHost(chats, views, drafts);
  onTestFinished(() => views.dispose());
  const tabs: Frame[] = [];
  vi.spyOn(window, "createWebviewPanel").mockImplementation(() => {
    const tab = new Frame();
    tabs.push(tab);
    return tab;
  });
  const sidebar = new Frame();
  const resolve = (): Frame => {
    views.resolveWebviewView(sidebar as unknown as vscode.WebviewView);
    sidebar.page.post("ready", {});
    return sidebar;
  };
  return { store, scripts, chats, drafts, views, host, inherited, tabs, sidebar, resolve };
}

describe("the place that a command is for", () => {
  it("is where the user was last, while that is on screen", () => {
    const { views, tabs, resolve } = openWindow();
    const sidebar = resolve();
    const tab = views.openInEditor(views.sidebar.chat);
    expect(views.current).toBe(tab);
    // The rest of what was written in the side bar is told when the focus leaves it.
    sidebar.page.type("here");
    expect(views.current).toBe(tab);
    // The tab stays in front while the user is in the side bar.
    sidebar.page.post("used", {});
    expect(views.current).toBe(views.sidebar);
    // The focus alone is no sign: it goes where VS Code puts it when a box closes.
    tabs[0]?.page.post("focused", {});
    expect(views.current).toBe(views.sidebar);
    tabs[0]?.page.post("copy", { text: "" });
    expect(views.current).toBe(tab);
    tabs[0]?.look(false);
    expect(views.current).toBe(views.sidebar);
    tabs[0]?.look(true);
    expect(views.current).toBe(tab);
    // A button above the side bar's view.
    views.turnTo(views.sidebar);
    expect(views.current).toBe(views.sidebar);
    tabs[0]?.page.post("used", {});
    tabs[0]?.page.close();
    expect(views.current).toBe(views.sidebar);
  });
});

describe("keybindings of the side bar's view", () => {
  it("work while it has the focus, whatever ends that", () => {
    const { views, tabs, resolve } = openWindow();
    const run = vi.spyOn(commands, "executeCommand");
    const told = () => {
      const calls = run.mock.calls.filter(
        ([id, key]) => id === "setContext" && key === "agent37.chatViewFocus",
      );
      run.mockClear();
      return calls.map(([, , value]) => value);
    };
    const sidebar = resolve();
    const { page } = sidebar;
    page.post("focused", {});
    expect(told()).toEqual([true]);
    const tab = views.openInEditor(views.sidebar.chat);
    tabs[0]?.page.post("focused", {});
    page.post("blurred", {});
    expect(told()).toEqual([false]);
    // Losing the focus is no use of the view.
    expect(views.current).toBe(tab);
    page.post("focused", {});
    sidebar.look(false);
    expect(told()).toEqual([true, false]);
  });
});

describe("a new chat", () => {
  it("takes the dials of the one before along, and leaves its draft behind", async () => {
    const { views, scripts, inherited, resolve } = openWindow();
    const { page } = resolve();
    const before = views.sidebar.chat;
    scripts.push(answer());
    await before.send(say("hello"), a);
    page.type("for the old one");
    inherited.dials = { model: { id: "m", label: "M" }, effort: "low" };
    views.newChat(views.sidebar);
    expect(views.sidebar.chat).not.toBe(before);
    expect(views.sidebar.chat.dials).toEqual(inherited.dials);
    expect(page.text).toBe("");
    page.type("for the new one");
    views.show(views.sidebar, before);
    expect(page.text).toBe("for the old one");
  });

  it("in a tab is the tab's own", () => {
    const { views, resolve } = openWindow();
    resolve();
    const shared = views.sidebar.chat;
    const tab = views.openInEditor(shared);
    expect(tab.chat).toBe(shared);
    views.newChat(tab);
    expect(tab.chat).not.toBe(shared);
    expect(views.sidebar.chat).toBe(shared);
  });
});

describe("a message that comes back", () => {
  const refused = script([], failure({ code: "validation_error" }));

  it("goes to the composer that it was sent from", async () => {
    const { views, scripts, tabs, resolve } = openWindow();
    resolve();
    const { chat } = views.sidebar;
    views.openInEditor(chat);
    const page = tabs[0]?.page;
    page?.post("ready", {});
    scripts.push(refused);
    await chat.send(say("no"), a);
    // It was not sent from any composer: the first place that shows the chat has it.
    expect(views.sidebar.draft.text).toBe("no");
    expect(page?.text).toBe("");
  });

  it("waits with the session that nobody looks at", async () => {
    const { views, scripts, drafts, resolve } = openWindow();
    resolve();
    const { chat } = views.sidebar;
    scripts.push(answer(), refused);
    await chat.send(say("yes"), a);
    const ended = chat.send(say("no"), a);
    views.newChat(views.sidebar);
    await ended;
    expect(drafts.get("s1").text).toBe("no");
    expect(views.sidebar.draft.text).toBe("");
    views.show(views.sidebar, chat);
    expect(views.sidebar.draft.text).toBe("no");
  });
});

describe("a message that had not gone out when the window closed", () => {
  it("is in the composer of its chat, also where no view shows that yet", async () => {
    const before = openWindow();
    before.resolve();
    const { chat } = before.views.sidebar;
    // Its file is on its way for ever.
    void chat.send(say("with a file", file("a.ts")), a);
    chat.submit(say("waits"), a, { stopFirst: false });
    await settled();
    expect(before.views.sidebar.draft.text).toBe("");

    const { chats, views, resolve } = openWindow(before.store);
    chats.restoreQueued();
    await settled();
    const sidebar = resolve();
    expect(sidebar.webview.html).toContain('"draft":"with a file"');
    expect(views.sidebar.draft.attachments).toMatchObject([{ name: "a.ts" }]);
    expect(views.sidebar.chat.queue).toMatchObject({ paused: true, messages: [{ message: say("waits") }] });
  });
});

describe("sessions on screen", () => {
  it("are opened with the draft that belongs to them, in place or in a tab of their own", async () => {
    const focus = commands.registerCommand("agent37.chat.focus", () => undefined);
    onTestFinished(() => focus.dispose());
    const { views, host, drafts, tabs, resolve } = openWindow();
    const { page } = resolve();
    page.type("not sent yet");
    drafts.setText("s1", "of the session");
    await host.open(a, "s1");
    expect(page.text).toBe("of the session");
    expect(host.current()).toMatchObject({ sessionId: "s1", instance: { id: "a" } });
    await host.open(a, "s2", { inEditor: true, agent: "codex", title: "Release notes" });
    expect(tabs).toHaveLength(1);
    expect(tabs[0]?.title).toBe("Release notes");
    expect(host.current()).toMatchObject({ sessionId: "s2", agent: "codex", title: "Release notes" });
    expect(views.sidebar.chat.sessionId).toBe("s1");
    await host.open(a, "s2", { inEditor: true });
    expect(tabs).toHaveLength(1);
    page.post("copy", { text: "" });
    host.forget("s1");
    expect(host.current()).toBeUndefined();
    expect(drafts.get("s1").text).toBe("");
    expect(page.text).toBe("not sent yet");
  });

  it("are there again after a reload, in the side bar and in a tab, each with its draft", async () => {
    const before = openWindow();
    before.resolve();
    const { viewId } = before.views.openInEditor(before.chats.create());
    before.scripts.push(answer());
    await before.views.sidebar.chat.send(say("hello"), a);
    before.drafts.setText("s1", "next");
    before.drafts.setText(`new:${viewId}`, "first");

    const { views, resolve } = openWindow(before.store);
    const tab = new Frame();
    await views.deserializeWebviewPanel(tab as unknown as vscode.WebviewPanel, { viewId });
    const sidebar = resolve();
    // The session is known before it has been read.
    expect(views.sidebar.chat.sessionId).toBe("s1");
    expect(sidebar.webview.html).toContain('"draft":"next"');
    expect(tab.webview.html).toContain('"draft":"first"');
    await settled();
    expect(views.sidebar.draft.text).toBe("next");
  });

  it("are there again in the tab that was opened last, whose page VS Code had stored nothing of", async () => {
    const before = openWindow();
    const earlier = before.views.openInEditor(before.chats.create());
    const last = before.views.openInEditor(before.chats.create());
    before.drafts.setText(`new:${earlier.viewId}`, "earlier");
    before.drafts.setText(`new:${last.viewId}`, "last");

    const { views } = openWindow(before.store);
    const restore = async (state: unknown): Promise<string> => {
      const tab = new Frame();
      await views.deserializeWebviewPanel(tab as unknown as vscode.WebviewPanel, state);
      return tab.webview.html;
    };
    expect(await restore(undefined)).toContain('"draft":"last"');
    expect(await restore({ viewId: earlier.viewId })).toContain('"draft":"earlier"');
    // Of a tab that nothing is known of at all.
    expect(await restore(undefined)).toContain('"draft":""');
  });

  it("have a badge only at a view that is there", () => {
    const { views, sidebar, resolve } = openWindow();
    const badge = { value: 1, tooltip: "news" };
    views.setBadge(badge);
    expect(sidebar.badge).toBeUndefined();
    resolve();
    views.setBadge(badge);
    expect(sidebar.badge).toEqual(badge);
  });
});
