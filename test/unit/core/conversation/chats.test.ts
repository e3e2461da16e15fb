import { describe, expect, it } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import type { KeyValueStore } from "../../../../src/common/keyValueStore.ts";
import { Chats } from "../../../../src/core/conversation/chats.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { noTraces, noUploads, say, readyComputers } from "./support.ts";

let ids = 0;

/** The chats of a window; a second call with the same store is the window after a reload. */
function openWindow(store: KeyValueStore): Chats {
  return new Chats(
    {
      // Nothing here asks the server for more than a session.
      client: {
        getSession: (_: unknown, id: string) => Promise.resolve({ id, history: [] }),
      } as unknown as Agent37Client,
      clock: systemClock,
      records: new RecordStore(store, new MemoryStore()),
      computers: readyComputers,
      uploads: noUploads,
      traces: noTraces,
      turnDefaults: () => ({}),
      maxRetryWaitMs: () => 0,
      newId: () => `chat${(ids += 1)}`,
    },
    store,
  );
}

describe("the chats of a window", () => {
  it("give a view its chat again after a reload", () => {
    const store = new MemoryStore();
    const before = openWindow(store).attach("sidebar");
    const after = openWindow(store);
    expect(after.attach("sidebar").id).toBe(before.id);
    expect(after.attach("editor").id).not.toBe(before.id);
  });

  it("remember which chat a view turned to", () => {
    const store = new MemoryStore();
    const chats = openWindow(store);
    chats.attach("sidebar");
    const second = chats.create();
    chats.show("sidebar", second);
    expect(openWindow(store).attach("sidebar").id).toBe(second.id);
  });

  it("forget the chat of a closed tab", () => {
    const store = new MemoryStore();
    const chats = openWindow(store);
    const { id } = chats.attach("editor");
    chats.detach("editor", { forget: true });
    expect(openWindow(store).attach("editor").id).not.toBe(id);
  });

  it("stay reachable for a while when nobody shows them any more", () => {
    const chats = openWindow(new MemoryStore());
    const first = chats.attach("sidebar");
    chats.show("sidebar", chats.create());
    expect(chats.find(first.id)).toBe(first);
  });

  it("let the oldest go in the end, but never one that is shown", () => {
    const chats = openWindow(new MemoryStore());
    const shown = chats.attach("sidebar");
    const old = chats.create();
    for (let index = 0; index < 30; index += 1) chats.show("editor", chats.create());
    expect(chats.find(shown.id)).toBe(shown);
    expect(chats.find(old.id)).toBeUndefined();
    expect(chats.all.length).toBeLessThan(30);
  });

  it("never let one go in which messages wait", () => {
    const chats = openWindow(new MemoryStore());
    const old = chats.create();
    old.queue.add("q1", say("later"));
    for (let index = 0; index < 30; index += 1) chats.show("editor", chats.create());
    expect(chats.find(old.id)).toBe(old);
  });

  it("go on with messages that wait after a reload, also where no view shows them", () => {
    const store = new MemoryStore();
    const before = openWindow(store);
    const hidden = before.create();
    hidden.queue.add("q1", say("later"));
    before.create().setDials({ effort: "high" });
    const after = openWindow(store);
    after.restoreQueued();
    after.restoreQueued();
    expect(after.all.map(({ id, queue }) => [id, queue.messages.length])).toEqual([[hidden.id, 1]]);
  });

  it("begin with the dials that they are given", () => {
    const store = new MemoryStore();
    const { id, dials } = openWindow(store).create({ agent: "codex" });
    expect(dials).toEqual({ agent: "codex" });
    const window = openWindow(store);
    window.show("sidebar", window.create());
    expect(new RecordStore(store, store).load(id)).toEqual({ dials: { agent: "codex" } });
  });

  it("forget a session that is no more, with what waits for it", async () => {
    const store = new MemoryStore();
    const chats = openWindow(store);
    const chat = chats.create();
    await chat.open({ id: "a", dialect: "two-plane" }, "s1");
    chat.queue.add("q1", say("later"));
    chats.forgetSession("s1");
    expect(chats.find(chat.id)).toBeUndefined();
    expect(new RecordStore(store, store).withQueue()).toEqual([]);
  });

  it("start afresh where what was stored is broken", () => {
    const store = new MemoryStore();
    void store.set("chatOfView", ["not", "a", "record"]);
    void store.set("chats", { half: "written" });
    const chats = openWindow(store);
    expect(() => chats.attach("sidebar")).not.toThrow();
  });
});
