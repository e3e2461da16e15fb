import { describe, expect, it, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { RowSpend } from "../../../../src/ui/instances/tree/rowSpend.ts";
import { instance } from "../../core/instances/window.ts";

const rows = (count: number): readonly Instance[] =>
  Array.from({ length: count }, (_, index) => instance(`i${index}`));

/** A tree that is looked at every two seconds, as while an instance changes, and what it asks for. */
async function watch(list: readonly Instance[], seconds: number) {
  let now = 0;
  const asked: { readonly id: string; readonly at: number }[] = [];
  const refresh = vi.fn(async ({ id }: { readonly id: string }) => void asked.push({ id, at: now }));
  const rowSpend = new RowSpend({ refresh }, { now: () => now });
  for (; now < seconds * 1_000; now += 2_000) await rowSpend.look(list);
  return asked;
}

describe("the spend of the rows", () => {
  it("is read for each instance once a minute at most", async () => {
    const asked = await watch(rows(3), 180);
    expect(asked.filter(({ id }) => id === "i0").map(({ at }) => at)).toEqual([0, 60_000, 120_000]);
    expect(asked).toHaveLength(9);
  });

  it("is read for five at a time, three times a minute, and for all in turn", async () => {
    const asked = await watch(rows(40), 160);
    const times = new Map<number, number>();
    for (const { at } of asked) times.set(at, (times.get(at) ?? 0) + 1);
    expect([...times.values()]).toEqual(Array<number>(8).fill(5));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(40);
  });

  it("is not asked for where the list tells it, nor for a gateway", async () => {
    const spend = { capUsd: 1, usedUsd: 0, remainingUsd: 1 };
    expect(await watch([instance("u", { spend }), instance("g", { dialect: "gateway" })], 60)).toEqual([]);
  });

  it("is read again for all when the user wants to see it, whatever its age, and for none twice before", async () => {
    let now = 0;
    const asked: { readonly id: string; readonly maxAgeMs: number }[] = [];
    const refresh = vi.fn(async ({ id }: { readonly id: string }, maxAgeMs: number) => {
      asked.push({ id, maxAgeMs });
    });
    const rowSpend = new RowSpend({ refresh }, { now: () => now });
    const list = rows(8);
    for (; now < 30_000; now += 2_000) await rowSpend.look(list);
    asked.length = 0;
    rowSpend.forget();
    await rowSpend.look(list);
    expect(asked).toEqual(list.slice(0, 5).map(({ id }) => ({ id, maxAgeMs: 0 })));
    now += 4_000;
    rowSpend.forget();
    await rowSpend.look(list);
    expect(asked.slice(5, 8).map(({ id }) => id)).toEqual(["i5", "i6", "i7"]);
    for (const end = now + 30_000; now < end; now += 2_000) await rowSpend.look(list);
    expect(new Set(asked.slice(5).map(({ id }) => id)).size).toBe(8);
    // What was read since then is not read again before its time.
    expect(asked).toHaveLength(5 + 8);
  });
});
