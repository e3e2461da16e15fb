import { describe, expect, it, vi } from "vitest";
import type { Session } from "../../../../src/api/wire.ts";
import { SessionList } from "../../../../src/ui/sessions/sessionList.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { settled } from "./fakeBox.ts";
import { begunWith, failure, minutesAgo, scene, type SceneOptions } from "./scene.ts";

function listOf(options: SceneOptions) {
  const parts = scene(options);
  const list = new SessionList(parts.deps, parts.selected);
  return { ...parts, list };
}

const titles = (list: SessionList): readonly (string | undefined)[] =>
  list.rows.map(({ session }) => session.title);
const ids = (list: SessionList): readonly string[] => list.rows.map(({ session }) => session.id);
const running = (list: SessionList): readonly string[] =>
  list.rows.flatMap(({ session, isRunning }) => (isRunning ? [session.id] : []));
const many = (count: number, more: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}`, ...more(index) }));

describe("sessions without titles", () => {
  it("are called by how they start, in the user's own words", async () => {
    const snippet = "[Attached selection: src/a.ts:3-8]\n```ts\nlet x;\n```";
    const { list, client } = listOf({
      instance: { dialect: "unified" },
      lists: {
        hermes: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }, { id: "e" }, { id: "f", preview: "Hi" }],
      },
      sessions: {
        a: begunWith("Fix the\n  build", minutesAgo(3)),
        b: begunWith(`Explain this\n\n${snippet}`),
        c: begunWith(snippet),
        d: { history: [{ role: "user", text: "", files: ["~/uploads/photo.png"] }] },
      },
    });
    await list.read();
    expect(titles(list)).toEqual([
      "Fix the build",
      "Explain this",
      "src/a.ts:3-8",
      "photo.png",
      undefined,
      undefined,
    ]);
    expect(list.rows[0]?.session.lastActiveAt).toBe(minutesAgo(3));
    expect(client.getSession).toHaveBeenCalledTimes(5);
  });

  it("are called as on screen where a chat shows them, also while their first turn runs", async () => {
    const { client, list } = listOf({
      lists: { hermes: [{ id: "a" }] },
      current: { instance: { id: "one", dialect: "unified" }, sessionId: "a", title: "Fix it" },
      running: ["a"],
    });
    await list.read();
    expect(titles(list)).toEqual(["Fix it"]);
    expect(client.getSession).not.toHaveBeenCalled();
  });

  it("are called so at once the next time, and are not read again", async () => {
    const store = new MemoryStore();
    const lists = { hermes: [{ id: "a" }] };
    await listOf({ store, lists, sessions: { a: begunWith("Fix it") } }).list.read();
    const { client, list } = listOf({ store, lists });
    const seen: unknown[] = [];
    list.onDidChange(() => seen.push(titles(list)));
    await list.read();
    expect(seen).toEqual([[], ["Fix it"]]);
    expect(client.getSession).not.toHaveBeenCalled();
  });

  it("are read newest first, twenty at most, three at a time", async () => {
    const { client, list } = listOf({ lists: { hermes: many(30) } });
    let open = 0;
    let most = 0;
    client.getSession.mockImplementation(async (_, id) => {
      most = Math.max(most, (open += 1));
      await settled();
      open -= 1;
      return { id, history: [{ role: "user", text: `Session ${id}` }] };
    });
    await list.read();
    expect(most).toBe(3);
    expect(titles(list).filter((title) => title !== undefined)).toEqual(
      many(20).map(({ id }) => `Session ${id}`),
    );
  });

  it("are not read any more once nobody looks", async () => {
    const { client, list } = listOf({ lists: { hermes: many(10) } });
    const signals: (AbortSignal | undefined)[] = [];
    client.getSession.mockImplementation(
      (_, __, call) =>
        new Promise<Session>((_resolve, reject) => {
          signals.push(call?.signal);
          call?.signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")));
        }),
    );
    const read = list.read();
    await settled();
    list.dispose();
    await read;
    expect(signals).toHaveLength(3);
    expect(signals.every((signal) => signal?.aborted)).toBe(true);
  });

  it("are remembered for the 500 that were read last", async () => {
    const store = new MemoryStore();
    await store.set(
      "sessionTitles",
      many(500).map(({ id }) => [`one/${id}`, "Old"]),
    );
    await listOf({ store, lists: { hermes: [{ id: "a" }] }, sessions: { a: begunWith("New") } }).list.read();
    const kept = store.records.get("sessionTitles") as [string, string][];
    expect(kept).toHaveLength(500);
    expect([kept[0]?.[0], kept.at(-1)]).toEqual(["one/s1", ["one/a", "New"]]);
  });

  it("keep the title that they were given while they were read", async () => {
    const { client, list } = listOf({ lists: { hermes: [{ id: "a" }] } });
    client.getSession.mockImplementation(async (_, id) => {
      list.renamed("a", "Given");
      return { id, history: [{ role: "user", text: "First words" }] };
    });
    await list.read();
    expect(titles(list)).toEqual(["Given"]);
  });
});

describe("running sessions", () => {
  it("are marked where a chat of this window runs them, and where the server says so", async () => {
    const at = { title: "T", lastActiveAt: minutesAgo(5) };
    const { list } = listOf({
      lists: {
        hermes: [
          { id: "a", ...at },
          { id: "b", ...at },
          { id: "c", ...at },
        ],
      },
      sessions: { b: { activeResponseId: "r" }, c: { activeResponseId: null } },
      running: ["a"],
    });
    await list.read();
    expect(running(list)).toEqual(["a", "b"]);
  });

  it("are looked for among the eight that were active in the last half hour", async () => {
    const { client, list } = listOf({
      lists: { hermes: many(12, (index) => ({ title: "T", lastActiveAt: minutesAgo(index * 4) })) },
    });
    await list.read();
    expect(client.getSession.mock.calls.map(([, id]) => id)).toEqual(many(8).map(({ id }) => id));
  });

  it("are not looked for where the server never tells", async () => {
    const { client, list } = listOf({
      instance: { dialect: "unified" },
      lists: { hermes: [{ id: "a", title: "T", lastActiveAt: minutesAgo(1) }] },
    });
    await list.read();
    expect(client.getSession).not.toHaveBeenCalled();
  });
});

describe("an instance with several agents", () => {
  const agents = ["hermes", "codex", "pi"];
  const row = (id: string, agent: string, minutes?: number) => ({
    id,
    agent,
    title: id,
    ...(minutes !== undefined && { lastActiveAt: minutesAgo(minutes) }),
  });

  it("shows the sessions of all of them, newest first, each once", async () => {
    const { client, list } = listOf({
      instance: { agents },
      lists: {
        hermes: [row("a", "hermes", 100), row("b", "hermes", 300)],
        codex: [row("c", "codex"), row("d", "codex")],
        pi: [row("e", "pi", 200), row("a", "hermes", 100)],
      },
    });
    await list.read();
    expect(ids(list)).toEqual(["a", "e", "b", "c", "d"]);
    expect(client.listSessions.mock.calls.map(([, call]) => call?.agent)).toEqual(agents);
  });

  it("reads each as its agent's", async () => {
    const { client, list } = listOf({
      instance: { agents },
      lists: { codex: [{ id: "c", agent: "codex" }] },
    });
    await list.read();
    expect(client.getSession.mock.calls[0]?.[2]).toMatchObject({ agent: "codex" });
  });

  it("shows the others where one cannot be read, and says so", async () => {
    const { list } = listOf({
      instance: { agents },
      lists: { hermes: [row("a", "hermes", 1)], codex: failure("agent_unavailable") },
    });
    await list.read();
    expect(ids(list)).toEqual(["a"]);
    expect(list.failed).toMatchObject([{ agent: "codex", error: { code: "agent_unavailable" } }]);
  });

  it("fails where none can be read", async () => {
    const no = failure("container_unavailable");
    const { list } = listOf({ instance: { agents }, lists: { hermes: no, codex: no, pi: no } });
    await expect(list.read()).rejects.toBe(no);
    expect(list.isReading).toBe(false);
  });
});

describe("reading the list again", () => {
  it("gives the earlier read up", async () => {
    const { client, list } = listOf({ lists: { hermes: [{ id: "a", title: "A" }] } });
    let fail = (_: unknown): void => {};
    client.listSessions.mockImplementationOnce(() => new Promise((_, reject) => (fail = reject)));
    const first = list.read();
    const second = list.read();
    fail(new DOMException("Aborted", "AbortError"));
    await expect(first).resolves.toBeUndefined();
    await second;
    expect(ids(list)).toEqual(["a"]);
    expect(vi.mocked(client.listSessions).mock.calls).toHaveLength(2);
  });
});
