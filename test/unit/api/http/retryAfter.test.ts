import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "../../../../src/api/http/retryAfter.ts";

const now = Date.UTC(2026, 9, 21, 7, 28, 0);

describe("Retry-After", () => {
  it.each<[string | undefined, number | undefined]>([
    ["7", 7_000],
    ["0", 0],
    [" 120 ", 120_000],
    ["1.5", 1_500],
    ["007", 7_000],
    ["86400", 86_400_000],
    ["86401", undefined],
    ["99999999999999999999", undefined],
    ["Wed, 21 Oct 2026 07:28:30 GMT", 30_000],
    ["Wednesday, 21-Oct-26 07:29:00 GMT", 60_000],
    ["Wed, 21 Oct 2026 07:00:00 GMT", 0],
    ["Wed, 21 Oct 2099 07:28:00 GMT", undefined],
    ["-5", undefined],
    ["5s", undefined],
    ["2026-10-21", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
    ["NaN", undefined],
    ["1e3", undefined],
    ["1, 2", undefined],
  ])("reads %j as %j", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
