/** Queue and attachments on the wire, in both dialects. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import type { FileAttachment } from "../../../../src/common/attachment.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import { UploadService } from "../../../../src/core/attachments/uploads.ts";
import { Chat } from "../../../../src/core/conversation/chat.ts";
import { messageOf } from "../../../../src/core/conversation/message.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { answerOf } from "../../../../src/core/conversation/state.ts";
import type { Emulator } from "../../../emulator/emulator.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { type Demo, startDemo } from "./demo.ts";
import { noTraces, say, readyComputers } from "./support.ts";

describe.each(["unified", "two-plane"] as const)("a chat on the %s dialect", (dialect) => {
  let demo: Demo;
  let emulator: Emulator;
  let client: Agent37Client;
  let instance: Instance;
  let store: MemoryStore;
  let ids = 0;
  const open: Chat[] = [];

  beforeEach(async () => {
    demo = await startDemo(dialect);
    ({ emulator, client, instance } = demo);
    store = new MemoryStore();
  });

  afterEach(async () => {
    for (const chat of open.splice(0)) chat.dispose();
    await demo.close();
  });

  /** The chat of this window; called again: that of the next one. */
  function openChat(): Chat {
    const reader = { read: ({ path }: FileAttachment) => Promise.resolve(new TextEncoder().encode(path)) };
    const chat = new Chat("chat", {
      client,
      clock: systemClock,
      records: new RecordStore(store, store),
      computers: readyComputers,
      uploads: new UploadService({ client, reader, store }),
      traces: noTraces,
      turnDefaults: () => ({}),
      maxRetryWaitMs: () => 300_000,
      newId: () => `id${(ids += 1)}`,
    });
    open.push(chat);
    return chat;
  }

  const answers = (chat: Chat): readonly string[] => chat.conversation.settled.map(answerOf);

  it("sends what waits in order and once, also over a reload, and what is to come first behind a stop", async () => {
    const before = openChat();
    before.submit(say("slow 12"), instance, { stopFirst: false });
    await vi.waitFor(() => expect(before.conversation.active?.responseId).toBeDefined(), 10_000);
    before.submit(say("echo two"), instance, { stopFirst: false });
    before.submit(say("slow 200"), instance, { stopFirst: false });
    before.dispose();
    const chat = openChat();
    await chat.restore();
    await vi.waitFor(() => expect(chat.conversation.active?.input).toBe("slow 200"), 20_000);
    await vi.waitFor(() => expect(chat.conversation.active?.growing?.text.length).toBeGreaterThan(0), 10_000);
    chat.submit(say("echo now"), instance, { stopFirst: true });
    await vi.waitFor(() => expect(answers(chat)).toHaveLength(4), 20_000);
    expect(chat.conversation.settled.map(({ phase }) => phase.kind)).toEqual([
      "completed",
      "completed",
      "cancelled",
      "completed",
    ]);
    expect([answers(chat)[1], answers(chat)[3]]).toEqual(["two", "now"]);
    const started = await emulator.control.responses.list();
    expect(started.map(({ input }) => input)).toEqual(["slow 12", "echo two", "slow 200", "echo now"]);
    expect(chat.queue.messages).toEqual([]);
  }, 60_000);

  it("brings files along, which are there again when the session is opened elsewhere", async () => {
    const chat = openChat();
    const attachments = [
      { kind: "file", id: "1", name: "index.ts", path: "src/index.ts", source: { uri: "file:///a" } },
      { kind: "file", id: "2", name: "index.ts", path: "test/index.ts", source: { uri: "file:///b" } },
      {
        kind: "snippet",
        id: "3",
        origin: "selection",
        title: "src/a.ts:3-8",
        language: "ts",
        text: "let a;",
      },
    ] as const;
    const turn = await chat.send({ text: "echo these", attachments }, instance);
    expect(turn).toMatchObject({ attachments: attachments.slice(0, 2), phase: { kind: "completed" } });
    const { sessionId = "" } = chat.conversation;
    store.records.delete("chats");
    const elsewhere = openChat();
    await elsewhere.open(instance, sessionId);
    const [read] = elsewhere.conversation.settled;
    const message = read && messageOf(read);
    expect(message?.text).toBe("echo these");
    expect(message?.attachments.map((each) => (each.kind === "file" ? each.name : each.title))).toEqual([
      "index.ts",
      "index.ts",
      "src/a.ts:3-8",
    ]);
  }, 30_000);
});
