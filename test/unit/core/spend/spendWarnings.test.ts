import { describe, expect, it, vi } from "vitest";
import type { Spend } from "../../../../src/api/wire.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import { type SpendWarning, SpendWarnings } from "../../../../src/core/spend/spendWarnings.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

const ref = { id: "a", dialect: "two-plane" } as const;

/** A window with its own tracker on records that windows share. */
function openWindow(globalStore = new MemoryStore(), focused = true) {
  const clock = new FakeClock();
  let figures: Spend;
  const client = {
    getSpend: async () => figures,
    setSpendCap: vi.fn(),
    topUpSpend: vi.fn(),
  };
  const spend = new SpendTracker({ client, clock, logger: silentLogger });
  const warnings = new SpendWarnings({ spend, globalStore, windowFocus: { focused }, clock });
  const told: SpendWarning[] = [];
  warnings.onDidWarn((warning) => told.push(warning));
  return {
    warnings,
    globalStore,
    /** Reads these figures; gives the levels that the user was told of. */
    async see(usedUsd: number, capUsd: number, more: Partial<Spend> = {}) {
      figures = { capUsd, usedUsd, remainingUsd: Math.max(0, capUsd - usedUsd), period: "2026-11", ...more };
      told.length = 0;
      await spend.read(ref);
      await vi.waitFor(() => expect(clock.pending).toBe(0));
      await new Promise((resolve) => setTimeout(resolve, 5));
      return told.map(({ level }) => level);
    },
  };
}

describe("the warnings before a cap", () => {
  it("come once at 80 % and once at 100 %", async () => {
    const { see } = openWindow();
    expect(await see(0.5, 1)).toEqual([]);
    expect(await see(0.81, 1)).toEqual([80]);
    expect(await see(0.9, 1)).toEqual([]);
    expect(await see(1, 1)).toEqual([100]);
    expect(await see(1, 1)).toEqual([]);
  });

  it("leave out 80 % when all is spent at once", async () => {
    const { see } = openWindow();
    expect(await see(1, 1)).toEqual([100]);
    expect(await see(0.9, 1)).toEqual([]);
  });

  it("come again in another month and after a raised cap, not after a lowered one", async () => {
    const { see } = openWindow();
    expect(await see(0.8, 1)).toEqual([80]);
    expect(await see(0.8, 1, { period: "2026-12" })).toEqual([80]);
    expect(await see(1.7, 2, { period: "2026-12" })).toEqual([80]);
    expect(await see(1.7, 1.9, { period: "2026-12" })).toEqual([]);
  });

  it("count credit as something to spend, and do not come again as it is used up", async () => {
    const { see } = openWindow();
    expect(await see(1, 1, { creditUsd: 1 })).toEqual([]);
    expect(await see(1, 1, { creditUsd: 0.2 })).toEqual([80]);
    expect(await see(1, 1, { creditUsd: 0.1 })).toEqual([]);
    expect(await see(1, 1, { creditUsd: 0 })).toEqual([100]);
    expect(await see(9, 1, { creditUsd: 10 })).toEqual([80]);
  });

  it("come without a month where the cap counts for good", async () => {
    const { see } = openWindow();
    expect(await see(0.9, 1, { period: undefined })).toEqual([80]);
    expect(await see(0.95, 1, { period: undefined })).toEqual([]);
  });

  it("are not repeated by another window or after a reload", async () => {
    const { see, globalStore } = openWindow();
    await see(0.9, 1);
    expect(await openWindow(globalStore).see(0.91, 1)).toEqual([]);
    expect(await openWindow(globalStore, false).see(0.92, 1)).toEqual([]);
  });

  it("are left to the window that has the focus", async () => {
    const store = new MemoryStore();
    const [inFront, behind] = [openWindow(store), openWindow(store, false)];
    const [shown, hidden] = await Promise.all([inFront.see(0.9, 1), behind.see(0.9, 1)]);
    expect(shown).toEqual([80]);
    expect(hidden).toEqual([]);
  });

  it("come from a window without focus when no other one is there", async () => {
    expect(await openWindow(new MemoryStore(), false).see(0.9, 1)).toEqual([80]);
  });

  it("say nothing of what a failed turn is telling, now and later", async () => {
    const { see, warnings } = openWindow();
    warnings.leaveOut("a");
    expect(await see(1, 1)).toEqual([]);
    expect(await see(1, 1)).toEqual([]);
    expect(await see(2, 2)).toEqual([100]);
  });

  it("come later when the failed turn had another reason", async () => {
    const { see, warnings } = openWindow();
    warnings.leaveOut("a");
    expect(await see(0.1, 1)).toEqual([]);
    expect(await see(0.9, 1)).toEqual([80]);
  });

  it("outlive a broken record", async () => {
    const store = new MemoryStore();
    await store.set("spendWarnings", { a: "soon" });
    expect(await openWindow(store).see(0.9, 1)).toEqual([80]);
  });
});
