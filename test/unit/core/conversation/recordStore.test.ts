import { describe, expect, it } from "vitest";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import type { ChatRecord } from "../../../../src/core/conversation/records.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

const record: ChatRecord = { instance: { id: "demo000001", dialect: "two-plane" }, sessionId: "s1" };

/** What another version, a crash or a curious user may have left behind. */
const garbage: readonly unknown[] = [
  "text",
  7,
  null,
  {},
  [["chat"]],
  [["chat", { sessionId: 7 }]],
  [["chat", { instance: { id: "demo000001", dialect: "telepathy" } }]],
  [["chat", { running: { turnId: "t1" } }]],
];

describe("stored chats", () => {
  it.each(garbage)("are dropped when they are broken: %j", async (stored) => {
    const window = new MemoryStore();
    const global = new MemoryStore();
    window.records.set("chats", stored);
    global.records.set("latestTurns", stored);
    const records = new RecordStore(window, global);
    expect(records.load("chat")).toBeUndefined();
    expect(records.latestTurn("s1")).toBeUndefined();
    expect([...window.keys(), ...global.keys()]).toEqual([]);
    // And what is written from then on is kept.
    await records.save("chat", record);
    records.rememberTurn("s1", "r1");
    expect(records.load("chat")).toEqual(record);
    expect(records.latestTurn("s1")).toBe("r1");
  });

  it("of a version without queue, dials and attachments are still read", () => {
    const running = { turnId: "t1", input: "Hi", knownUserMessages: 1, cancelRequested: false };
    const window = new MemoryStore();
    window.records.set("chats", [["chat", { ...record, running }]]);
    expect(new RecordStore(window, new MemoryStore()).load("chat")).toEqual({ ...record, running });
  });

  it("keep everything of a message that waits", async () => {
    const queue: ChatRecord["queue"] = {
      paused: true,
      stopFirst: false,
      messages: [
        {
          id: "q1",
          message: {
            text: "Hi",
            attachments: [
              {
                kind: "file",
                id: "f1",
                name: "a",
                path: "b/a",
                source: { blob: "x" },
                size: 3,
                isImage: true,
              },
              { kind: "file", id: "f2", name: "a", path: "a", source: { uri: "file:///a" } },
              { kind: "file", id: "f3", name: "a", path: "a", source: { remotePath: "~/a" } },
              {
                kind: "snippet",
                id: "s1",
                origin: "problems",
                title: "a.ts",
                language: "ts",
                text: "1",
                place: { uri: "file:///a.ts", from: 1, to: 2 },
              },
            ],
          },
        },
      ],
    };
    const store = new MemoryStore();
    await new RecordStore(store, store).save("chat", { ...record, queue });
    await new RecordStore(store, store).save("other", record);
    const records = new RecordStore(store, store);
    expect(records.load("chat")).toEqual({ ...record, queue });
    expect(records.withQueue()).toEqual(["chat"]);
    const running = { turnId: "t", input: "Hi", knownUserMessages: 0, cancelRequested: false, sent: false };
    await records.save("waits", { ...record, running: { ...running, awaiting: true } });
    await records.save("runs", { ...record, running });
    expect(records.withQueue()).toEqual(["chat", "waits"]);
  });

  it("are dropped with dials that nobody could have chosen", () => {
    const global = new MemoryStore();
    global.records.set("sessionDials", [["s1", { effort: "colossal" }]]);
    expect(new RecordStore(new MemoryStore(), global).dialsOf("s1")).toBeUndefined();
  });

  it("know the dials of the sessions that were used last", () => {
    const store = new MemoryStore();
    const records = new RecordStore(store, store);
    for (let index = 0; index < 120; index += 1) {
      records.rememberDials(`s${index}`, { agent: "codex", model: null, effort: "high" });
      records.rememberDials("mine", { model: { id: "m", label: "M" } });
    }
    expect(records.dialsOf("s0")).toBeUndefined();
    expect(records.dialsOf("s119")).toEqual({ agent: "codex", model: null, effort: "high" });
    expect(records.dialsOf("mine")).toEqual({ model: { id: "m", label: "M" } });
  });
});
