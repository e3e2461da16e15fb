import { afterEach, describe, expect, it } from "vitest";
import {
  configureFormats,
  formatDuration,
  formatExactUsd,
  formatLongDuration,
  formatPercent,
  formatSeconds,
  formatTokens,
  formatUsd,
} from "../../../src/webview/format.ts";

afterEach(() => configureFormats("en"));
configureFormats("en");

describe("formats", () => {
  it.each([
    [41, "41 ms"],
    [420, "0.4 s"],
    [3210, "3.2 s"],
    [9960, "10 s"],
    [61_000, "1 min 1 s"],
    [3_720_000, "1 h 2 min"],
  ])("%d ms is %s", (ms, expected) => expect(formatDuration(ms)).toBe(expected));

  it.each([
    [0.0021, "$0.0021"],
    [0.00004, "$0.00004"],
    [0.5, "$0.50"],
    [0, "$0.00"],
    [12.345, "$12.35"],
  ])("%d USD is %s", (usd, expected) => expect(formatUsd(usd)).toBe(expected));

  it("tells every digit where it is asked to", () => {
    expect([5, 12_457, 125_400].map(formatLongDuration)).toEqual(["0.005 s", "12.457 s", "2 min 5 s"]);
    expect([0.012345, 0.5, 12].map(formatExactUsd)).toEqual(["$0.012345", "$0.50", "$12.00"]);
  });

  it("counts tokens in full below ten thousand and in thousands above", () => {
    expect([812, 9100, 12_345].map(formatTokens)).toEqual(["812", "9,100", "12.3K"]);
  });

  it("counts whole seconds", () => expect(formatSeconds(12)).toBe("12 s"));

  it("follows the editor's language", () => {
    configureFormats("de");
    expect(formatDuration(3210)).toBe("3,2 s");
    expect(formatPercent(0.045)).toBe("5\u00a0%");
  });

  it("does without a language that does not exist", () => {
    configureFormats("not a tag!");
    expect(formatPercent(0.5)).toMatch(/50/);
  });
});
