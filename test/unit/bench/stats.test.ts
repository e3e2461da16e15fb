import { describe, expect, it } from "vitest";
import { median, quantile, summarize } from "../../bench/stats.ts";

describe("the statistics of the benches", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it("takes quantiles from the values themselves", () => {
    const sorted = hundred.toReversed();
    expect([0, 0.5, 0.95, 0.99, 1].map((share) => quantile(sorted, share))).toEqual([1, 50, 95, 99, 100]);
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("takes the median between the middle two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("sums up values in any order", () => {
    expect(summarize(hundred)).toEqual({ count: 100, mean: 50.5, p50: 50, p95: 95, p99: 99, max: 100 });
  });
});
