import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { type Clock, systemClock } from "../../../../src/common/clock.ts";
import { Chat } from "../../../../src/core/conversation/chat.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { answerOf, type Turn, turnsOf } from "../../../../src/core/conversation/state.ts";
import type { Emulator } from "../../../emulator/emulator.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { type Demo, startDemo } from "./demo.ts";
import { noTraces, noUploads, say, readyComputers } from "./support.ts";

/** Waits a twentieth of what it is asked to: nobody looks on while a message is searched for. */
const impatient: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => systemClock.sleep(ms / 20, signal),
};

describe.each(["unified", "two-plane"] as const)("a chat on the %s dialect", (dialect) => {
  let demo: Demo;
  let emulator: Emulator;
  let client: Agent37Client;
  let instance: Instance;
  let records: RecordStore;
  let ids = 0;
  const open: Chat[] = [];

  beforeEach(async () => {
    demo = await startDemo(dialect);
    ({ emulator, client, instance } = demo);
    records = new RecordStore(new MemoryStore(), new MemoryStore());
  });

  afterEach(async () => {
    for (const chat of open.splice(0)) chat.dispose();
    await demo.close();
  });

  function newChat(id = "chat"): Chat {
    const chat = new Chat(id, {
      client,
      clock: systemClock,
      records,
      computers: readyComputers,
      uploads: noUploads,
      traces: noTraces,
      turnDefaults: () => ({}),
      maxRetryWaitMs: () => 300_000,
      newId: () => `id${(ids += 1)}`,
    });
    open.push(chat);
    return chat;
  }

  const active = (chat: Chat): Turn | undefined => chat.conversation.active;
  const lastTurn = (chat: Chat): Turn => {
    const turn = turnsOf(chat.conversation).at(-1);
    if (!turn) throw new Error("The chat is empty.");
    return turn;
  };
  const truth = async (chat: Chat): Promise<string | null | undefined> =>
    (await emulator.control.sessions.get(chat.conversation.sessionId ?? ""))?.finalText;
  const posts = async (): Promise<number> =>
    (await emulator.control.requests.list({ method: "POST" })).filter(({ path }) => path === "/v1/responses")
      .length;

  it("streams an answer and goes on in the same session", async () => {
    const chat = newChat();
    const first = await chat.send(say("markdown"), instance);
    expect(first?.phase.kind).toBe("completed");
    expect(answerOf(lastTurn(chat))).toBe(await truth(chat));
    const { sessionId } = chat.conversation;
    await chat.send(say("echo again"), instance);
    expect(chat.conversation.sessionId).toBe(sessionId);
    expect(chat.conversation.settled).toHaveLength(2);
  });

  it("shows a stopped turn as cancelled and keeps its partial answer", async () => {
    const chat = newChat();
    const done = chat.send(say("slow 200"), instance);
    await vi.waitFor(() => expect(answerOf(lastTurn(chat)).length).toBeGreaterThan(5), 10_000);
    await chat.cancel();
    expect((await done)?.phase).toEqual({ kind: "cancelled" });
    expect(answerOf(lastTurn(chat)).length).toBeGreaterThan(5);
    const response = await emulator.control.responses.get(lastTurn(chat).responseId ?? "");
    expect(response?.status).toBe("cancelled");
  });

  it("stops a turn whose id was not known yet when the user pressed Stop", async () => {
    await emulator.control.faults.add({ path: "/v1/responses", action: { kind: "delay", ms: 300 } });
    const chat = newChat();
    const done = chat.send(say("slow 200"), instance);
    await chat.cancel();
    expect((await done)?.phase).toEqual({ kind: "cancelled" });
  });

  it("goes on with a running turn after a reload and ends with the server's text", async () => {
    const before = newChat();
    void before.send(say("long 60"), instance);
    await vi.waitFor(() => expect(answerOf(lastTurn(before)).length).toBeGreaterThan(200), 10_000);
    before.dispose();
    const after = newChat();
    await after.restore();
    expect(lastTurn(after).input).toBe("long 60");
    await vi.waitFor(() => expect(active(after)).toBeUndefined(), 20_000);
    expect(lastTurn(after).phase.kind).toBe("completed");
    expect(answerOf(lastTurn(after))).toBe(await truth(after));
    expect(turnsOf(after.conversation)).toHaveLength(1);
    expect(await posts()).toBe(1);
  });

  it("finds a turn that ended while no window was open", async () => {
    const before = newChat();
    void before.send(say("slow 8"), instance);
    await vi.waitFor(() => expect(active(before)?.responseId).toBeDefined(), 10_000);
    const id = active(before)?.responseId ?? "";
    before.dispose();
    await emulator.control.responses.finished(id);
    const after = newChat();
    await after.restore();
    await vi.waitFor(() => expect(active(after)).toBeUndefined(), 10_000);
    expect(answerOf(lastTurn(after))).toBe(await truth(after));
    expect(turnsOf(after.conversation)).toHaveLength(1);
  });

  it("finds a turn whose window closed before the first byte, also when the server tells of it only at its end", async () => {
    await emulator.control.settings.set({ chunkDelayMs: 60_000 });
    await emulator.control.faults.add({ path: "/v1/responses", action: { kind: "stall" } });
    const before = newChat();
    void before.send(say("echo found"), instance);
    await vi.waitFor(async () => expect(await emulator.control.responses.list()).toHaveLength(1), 10_000);
    before.dispose();
    const after = newChat();
    await after.restore();
    expect(lastTurn(after).input).toBe("echo found");
    expect(after.isBusy).toBe(true);
    await emulator.control.settings.set({ chunkDelayMs: 2 });
    await emulator.control.clock.advance(60_000);
    await vi.waitFor(() => expect(active(after)).toBeUndefined(), 15_000);
    expect(answerOf(lastTurn(after))).toBe("found");
    expect(turnsOf(after.conversation)).toHaveLength(1);
    expect(await posts()).toBe(1);
  }, 30_000);

  it("says that a message is not confirmed and gives it back when it never arrived before the window closed", async () => {
    await emulator.control.faults.add({ path: "/v1/responses", action: { kind: "drop" } });
    const before = newChat();
    void before.send(say("echo lost"), instance);
    await vi.waitFor(async () => expect(await posts()).toBe(1), 10_000);
    before.dispose();
    await client.dispose();
    client = demo.connect(impatient);
    const after = newChat();
    const returned: string[] = [];
    after.onDidReturn(({ text }) => returned.push(text));
    await after.restore();
    await vi.waitFor(() => expect(active(after)).toBeUndefined(), 25_000);
    expect(lastTurn(after).phase).toMatchObject({ kind: "failed", error: { code: "turn_unconfirmed" } });
    expect(returned).toEqual(["echo lost"]);
    expect(await posts()).toBe(1);
    await after.retry(undefined, instance);
    await vi.waitFor(() => expect(answerOf(lastTurn(after))).toBe("lost"), 10_000);
    expect(await emulator.control.responses.list()).toHaveLength(1);
  }, 60_000);

  it("reads a session again with which others went on, and keeps what only this side knows", async () => {
    const chat = newChat();
    await chat.send(say("demo"), instance);
    const [first] = turnsOf(chat.conversation);
    const { sessionId } = chat.conversation;
    const other = { instanceId: instance.id, sessionId: sessionId ?? "", input: "echo elsewhere" };
    const { responseId } = await vi.waitFor(() => emulator.control.startTurn(other), 10_000);
    await emulator.control.responses.finished(responseId);
    await chat.refresh();
    expect(turnsOf(chat.conversation).map(({ input }) => input)).toEqual(["demo", "echo elsewhere"]);
    expect(turnsOf(chat.conversation)[0]).toEqual(first);
    expect(answerOf(lastTurn(chat))).toBe("elsewhere");
  });

  it("gives a message back that the server did not take, and sends it again on Retry", async () => {
    await emulator.control.faults.add({
      path: "/v1/responses",
      action: { kind: "error", code: "validation_error", param: "input", status: 400 },
    });
    const chat = newChat();
    const returned: string[] = [];
    chat.onDidReturn(({ text }) => returned.push(text));
    expect((await chat.send(say("echo hi"), instance))?.phase.kind).toBe("failed");
    expect(returned).toEqual(["echo hi"]);
    await chat.retry(undefined, instance);
    expect(chat.conversation.settled).toHaveLength(1);
    expect(lastTurn(chat).phase.kind).toBe("completed");
  });

  it("never sends a message twice when the connection dies before the first byte", async () => {
    await emulator.control.faults.add({
      path: "/v1/responses",
      action: { kind: "drop", when: "beforeCreated" },
    });
    const chat = newChat();
    await chat.send(say("echo only once"), instance);
    if (lastTurn(chat).phase.kind === "failed") await chat.retry(undefined, instance);
    await vi.waitFor(() => expect(active(chat)).toBeUndefined(), 10_000);
    expect(lastTurn(chat).phase.kind).toBe("completed");
    expect(await posts()).toBe(1);
  });

  it("shows the wait of a rate limit, which can be cut short and given up", async () => {
    await emulator.control.faults.add({
      path: "/v1/responses",
      times: 2,
      action: { kind: "error", code: "rate_limited", status: 429, retryAfter: "60", envelope: "object" },
    });
    const chat = newChat();
    const done = chat.send(say("echo hi"), instance);
    await vi.waitFor(() => expect(active(chat)?.phase.kind).toBe("waiting"));
    await chat.retry(undefined, instance);
    await vi.waitFor(() => expect(active(chat)?.phase).toMatchObject({ kind: "waiting", attempt: 2 }));
    chat.stopRetrying();
    expect((await done)?.phase).toMatchObject({ kind: "failed", error: { code: "rate_limited" } });
  });

  it("cancels the turn that keeps the session busy and then sends the message", async () => {
    const other = newChat("other");
    void other.send(say("slow 200"), instance);
    await vi.waitFor(() => expect(active(other)?.responseId).toBeDefined(), 10_000);
    const chat = newChat();
    await openIdle(chat, other.conversation.sessionId ?? "");
    const turn = await chat.send(say("echo me"), instance);
    expect(turn?.phase).toMatchObject({ kind: "failed", error: { code: "session_busy" } });
    await chat.cancelRunningThenSend(turn?.id);
    expect(lastTurn(chat)).toMatchObject({ input: "echo me", phase: { kind: "completed" } });
    await vi.waitFor(() => expect(lastTurn(other).phase.kind).toBe("cancelled"), 10_000);
  });

  it("follows the turn that keeps the session busy and gives the message back", async () => {
    const other = newChat("other");
    void other.send(say("slow 12"), instance);
    await vi.waitFor(() => expect(active(other)?.responseId).toBeDefined(), 10_000);
    const chat = newChat();
    await openIdle(chat, other.conversation.sessionId ?? "");
    const returned: string[] = [];
    chat.onDidReturn(({ text }) => returned.push(text));
    const turn = await chat.send(say("echo me"), instance);
    expect(turn?.phase).toMatchObject({ kind: "failed", error: { code: "session_busy" } });
    await chat.followRunning(turn?.id);
    expect(returned).toEqual(["echo me"]);
    expect(turnsOf(chat.conversation)).toHaveLength(1);
    expect(lastTurn(chat)).toMatchObject({ input: "slow 12", phase: { kind: "completed" } });
    expect(answerOf(lastTurn(chat))).toBe(await truth(chat));
  });

  /** Shows a session without following its running turn, as a window does that has not looked for a while. */
  async function openIdle(chat: Chat, sessionId: string): Promise<void> {
    const idle = vi.spyOn(client, "getSession").mockResolvedValueOnce({
      id: sessionId,
      activeResponseId: null,
      history: [],
    });
    await chat.open(instance, sessionId);
    idle.mockRestore();
  }
});
