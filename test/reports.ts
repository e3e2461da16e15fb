/** How many tests passed and failed, read from what the test programs report about themselves. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Vitest's JSON report. A file that could not be loaded has no tests and counts as one failure. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, testResults } = report as VitestReport;
  const unloadable = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

/** Mocha's JSON report. */
export function mochaCounts(report: unknown): Counts {
  const { passes, failures } = (report as MochaReport).stats;
  return { passed: passes, failed: failures };
}

/**
 * Playwright's JSON report. A project that ran nothing counts as one failure, and so does an error outside of the
 * tests. A test that passed on its second try has passed.
 */
export function playwrightCounts(report: unknown, projects: readonly string[]): Counts {
  const { suites, errors = [] } = report as PlaywrightReport;
  const tests = suites.flatMap(testsOf);
  const passed = tests.filter((test) => test.status === "expected" || test.status === "flaky");
  const failed = tests.filter((test) => test.status === "unexpected");
  const idle = projects.filter((name) => ![...passed, ...failed].some((test) => test.projectName === name));
  return { passed: passed.length, failed: failed.length + idle.length + errors.length };
}

function testsOf(suite: PlaywrightSuite): PlaywrightTest[] {
  return [...(suite.specs ?? []).flatMap((spec) => spec.tests), ...(suite.suites ?? []).flatMap(testsOf)];
}

/**
 * What a suite counts for. A report that is missing, a suite without a single test, and a program that failed
 * although all tests passed are one failure each: silence is not success.
 */
export function settle(reported: Counts | undefined, exitCode: number): Counts {
  if (!reported) return { passed: 0, failed: 1 };
  const { passed, failed } = reported;
  const suspicious = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: suspicious ? 1 : failed };
}

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number };
}

interface PlaywrightTest {
  readonly projectName: string;
  readonly status: "expected" | "unexpected" | "flaky" | "skipped";
}

interface PlaywrightSuite {
  readonly specs?: readonly { readonly tests: readonly PlaywrightTest[] }[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors?: readonly unknown[];
}
