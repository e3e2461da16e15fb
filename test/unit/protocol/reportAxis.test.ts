import { describe, expect, it } from "vitest";
import { reportAxis } from "../../../src/protocol/reportAxis.ts";

const texts = (highest: number, unit?: number): string[] =>
  reportAxis(highest, (value) => String(value), unit).ticks.map(({ text }) => text);

describe("a scale", () => {
  it.each([
    [1, ["0", "0.25", "0.5", "0.75", "1"]],
    [2.9, ["0", "1", "2", "3"]],
    [0.0123, ["0", "0.005", "0.01", "0.015"]],
    [38, ["0", "10", "20", "30", "40"]],
    [1200, ["0", "500", "1000", "1500"]],
  ])("up to %s has round numbers", (highest, expected) => {
    expect(texts(highest)).toEqual(expected);
  });

  it("never ends below the highest value", () => {
    for (let highest = 0.00001; highest < 1e7; highest *= 1.37) {
      expect(reportAxis(highest, String).max).toBeGreaterThanOrEqual(highest);
    }
  });

  it("counts in a unit", () => {
    expect(texts(3 * 1024, 1024)).toEqual(["0", "1024", "2048", "3072"]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("is there for %s", (highest) => {
    expect(reportAxis(highest, String).max).toBe(1);
  });
});
