import { describe, expect, it } from "vitest";
import { capProblem, suggestedCapUsd } from "../../../../src/core/spend/capPlan.ts";
import { formatUsd, parseUsd } from "../../../../src/core/spend/usd.ts";

describe("an amount of dollars", () => {
  it.each([
    ["5", 5],
    ["$5", 5],
    ["$ 5", 5],
    [" 5.50 ", 5.5],
    ["0.05", 0.05],
    ["5.5", 5.5],
    ["0", 0],
    ["1,000", 1000],
    ["5,50", 5.5],
    ["5,5", 5.5],
    ["1000,05", 1000.05],
    ["1,000.50", 1000.5],
    ["5 $", 5],
    ["5,50\u00a0$", 5.5],
    ["5.50 USD", 5.5],
    ["5usd", 5],
    ["$1,234,567.89", undefined],
    ["999,999.99", 999_999.99],
    ["1000000", 1_000_000],
  ])("is read as people write it: %s", (text, amount) => {
    expect(parseUsd(text)).toBe(amount);
  });

  it.each([
    "",
    "$",
    "five",
    "-5",
    "5.555",
    "5.",
    ".5",
    "5,",
    "5,555,5",
    "1,0000",
    "1.000",
    "1.000,50",
    "1,00,000",
    "5 USD 5",
    "USD",
    "5 5",
    "1e3",
    "0x10",
    "Infinity",
    "NaN",
    "5€",
    "٥",
    "1000001",
    "99999999999999999999",
  ])("is refused when it is none: '%s'", (text) => {
    expect(parseUsd(text)).toBeUndefined();
  });

  it("is shown with a dollar sign, and small ones are not rounded to nothing", () => {
    expect(formatUsd(5)).toBe("$5.00");
    expect(formatUsd(1234.5)).toBe("$1,234.50");
    expect(formatUsd(0)).toBe("$0.00");
    expect(formatUsd(0.0021)).toBe("$0.0021");
    expect(formatUsd(5, "de")).toContain("5,00");
  });
});

describe("a new spend cap", () => {
  const spend = { capUsd: 5, usedUsd: 5.2, remainingUsd: 0 };

  it("has to leave something to spend", () => {
    expect(capProblem(spend, 5.2)).toBe("notAboveUsed");
    expect(capProblem(spend, 1)).toBe("notAboveUsed");
    expect(capProblem(spend, 5.21)).toBeUndefined();
    expect(capProblem({ ...spend, creditUsd: 2 }, 4)).toBeUndefined();
  });

  it("has to be another one", () => {
    expect(capProblem(spend, 5)).toBe("unchanged");
  });

  it("is suggested with room to go on", () => {
    expect(suggestedCapUsd(spend)).toBe(10);
    expect(suggestedCapUsd({ capUsd: 0, usedUsd: 0, remainingUsd: 0 })).toBe(1);
    expect(capProblem(spend, suggestedCapUsd(spend))).toBeUndefined();
  });
});
