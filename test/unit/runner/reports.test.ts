import { describe, expect, it } from "vitest";
import { mochaCounts, playwrightCounts, settle, sum, vitestCounts } from "../../reports.ts";

describe("counting tests", () => {
  it("counts a vitest file that could not be loaded as a failure", () => {
    const testResults = [
      { status: "passed", assertionResults: [{}, {}] },
      { status: "failed", assertionResults: [{}] },
      { status: "failed", assertionResults: [] },
    ];
    expect(vitestCounts({ numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({
      passed: 2,
      failed: 2,
    });
  });

  it("reads mocha's statistics", () => {
    expect(mochaCounts({ stats: { passes: 3, failures: 1 } })).toEqual({ passed: 3, failed: 1 });
  });

  const nested = (projectName: string, ...statuses: string[]) => ({
    suites: [{ specs: statuses.map((status) => ({ tests: [{ projectName, status }] })) }],
  });

  it("counts Playwright's tests at any depth, a flaky one as passed and a skipped one not at all", () => {
    const report = { suites: [nested("a", "expected", "flaky", "skipped", "unexpected")] };
    expect(playwrightCounts(report, ["a"])).toEqual({ passed: 2, failed: 1 });
  });

  it("counts a Playwright project that ran nothing, and an error outside of the tests, as a failure each", () => {
    const report = { suites: [nested("a", "expected"), nested("b", "skipped")], errors: [{ message: "x" }] };
    expect(playwrightCounts(report, ["a", "b", "c"])).toEqual({ passed: 1, failed: 3 });
  });

  it.each([
    ["no report", undefined, 0, { passed: 0, failed: 1 }],
    ["no test", { passed: 0, failed: 0 }, 0, { passed: 0, failed: 1 }],
    ["a crash after the tests", { passed: 5, failed: 0 }, 1, { passed: 5, failed: 1 }],
    ["failures", { passed: 5, failed: 2 }, 1, { passed: 5, failed: 2 }],
    ["success", { passed: 5, failed: 0 }, 0, { passed: 5, failed: 0 }],
  ])("settles %s", (_title, counts, exitCode, settled) => {
    expect(settle(counts, exitCode)).toEqual(settled);
  });

  it("adds up", () => {
    expect(
      sum([
        { passed: 1, failed: 2 },
        { passed: 3, failed: 4 },
      ]),
    ).toEqual({ passed: 4, failed: 6 });
  });
});
