import { beforeEach, describe, expect, it, vi } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import type { Turn } from "../../../../src/core/conversation/state.ts";
import { type TraceLimits, TraceStore } from "../../../../src/core/conversation/traceStore.ts";
import { MemoryFileStore } from "../../support/memoryFileStore.ts";

const warn = vi.fn();
let files: MemoryFileStore;

beforeEach(() => {
  files = new MemoryFileStore();
  warn.mockClear();
});

/** The traces as one window sees them. */
const openWindow = (limits?: TraceLimits): TraceStore =>
  new TraceStore(files, { ...silentLogger, warn }, limits);

function turn(id: string, more: Partial<Turn> = {}): Turn {
  return {
    id,
    input: `Question ${id}`,
    responseId: `r-${id}`,
    phase: { kind: "completed" },
    cancelRequested: false,
    items: [
      { kind: "reasoning", text: GrowingText.of("Hm."), open: false, startedAt: 10, endedAt: 20 },
      { kind: "text", text: GrowingText.of(`Answer ${id}`) },
    ],
    ...more,
  };
}

/** A turn of about so many bytes. */
const large = (id: string, bytes: number): Turn =>
  turn(id, { items: [{ kind: "text", text: GrowingText.of("x".repeat(bytes)) }] });
const ids = (turns: readonly Turn[]): readonly string[] => turns.map(({ id }) => id);

describe("the trace of a session", () => {
  it("gives back in another window all that the server forgets", async () => {
    const whole = turn("a", {
      attachments: [
        { kind: "file", id: "1", name: "a.ts", path: "src/a.ts", source: { uri: "file:///a.ts" }, size: 3 },
      ],
      model: "Sonnet",
      startedAt: 5,
      endedAt: 90,
      usage: { inputTokens: 10, outputTokens: 20, costUsd: 0.01 },
      context: { usedTokens: 100, windowTokens: 1_000 },
      items: [
        { kind: "reasoning", text: GrowingText.of("Ü 🙂"), open: false },
        {
          kind: "tool",
          tool: "terminal",
          label: "ls",
          arguments: { command: "ls", nested: { list: [1, null, true] } },
          status: "failed",
          startedAt: 30,
          durationMs: 7,
          error: "No such file",
        },
        { kind: "text", text: GrowingText.of("Done.") },
      ],
    });
    await openWindow().keep("s", whole);
    expect(await openWindow().load("s")).toEqual([whole]);
    expect(await openWindow().load("other")).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
  });

  it("knows how a turn ended, with the error as it was", async () => {
    const error = new Agent37Error({
      code: "quota_exhausted",
      message: "Used up.",
      plane: "agent",
      status: 402,
      param: "model",
      hint: "Wait.",
      detail: "tail",
      responseId: "r9",
      retryAfterMs: 500,
      requestId: "q",
      cause: new Error("not kept"),
    });
    const traces = openWindow();
    await traces.keep("s", turn("a", { phase: { kind: "cancelled" } }));
    await traces.keep("s", turn("b", { phase: { kind: "failed", error, unfollowed: true } }));
    const [stopped, failed] = await openWindow().load("s");
    expect(stopped?.phase).toEqual({ kind: "cancelled" });
    if (failed?.phase.kind !== "failed") throw new Error("The turn has not failed.");
    expect(failed.phase.unfollowed).toBe(true);
    expect(failed.phase.error).toBeInstanceOf(Agent37Error);
    expect(Object.entries(failed.phase.error)).toEqual(Object.entries(error));
    expect(failed.phase.error.message).toBe("Used up.");
    expect(failed.phase.error.cause).toBeUndefined();
  });

  it("holds the turns of all windows, each once", async () => {
    const [one, two] = [openWindow(), openWindow()];
    await one.keep("s", turn("a"));
    await two.keep("s", turn("b"));
    await one.keep("s", turn("c"));
    // The same turn, which the other window followed under an id of its own.
    await two.keep("s", turn("z", { responseId: "r-c" }));
    expect((await one.load("s")).map(({ responseId }) => responseId)).toEqual(["r-a", "r-b", "r-c"]);
  });

  it("loses nothing when turns of several sessions end at once", async () => {
    const traces = openWindow();
    const kept = ["s", "t", "s", "t", "s"].map((session, index) => traces.keep(session, turn(`${index}`)));
    await Promise.all(kept);
    expect(ids(await traces.load("s"))).toEqual(["0", "2", "4"]);
    expect(ids(await traces.load("t"))).toEqual(["1", "3"]);
  });

  it("prefers who saw the reasoning, and who pressed Stop, to who came late", async () => {
    const traces = openWindow();
    await traces.keep("s", turn("a", { phase: { kind: "cancelled" }, model: "Sonnet" }));
    const usage = { inputTokens: 1, outputTokens: 2 };
    await traces.keep(
      "s",
      turn("b", {
        responseId: "r-a",
        input: undefined,
        usage,
        items: [{ kind: "text", text: GrowingText.of("Answer a") }],
      }),
    );
    expect(await traces.load("s")).toMatchObject([
      {
        input: "Question a",
        model: "Sonnet",
        usage,
        phase: { kind: "cancelled" },
        items: [{ kind: "reasoning" }, { kind: "text" }],
      },
    ]);
  });

  it("takes the whole answer where half of it was kept", async () => {
    const traces = openWindow();
    const error = new Agent37Error({ code: "turn_lost", message: "Lost.", plane: "local" });
    await traces.keep("s", turn("a", { phase: { kind: "failed", error, unfollowed: true } }));
    await traces.keep(
      "s",
      turn("b", { responseId: "r-a", items: [{ kind: "text", text: GrowingText.of("Answer a, whole") }] }),
    );
    expect(await traces.load("s")).toMatchObject([
      { phase: { kind: "completed" }, items: [{ text: "Answer a, whole" }] },
    ]);
  });

  it("leaves out what the server never took and what has not ended", async () => {
    const error = new Agent37Error({ code: "invalid_api_key", message: "No.", plane: "hosting" });
    const traces = openWindow();
    await traces.keep("s", turn("a", { responseId: undefined, phase: { kind: "failed", error } }));
    await traces.keep("s", turn("b", { phase: { kind: "streaming" } }));
    expect(await traces.load("s")).toEqual([]);
  });

  it("drops its oldest turns when it grows too large, and a turn that is too large alone", async () => {
    const traces = openWindow({ total: 100_000, session: 5_000 });
    for (const id of ["a", "b", "c"]) await traces.keep("s", large(id, 2_000));
    expect(ids(await traces.load("s"))).toEqual(["b", "c"]);
    await traces.keep("s", large("d", 6_000));
    expect(ids(await traces.load("s"))).toEqual(["b", "c"]);
  });
});

describe("all traces", () => {
  it("stay below the limit: the session that was written longest ago goes first", async () => {
    const traces = openWindow({ total: 10_000, session: 5_000 });
    for (const id of ["a", "b", "c", "d"]) await traces.keep(id, large(id, 2_000));
    await traces.keep("a", large("a2", 2_000));
    await traces.keep("e", large("e", 2_000));
    await traces.keep("f", large("f", 2_000));
    expect(files.size).toBeLessThanOrEqual(10_000);
    const kept = await Promise.all(["a", "b", "c", "d", "e", "f"].map((id) => traces.load(id)));
    expect(kept.map(({ length }) => length)).toEqual([2, 0, 0, 0, 1, 1]);
  });

  it("count what other windows wrote", async () => {
    for (const id of ["a", "b", "c", "d", "e"]) await openWindow().keep(id, large(id, 2_000));
    await openWindow({ total: 5_000, session: 5_000 }).keep("f", large("f", 2_000));
    expect(files.size).toBeLessThanOrEqual(5_000);
    expect(ids(await openWindow().load("f"))).toEqual(["f"]);
  });

  it("can be forgotten one by one and all at once", async () => {
    const traces = openWindow();
    for (const id of ["a", "b", "c"]) await traces.keep(id, turn(id));
    await traces.forget("a");
    expect(await traces.load("a")).toEqual([]);
    expect(ids(await traces.load("b"))).toEqual(["b"]);
    await traces.clear();
    expect(files.files.size).toBe(0);
  });

  it("tell when they could not be deleted", async () => {
    const traces = openWindow();
    await traces.keep("a", turn("a"));
    vi.spyOn(files, "delete").mockRejectedValue(new Error("No permission"));
    await expect(traces.clear()).rejects.toThrow("No permission");
  });
});

describe("a broken trace", () => {
  const whole = async (): Promise<[string, Uint8Array]> => {
    await openWindow().keep("s", turn("a"));
    const [[name, { bytes }] = ["", { bytes: new Uint8Array() }]] = files.files;
    return [name, bytes];
  };
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["half-written", (bytes) => bytes.slice(0, bytes.length / 2)],
    ["empty", () => new Uint8Array()],
    ["no text", () => new Uint8Array([0xff, 0xfe, 0x00, 0x80])],
    ["something else", () => json(["a"])],
    ["of a later version", () => json({ version: 2, sessionId: "s", turns: [] })],
    ["another session's", () => json({ version: 1, sessionId: "t", turns: [] })],
  ])("is dropped with a line in the log: %s", async (_, spoil) => {
    const [name, bytes] = await whole();
    await files.write(name, spoil(bytes));
    expect(await openWindow().load("s")).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(files.files.size).toBe(0);
    await openWindow().keep("s", turn("b"));
    expect(ids(await openWindow().load("s"))).toEqual(["b"]);
  });

  it("keeps the turns that can be read", async () => {
    const [name, bytes] = await whole();
    const file = JSON.parse(new TextDecoder().decode(bytes)) as { turns: unknown[] };
    file.turns.push({ id: "b", phase: { kind: "sending" }, items: [] });
    await files.write(name, json(file));
    expect(ids(await openWindow().load("s"))).toEqual(["a"]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("is a line in the log where the disk fails", async () => {
    const traces = openWindow();
    vi.spyOn(files, "write").mockRejectedValueOnce(new Error("Disk full"));
    await traces.keep("s", turn("a"));
    vi.spyOn(files, "read").mockRejectedValueOnce(new Error("No permission"));
    expect(await traces.load("s")).toEqual([]);
    vi.spyOn(files, "delete").mockRejectedValueOnce(new Error("No permission"));
    await traces.forget("s");
    expect(warn).toHaveBeenCalledTimes(3);
    await traces.keep("s", turn("b"));
    expect(ids(await traces.load("s"))).toEqual(["b"]);
  });
});
