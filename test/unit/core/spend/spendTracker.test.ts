import { expect, it, vi } from "vitest";
import type { Spend } from "../../../../src/api/wire.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";

const ref = { id: "a", dialect: "two-plane" } as const;
const figures = (capUsd: number): Spend => ({ capUsd, usedUsd: 1, remainingUsd: capUsd - 1 });

/** A tracker whose reads are answered when the test says so. */
function scene() {
  const reads: ((spend: Spend) => void)[] = [];
  const getSpend = vi.fn(() => new Promise<Spend>((resolve) => reads.push(resolve)));
  const setSpendCap = vi.fn((_: unknown, capUsd: number) => Promise.resolve(figures(capUsd)));
  const client = { getSpend, setSpendCap, topUpSpend: vi.fn() };
  const spend = new SpendTracker({ client, clock: new FakeClock(), logger: silentLogger });
  return { spend, reads };
}

it("figures that were read before the cap was set do not take its place", async () => {
  const { spend, reads } = scene();
  const reading = spend.read(ref);
  await spend.setCap(ref, 9);
  reads[0]?.(figures(5));
  expect((await reading).capUsd).toBe(9);
  expect(spend.known("a")?.capUsd).toBe(9);
});

it("of two reads the later one counts, whichever is answered first", async () => {
  const { spend, reads } = scene();
  const both = [spend.read(ref), spend.read(ref)];
  reads[1]?.(figures(7));
  await both[1];
  reads[0]?.(figures(5));
  await both[0];
  expect(spend.known("a")?.capUsd).toBe(7);
});

it("figures that arrive after the account has changed are not kept, those of the new one are", async () => {
  const { spend, reads } = scene();
  const changed = vi.fn();
  spend.onDidChange(changed);
  const old = spend.read(ref);
  spend.clear();
  reads[0]?.(figures(5));
  await old;
  expect(spend.known("a")).toBeUndefined();
  expect(changed).not.toHaveBeenCalled();
  const own = spend.read(ref);
  reads[1]?.(figures(6));
  await own;
  expect(spend.known("a")?.capUsd).toBe(6);
});
