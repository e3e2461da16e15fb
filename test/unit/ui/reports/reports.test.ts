import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Emitter } from "../../../../src/common/emitter.ts";
import type { Report, ReportPlace } from "../../../../src/protocol/report.ts";
import type { ReportTab } from "../../../../src/protocol/reportTab.ts";
import { registerReports } from "../../../../src/ui/reports/registerReports.ts";
import { commands, Uri, window } from "../../support/vscodeStub.ts";

const place: ReportPlace = { command: "agent37.showSpend", instanceId: "a" };
const report: Report = {
  title: "Spend of A",
  subtitle: "",
  isBusy: false,
  actions: [
    { id: "refresh", label: "Refresh" },
    { id: "next", label: "Next", isDisabled: true },
  ],
  facts: [],
  charts: [],
};

class FakePanel {
  title = "";
  visible = true;
  disposed = false;
  readonly reveal = vi.fn();
  readonly posted: unknown[] = [];
  readonly #received = new Emitter<unknown>();
  readonly #state = new Emitter<void>();
  readonly #disposed = new Emitter<void>();
  readonly onDidChangeViewState = this.#state.event;
  readonly onDidDispose = this.#disposed.event;
  readonly webview = {
    html: "",
    options: {},
    cspSource: "https://webview.test",
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: this.#received.event,
    postMessage: (message: unknown) => void this.posted.push(message),
  };

  say(message: unknown): void {
    this.#received.fire(message);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.#state.fire();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.#disposed.fire();
  }
}

interface Serializer {
  deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void>;
}

let panels: FakePanel[];
let known: Set<string>;
let serializer: Serializer;
let listState = { kind: "ready" };
const listChanged = new Emitter<void>();
const accountChanged = new Emitter<void>();

beforeEach(() => {
  vi.restoreAllMocks();
  panels = [];
  known = new Set(["a"]);
  listState = { kind: "ready" };
  vi.spyOn(window, "createWebviewPanel").mockImplementation(() => {
    const panel = new FakePanel();
    panels.push(panel);
    return panel;
  });
  vi.spyOn(window, "registerWebviewPanelSerializer").mockImplementation((_, given) => {
    serializer = given as Serializer;
    return { dispose() {} };
  });
});

function start() {
  const instances = {
    get state() {
      return listState;
    },
    find: (id: string) => (known.has(id) ? {} : undefined),
    onDidChange: listChanged.event,
  };
  const reports = registerReports({
    extensionUri: Uri.file("/extension") as never,
    instances,
    account: { onDidChange: accountChanged.event },
  });
  onTestFinished(() => reports.dispose());
  return reports;
}

/** Content that records what is asked of it. */
function content() {
  const act = vi.fn();
  const dispose = vi.fn();
  let tab: ReportTab | undefined;
  const open = vi.fn((given: ReportTab) => {
    tab = given;
    given.update(report);
    return { act, dispose };
  });
  return { act, dispose, open, tab: () => tab as ReportTab };
}

describe("another account", () => {
  it("takes the figures from the page at once, and closes the tab when it has no such instance", () => {
    const { show } = start();
    const { open, dispose } = content();
    show(place, open);
    const [panel] = panels;
    panel?.say({ type: "ready" });
    const page = panel?.webview.html;
    listState = { kind: "loading" };
    known.clear();
    accountChanged.fire();
    expect(dispose).toHaveBeenCalledOnce();
    expect(panel?.title).toBe("Agent37");
    expect(panel?.webview.html).not.toBe(page);
    panel?.say({ type: "ready" });
    expect(panel?.posted).toHaveLength(1);
    expect(panel?.disposed).toBe(false);
    listState = { kind: "ready" };
    listChanged.fire();
    expect(panel?.disposed).toBe(true);
  });

  it("fills the tab anew where the instance is its own as well", async () => {
    const { show } = start();
    const { open } = content();
    const registration = commands.registerCommand(place.command, () => show(place, open));
    onTestFinished(() => registration.dispose());
    show(place, open);
    accountChanged.fire();
    await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(2));
    expect(panels.map(({ title, disposed }) => [title, disposed])).toEqual([["Spend of A", false]]);
  });
});

describe("a report in an editor tab", () => {
  it("is sent when its page is ready, and each time that it changes", () => {
    const { open, tab } = content();
    start().show(place, open);
    const panel = panels[0] as FakePanel;
    expect(panel.title).toBe("Spend of A");
    expect(panel.posted).toEqual([]);
    panel.say({ type: "ready" });
    tab().update({ ...report, isBusy: true });
    expect(panel.posted).toEqual([
      { type: "report", report },
      { type: "report", report: { ...report, isBusy: true } },
    ]);
  });

  it("waits for the next page of a tab that was hidden", () => {
    const { open, tab } = content();
    start().show(place, open);
    const panel = panels[0] as FakePanel;
    const seen: boolean[] = [];
    tab().onDidChangeVisible((visible) => seen.push(visible));
    panel.say({ type: "ready" });
    panel.setVisible(false);
    tab().update({ ...report, subtitle: "newest" });
    expect(panel.posted).toHaveLength(1);
    panel.setVisible(true);
    panel.say({ type: "ready" });
    expect(panel.posted.at(-1)).toMatchObject({ report: { subtitle: "newest" } });
    expect(seen).toEqual([false, true]);
  });

  it("is one for a command and an instance", () => {
    const { show } = start();
    const first = content();
    show(place, first.open);
    const again = content();
    show(place, again.open);
    show({ ...place, instanceId: "b" }, content().open);
    expect(panels).toHaveLength(2);
    expect(panels[0]?.reveal).toHaveBeenCalledTimes(1);
    expect(again.open).not.toHaveBeenCalled();
    panels[0]?.dispose();
    expect(first.dispose).toHaveBeenCalledTimes(1);
    show(place, again.open);
    expect(panels).toHaveLength(3);
  });

  it("passes on what the report offers, and nothing else that a page may say", () => {
    const { open, act } = content();
    start().show(place, open);
    const panel = panels[0] as FakePanel;
    for (const message of [
      undefined,
      "action",
      { type: "action" },
      { type: "action", id: "next" },
      { type: "action", id: "other" },
      { type: "action", id: 5 },
    ]) {
      panel.say(message);
    }
    expect(act).not.toHaveBeenCalled();
    panel.say({ type: "action", id: "refresh" });
    expect(act).toHaveBeenCalledExactlyOnceWith("refresh");
  });

  it("is a page that loads nothing from elsewhere and runs one script", () => {
    start().show({ ...place, instanceId: "</script><b>" }, content().open);
    const { html } = (panels[0] as FakePanel).webview;
    expect(html).toContain("default-src 'none'; script-src 'nonce-");
    expect(html).not.toMatch(/unsafe|https?:\/\/(?!webview\.test)| style=/);
    expect(html).not.toContain("</script><b>");
  });
});

describe("a tab of the window before", () => {
  const restore = async (state: unknown): Promise<FakePanel> => {
    const panel = new FakePanel();
    await serializer.deserializeWebviewPanel(panel, state);
    return panel;
  };

  it("is filled by its command once its instance is known", async () => {
    known.clear();
    listState = { kind: "loading" };
    const { show } = start();
    const { open } = content();
    const run = vi
      .spyOn(commands, "executeCommand")
      .mockImplementation(async (_, context) => show({ ...place, ...(context as object) }, open));
    const panel = await restore(place);
    listState = { kind: "failed" };
    listChanged.fire();
    expect(run).not.toHaveBeenCalled();
    known.add("a");
    listState = { kind: "ready" };
    listChanged.fire();
    listChanged.fire();
    expect(run).toHaveBeenCalledExactlyOnceWith("agent37.showSpend", { instanceId: "a" });
    expect(panel.title).toBe("Spend of A");
    expect(panels).toEqual([]);
    expect(panel.reveal).not.toHaveBeenCalled();
  });

  it.each(["ready", "noKey"])("is closed when there is no such instance: %s", async (kind) => {
    known.clear();
    listState = { kind };
    start();
    expect((await restore(place)).disposed).toBe(true);
  });

  it.each([
    undefined,
    {},
    { command: "workbench.action.quit", instanceId: "a" },
    { ...place, instanceId: 5 },
  ])("is closed when its record is broken: %j", async (state) => {
    start();
    const run = vi.spyOn(commands, "executeCommand");
    expect((await restore(state)).disposed).toBe(true);
    expect(run).not.toHaveBeenCalled();
  });
});
