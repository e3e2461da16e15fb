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
  it.each(garbage)("are dropped when they are broken: %j", (stored) => {
    const window = new MemoryStore();
    const global = new MemoryStore();
    window.records.set("chats", stored);
    global.records.set("latestTurns", stored);
    const records = new RecordStore(window, global);
    expect(records.load("chat")).toBeUndefined();
    expect(records.latestTurn("s1")).toBeUndefined();
    expect([...window.keys(), ...global.keys()]).toEqual([]);
    // And what is written from then on is kept.
    records.save("chat", record);
    records.rememberTurn("s1", "r1");
    expect(records.load("chat")).toEqual(record);
    expect(records.latestTurn("s1")).toBe("r1");
  });
});
