import { describe, expect, it } from "vitest";
import { CreditIntents } from "../../../../src/core/spend/creditIntents.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

function open(store = new MemoryStore(), clock = new FakeClock(), prefix = "key") {
  let made = 0;
  return { store, clock, intents: new CreditIntents(store, clock, () => `${prefix}-${++made}`) };
}

describe("credit that is to be added", () => {
  it("keeps its key until the server has answered, also after a reload", async () => {
    const { intents, store, clock } = open();
    expect(await intents.keyFor("a", 5)).toBe("key-1");
    expect(await intents.keyFor("a", 5)).toBe("key-1");
    const again = open(store, clock, "later").intents;
    expect(again.unconfirmed("a")).toBe(5);
    expect(await again.keyFor("a", 5)).toBe("key-1");
    await again.confirmed("a");
    expect(again.unconfirmed("a")).toBeUndefined();
    expect(await again.keyFor("a", 5)).toBe("later-1");
  });

  it("gets a key of its own for another amount or instance", async () => {
    const { intents } = open();
    const keys = [
      await intents.keyFor("a", 5),
      await intents.keyFor("b", 5),
      await intents.keyFor("a", 6),
      await intents.keyFor("b", 5),
    ];
    expect(keys).toEqual(["key-1", "key-2", "key-3", "key-2"]);
  });

  it("is something else a day later", async () => {
    const { intents, clock } = open();
    await intents.keyFor("a", 5);
    await clock.advance(86_400_001);
    expect(intents.unconfirmed("a")).toBeUndefined();
    expect(await intents.keyFor("a", 5)).toBe("key-2");
  });
});
