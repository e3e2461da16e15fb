import { describe, expect, it } from "vitest";
import {
  daysOf,
  leftUsd,
  monthAfter,
  monthOf,
  resetAt,
  spendLevel,
} from "../../../../src/core/spend/spendFacts.ts";

const spend = (usedUsd: number, capUsd: number, creditUsd?: number) => ({
  capUsd,
  usedUsd,
  remainingUsd: Math.max(0, capUsd - usedUsd),
  creditUsd,
});

describe("how much of what may be spent is spent", () => {
  it.each([
    [spend(0, 1), undefined],
    [spend(0.79, 1), undefined],
    [spend(0.8, 1), 80],
    [spend(0.99, 1), 80],
    [spend(1, 1), 100],
    [spend(1.2, 1), 100],
    // Credit pays beyond the cap.
    [spend(1, 1, 1), undefined],
    [spend(4, 4, 1), 80],
    [spend(4, 4, 0), 100],
    // Without a cap nothing was ever allowed, which the failed message tells.
    [spend(0, 0), undefined],
    [spend(0, 0, 0), undefined],
  ])("is %o: level %s", (given, level) => {
    expect(spendLevel(given)).toBe(level);
  });

  it("leaves the rest of the cap and the credit", () => {
    expect(leftUsd(spend(1.5, 5, 2))).toBe(5.5);
    expect(leftUsd({ capUsd: 5, usedUsd: 6, remainingUsd: -1 })).toBe(0);
  });
});

describe("the month of a cap", () => {
  it("ends when the next one begins in UTC, over the end of a year too", () => {
    expect(resetAt({ ...spend(0, 1), period: "2026-11" })).toBe(Date.UTC(2026, 11, 1));
    expect(resetAt({ ...spend(0, 1), period: "2026-12" })).toBe(Date.UTC(2027, 0, 1));
  });

  it("is none on the unified dialect, and for what is no month", () => {
    expect(resetAt(spend(0, 1))).toBeUndefined();
    expect(resetAt({ ...spend(0, 1), period: "soon" })).toBeUndefined();
  });

  it("is counted in UTC", () => {
    expect(monthOf(Date.UTC(2026, 10, 30, 23, 59))).toBe("2026-11");
    expect(monthAfter("2026-12", 1)).toBe("2027-01");
    expect(monthAfter("2026-01", -1)).toBe("2025-12");
  });

  it("has days up to now", () => {
    expect(daysOf("2026-02", Date.UTC(2026, 5, 1))).toHaveLength(28);
    expect(daysOf("2026-02", Date.UTC(2026, 1, 3, 0))).toEqual(["2026-02-01", "2026-02-02", "2026-02-03"]);
    expect(daysOf("2026-03", Date.UTC(2026, 1, 3))).toEqual([]);
  });
});
