import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Disposable } from "../../../../src/common/disposable.ts";
import { registerSessions } from "../../../../src/ui/sessions/registerSessions.ts";
import { commands, window } from "../../support/vscodeStub.ts";
import { answerInputs, type FakeBox, type FakeInput, nextBox, settled } from "./fakeBox.ts";
import { begunWith, failure, minutesAgo, scene, type SceneOptions } from "./scene.ts";

let registered: Disposable | undefined;
afterEach(() => registered?.dispose());

/** Runs a command until it waits for the user. */
async function run(command: string, options: SceneOptions = {}) {
  const parts = scene(options);
  registered = registerSessions(parts.deps);
  const box = nextBox();
  const done = commands.executeCommand(`agent37.${command}`);
  await settled();
  return { ...parts, box, done };
}

const two = {
  hermes: [
    {
      id: "a",
      title: "Fix the build",
      preview: "It fails on [CI] $(flame)",
      lastActiveAt: minutesAgo(60),
      messageCount: 4,
    },
    { id: "b", title: "Release notes", lastActiveAt: minutesAgo(50 * 60), messageCount: 1 },
  ],
};
const codes = ({ problems }: { problems: ReturnType<typeof scene>["problems"] }): readonly unknown[] =>
  problems.report.mock.calls.map(([error]: readonly unknown[]) => (error as { code?: unknown }).code);

describe("Open Session", () => {
  it("shows each session's title, when it was active and how it starts", async () => {
    const { box } = await run("openSession", { lists: two });
    expect(box.words).toEqual([
      "Fix the build | 1 hour ago · 4 messages | It fails on [CI] \\$(flame)",
      "Release notes | 2 days ago · 1 message",
    ]);
    expect(box).toMatchObject({ busy: false, matchOnDescription: true, matchOnDetail: true });
  });

  it("opens the chosen one here, or beside", async () => {
    const here = await run("openSession", { lists: two });
    here.box.choose("Release notes");
    await here.done;
    expect(here.host.open.mock.calls[0]?.slice(1)).toEqual([
      "b",
      { agent: undefined, title: "Release notes", inEditor: false },
    ]);
    expect(here.box.isDisposed).toBe(true);
    registered?.dispose();
    const beside = await run("openSession", { lists: two });
    beside.box.press("Open in Editor", "Release notes");
    await beside.done;
    expect(beside.host.open.mock.calls[0]?.slice(1)).toEqual([
      "b",
      { agent: undefined, title: "Release notes", inEditor: true },
    ]);
  });

  it("highlights the one in front", async () => {
    const instance = { id: "one", dialect: "two-plane" } as const;
    const { box } = await run("openSession", { lists: two, current: { instance, sessionId: "b" } });
    expect(box.activeItems.map(({ label }) => label)).toEqual(["$(comment-discussion) Release notes"]);
  });

  it("leaves the highlight to VS Code while something is typed", async () => {
    const instance = { id: "one", dialect: "two-plane" } as const;
    const { box, client } = await run("openSession", { lists: two, current: { instance, sessionId: "b" } });
    box.value = "not there yet";
    box.activeItems = [];
    client.listSessions.mockResolvedValue([{ id: "c", title: "Now not there yet" }, ...two.hermes]);
    box.press("Refresh");
    await settled();
    expect(box.items).toHaveLength(3);
    expect(box.activeItems).toEqual([]);
    box.activeItems = box.items.slice(0, 1);
    box.press("Refresh");
    await settled();
    expect(box.activeItems).toEqual(box.items.slice(0, 1));
  });

  it("marks running ones with a sign and in words", async () => {
    const { box } = await run("openSession", { lists: two, running: ["b"] });
    expect(box.items.map(({ label }) => label)).toEqual([
      "$(comment-discussion) Fix the build",
      "$(sync~spin) Release notes",
    ]);
    expect(box.words[1]).toContain("a turn is running");
  });

  it("names the agent where there are several, and opens the session as its", async () => {
    const { box, done, host } = await run("openSession", {
      instance: { agents: ["hermes", "codex"] },
      lists: { hermes: failure("worker_error"), codex: [{ id: "c", title: "Port it", agent: "codex" }] },
    });
    expect(box.words).toEqual([
      "Port it | codex",
      "The sessions of hermes could not be read. Try again | The agent failed. No. (worker_error)",
    ]);
    box.choose("Port it");
    await done;
    expect(host.open.mock.calls[0]?.[2]).toMatchObject({ agent: "codex" });
  });

  it("tries a list again that could not be read", async () => {
    const { box, client } = await run("openSession", {
      instance: { agents: ["hermes", "codex"] },
      lists: { hermes: failure("worker_error"), codex: [{ id: "c", title: "Port it", agent: "codex" }] },
    });
    client.listSessions.mockResolvedValue([{ id: "d", title: "Test it", agent: "hermes" }]);
    box.choose("The sessions of hermes could not be read. Try again");
    await settled();
    expect(box.words).toEqual(["Test it | hermes"]);
  });

  it("says that there are none, and reads again on demand", async () => {
    const { box, client } = await run("openSession");
    expect(box.placeholder).toBe("This instance has no sessions yet.");
    client.listSessions.mockResolvedValue(two.hermes);
    box.press("Refresh");
    await settled();
    expect(box.items).toHaveLength(2);
  });

  it("starts a new chat on demand", async () => {
    const started = vi.fn();
    const command = commands.registerCommand("agent37.newChat", started);
    const { box, done, host } = await run("openSession", { lists: two });
    box.press("New Chat");
    await done;
    expect(started).toHaveBeenCalledTimes(1);
    expect(host.open).not.toHaveBeenCalled();
    command.dispose();
  });

  it("reports what keeps the list from being read, and closes", async () => {
    const { box, done, problems } = await run("openSession", {
      lists: { hermes: failure("container_unavailable") },
    });
    await done;
    expect(codes({ problems })).toEqual(["container_unavailable"]);
    expect(box.isDisposed).toBe(true);
  });

  it("ends with the box", async () => {
    const { box, client, done } = await run("openSession", {
      lists: { hermes: [{ id: "a" }] },
      sessions: { a: begunWith("Hi") },
    });
    box.hide();
    await done;
    expect(box.isDisposed).toBe(true);
    expect(client.getSession.mock.calls.every(([, , call]) => call?.signal?.aborted)).toBe(true);
  });
});

describe("in the list", () => {
  /** Another question takes the place of the box, as in VS Code. */
  const ask = (box: FakeBox, answer: string | undefined): void => {
    const answered = async (): Promise<unknown> => {
      box.hide();
      await settled();
      return answer;
    };
    answerInputs(answer);
    vi.spyOn(window, "showWarningMessage").mockImplementation(answered);
  };

  it("Rename gives another title and leaves the list open", async () => {
    const { box, client, host } = await run("openSession", { lists: two });
    ask(box, "Ship it");
    box.press("Rename", "Release notes");
    expect(box.isVisible).toBe(false);
    await vi.waitFor(() => expect(box.words[1]).toContain("Ship it"));
    expect(box.isVisible).toBe(true);
    expect(client.renameSession.mock.calls).toMatchObject([[{ id: "one" }, "b", "Ship it", {}]]);
    expect(host.renamed).toHaveBeenCalledExactlyOnceWith("b", "Ship it");
  });

  it("the list takes the place of the question, and can be closed while the server renames", async () => {
    const { box, client, done, host } = await run("openSession", { lists: two });
    let answer = (): void => {};
    client.renameSession.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const asked = answerInputs("Ship it");
    box.press("Rename", "Release notes");
    const wasVisible: boolean[] = [];
    asked[0]?.onDidHide(() => wasVisible.push(box.isVisible));
    await vi.waitFor(() => expect(wasVisible).toEqual([true]));
    box.hide();
    await done;
    answer();
    await vi.waitFor(() => expect(host.renamed).toHaveBeenCalledExactlyOnceWith("b", "Ship it"));
    expect(box).toMatchObject({ isVisible: false, isDisposed: true });
  });

  it("a rename that is given up leaves the list as it was", async () => {
    const { box, client } = await run("openSession", { lists: two });
    ask(box, undefined);
    box.press("Rename", "Release notes");
    await vi.waitFor(() => expect(box.isVisible).toBe(true));
    expect(client.renameSession).not.toHaveBeenCalled();
    expect(box.words[1]).toContain("Release notes");
  });

  it("Delete asks, takes the row away, and nothing of the session stays here", async () => {
    const { box, client, host, traces } = await run("openSession", { lists: two });
    ask(box, undefined);
    box.press("Delete", "Fix the build");
    await vi.waitFor(() => expect(box.isVisible).toBe(true));
    expect(client.deleteSession).not.toHaveBeenCalled();
    expect(box.items).toHaveLength(2);
    ask(box, "Delete");
    box.press("Delete", "Fix the build");
    await vi.waitFor(() => expect(box.items).toHaveLength(1));
    await vi.waitFor(() => expect(box.isVisible).toBe(true));
    expect(host.forget).toHaveBeenCalledExactlyOnceWith("a");
    expect(traces.forget).toHaveBeenCalledExactlyOnceWith("a");
  });

  it("what the server refuses is reported, and the list comes back as it was", async () => {
    const { box, client, problems } = await run("openSession", { lists: two });
    client.renameSession.mockRejectedValue(failure("title_conflict"));
    ask(box, "Fix the build");
    box.press("Rename", "Release notes");
    await vi.waitFor(() => expect(codes({ problems })).toEqual(["title_conflict"]));
    expect(box.isVisible).toBe(true);
    expect(box.words[1]).toContain("Release notes");
  });
});

describe("a command on the session in front", () => {
  const instance = { id: "other", dialect: "two-plane" } as const;
  const current = { instance, sessionId: "s", agent: "codex", title: "Shown" };
  let inputs: readonly FakeInput[];
  beforeEach(() => {
    inputs = answerInputs("New title");
    vi.spyOn(window, "showWarningMessage").mockResolvedValue("Delete");
  });

  it("renames it where it lives, starting from what it is called", async () => {
    const { box, client, done, host } = await run("renameSession", { current });
    await done;
    expect(box.isVisible).toBe(false);
    expect(inputs.map(({ before }) => before)).toEqual(["Shown"]);
    expect(client.renameSession).toHaveBeenCalledExactlyOnceWith(instance, "s", "New title", {
      agent: "codex",
    });
    expect(host.renamed).toHaveBeenCalledExactlyOnceWith("s", "New title");
  });

  it("deletes it after asking by its name", async () => {
    const { client, done, host, traces } = await run("deleteSession", { current });
    await done;
    expect(vi.mocked(window.showWarningMessage).mock.calls[0]?.[0]).toBe("Delete the session “Shown”?");
    expect(client.deleteSession).toHaveBeenCalledExactlyOnceWith(instance, "s", { agent: "codex" });
    expect(host.forget).toHaveBeenCalledExactlyOnceWith("s");
    expect(traces.forget).toHaveBeenCalledExactlyOnceWith("s");
  });

  it("lets the user pick where there is none", async () => {
    const { box, client, done } = await run("renameSession", { lists: two });
    expect(box.title).toBe("Rename Session");
    box.choose("Release notes");
    await done;
    expect(client.renameSession.mock.calls).toMatchObject([[{ id: "one" }, "b", "New title", {}]]);
  });

  it("says where the agent has no titles", async () => {
    const { deps, client, problems } = scene({ current });
    client.renameSession.mockRejectedValue(failure("rename_unsupported"));
    registered = registerSessions(deps);
    await commands.executeCommand("agent37.renameSession");
    expect(problems.report.mock.calls).toMatchObject([
      [{ code: "rename_unsupported" }, { instanceId: "other" }, expect.any(String), {}],
    ]);
  });
});

describe("Clear Local Trace", () => {
  it("asks first and names what is lost and what stays", async () => {
    const ask = vi.spyOn(window, "showWarningMessage").mockResolvedValue(undefined);
    const { done, traces } = await run("clearTrace");
    await done;
    expect(traces.clear).not.toHaveBeenCalled();
    const { detail, modal } = ask.mock.calls[0]?.[1] as { detail: string; modal: boolean };
    expect(modal).toBe(true);
    expect(detail).toMatch(/reasoning.*tool.*lost.*sessions.*stay/);
    registered?.dispose();
    ask.mockResolvedValue("Clear");
    const sure = await run("clearTrace");
    await sure.done;
    expect(sure.traces.clear).toHaveBeenCalledTimes(1);
  });
});
