import { describe, expect, it } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import { systemClock } from "../../../../src/common/clock.ts";
import type { KeyValueStore } from "../../../../src/common/keyValueStore.ts";
import { Chats } from "../../../../src/core/conversation/chats.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { noTraces, noUploads } from "./support.ts";

let ids = 0;

/** The chats of a window; a second call with the same store is the window after a reload. */
function openWindow(store: KeyValueStore): Chats {
  return new Chats(
    {
      // Nothing here asks the server.
      client: {} as Agent37Client,
      clock: systemClock,
      records: new RecordStore(store, new MemoryStore()),
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

  it("start afresh where what was stored is broken", () => {
    const store = new MemoryStore();
    void store.set("chatOfView", ["not", "a", "record"]);
    void store.set("chats", { half: "written" });
    const chats = openWindow(store);
    expect(() => chats.attach("sidebar")).not.toThrow();
  });
});
