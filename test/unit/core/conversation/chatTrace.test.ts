import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { Chat } from "../../../../src/core/conversation/chat.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { answerOf, type Turn, turnsOf } from "../../../../src/core/conversation/state.ts";
import { TraceStore } from "../../../../src/core/conversation/traceStore.ts";
import type { Emulator } from "../../../emulator/emulator.ts";
import { MemoryFileStore } from "../../support/memoryFileStore.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { type Demo, startDemo } from "./demo.ts";
import { a, script, setUp } from "./scripted.ts";
import { noUploads, say, readyComputers } from "./support.ts";

describe.each(["unified", "two-plane"] as const)("finished turns on the %s dialect", (dialect) => {
  let demo: Demo;
  let emulator: Emulator;
  let client: Agent37Client;
  let instance: Instance;
  let files: MemoryFileStore;
  let ids = 0;
  const open: Chat[] = [];

  beforeEach(async () => {
    demo = await startDemo(dialect);
    ({ emulator, client, instance } = demo);
    files = new MemoryFileStore();
  });

  afterEach(async () => {
    for (const chat of open.splice(0)) chat.dispose();
    await demo.close();
  });

  /** A chat in a window of its own. */
  function newWindow(): Chat {
    const chat = new Chat("chat", {
      client,
      clock: systemClock,
      records: new RecordStore(new MemoryStore(), new MemoryStore()),
      traces: new TraceStore(files, silentLogger),
      computers: readyComputers,
      uploads: noUploads,
      turnDefaults: () => ({}),
      maxRetryWaitMs: () => 0,
      newId: () => `id${(ids += 1)}`,
    });
    open.push(chat);
    return chat;
  }

  /** A session with a turn of every outcome. */
  async function session(): Promise<{ readonly id: string; readonly turns: readonly Turn[] }> {
    const chat = newWindow();
    await chat.send(say("think 0.1"), instance);
    await chat.send(say("tools 4"), instance);
    const stopped = chat.send(say("slow 200"), instance);
    await vi.waitFor(() => expect(answerOf(chat.conversation.active as Turn)).not.toBe(""), 10_000);
    await chat.cancel();
    await stopped;
    await vi.waitFor(async () => {
      const turn = await chat.send(say("fail agent_error"), instance);
      // The session may be busy for a moment after its last event.
      expect(turn?.phase).toMatchObject({ kind: "failed", error: { code: "agent_error" } });
    }, 10_000);
    const turns = turnsOf(chat.conversation).filter(({ responseId }) => responseId !== undefined);
    expect(turns.map(({ phase }) => phase.kind)).toEqual(["completed", "completed", "cancelled", "failed"]);
    const id = chat.conversation.sessionId ?? "";
    // Nobody waits for a trace to be written.
    await vi.waitFor(async () => {
      expect(await new TraceStore(files, silentLogger).load(id)).toHaveLength(turns.length);
    });
    return { id, turns };
  }

  /** The session in another window, once it has caught up: a turn may count as running for a moment after its end. */
  async function opened(id: string, count: number): Promise<Chat> {
    const chat = newWindow();
    await chat.open(instance, id);
    await vi.waitFor(() => {
      expect(chat.isBusy).toBe(false);
      expect(chat.conversation.settled).toHaveLength(count);
    }, 10_000);
    return chat;
  }

  const toolsOf = ({ items }: Turn): number => items.filter(({ kind }) => kind === "tool").length;

  it("show their reasoning, tools, times, costs and outcomes again in another window", async () => {
    const { id, turns } = await session();
    // The server has forgotten all but the text.
    await emulator.control.clock.advance(120_000);
    const chat = await opened(id, turns.length);
    expect(turnsOf(chat.conversation)).toEqual(turns);
    await chat.refresh();
    expect(turnsOf(chat.conversation)).toEqual(turns);
  });

  it("show what the server knows where the trace was cleared", async () => {
    const { id, turns } = await session();
    await new TraceStore(files, silentLogger).clear();
    await emulator.control.clock.advance(120_000);
    const chat = await opened(id, turns.length);
    expect(turnsOf(chat.conversation).map(answerOf)).toEqual(turns.map(answerOf));
    expect(turnsOf(chat.conversation).map(toolsOf)).toEqual([0, 0, 0, 0]);
  });

  it("stay where turns of other windows and machines come between", async () => {
    const first = newWindow();
    await first.send(say("tools 2"), instance);
    const sessionId = first.conversation.sessionId ?? "";
    const elsewhere = { instanceId: instance.id, sessionId, input: "echo elsewhere" };
    const { responseId } = await vi.waitFor(() => emulator.control.startTurn(elsewhere), 10_000);
    await emulator.control.responses.finished(responseId);
    const second = await opened(sessionId, 2);
    await vi.waitFor(async () => {
      expect((await second.send(say("tools 3"), instance))?.phase.kind).toBe("completed");
    }, 10_000);
    await emulator.control.clock.advance(120_000);
    const third = await opened(sessionId, 3);
    expect(turnsOf(third.conversation).map(toolsOf)).toEqual([2, 0, 3]);
  });
});

describe("a turn that was started elsewhere and followed here", () => {
  it("is kept with its message, and not taken for another one with the same answer", async () => {
    const traces = new TraceStore(new MemoryFileStore(), silentLogger);
    const { chat, scripts, session, open } = setUp({ traces });
    const first = [
      { role: "user", text: "Is it green?" },
      { role: "assistant", text: "Yes." },
    ] as const;
    session.value = { activeResponseId: "r9" };
    scripts.follow.push(async function* (options) {
      yield* script([
        { type: "created", responseId: "r9", sessionId: "s1" },
        { type: "reasoning", text: "The tests pass." },
      ])(options);
      session.value = { activeResponseId: null, history: first };
      yield { type: "completed", outputText: "Yes." };
    });
    await chat.open(a, "s1");
    await vi.waitFor(() => expect(chat.conversation.settled.at(-1)?.input).toBe("Is it green?"));
    await vi.waitFor(async () => expect(await traces.load("s1")).toMatchObject([{ input: "Is it green?" }]));
    chat.dispose();
    const second = [{ role: "user", text: "And now?" } as const, first[1]];
    session.value = { activeResponseId: null, history: [...first, ...second] };
    const next = open();
    await next.open(a, "s1");
    expect(turnsOf(next.conversation).map(({ items }) => items.map(({ kind }) => kind))).toEqual([
      ["reasoning", "text"],
      ["text"],
    ]);
    next.dispose();
  });
});
