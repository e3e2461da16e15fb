import { appendFileSync } from "node:fs";
import { environment, type SuiteEvent } from "./events.ts";

const TEST_TIMEOUT_MS = 20_000;

/**
 * Runs the suites that `load` declares, inside the extension host, and reports each test to the runner.
 * @throws Error when a test failed, so that a launcher that only sees the result knows.
 */
export async function runSuites(load: () => Promise<void>): Promise<void> {
  try {
    const failures = await runMocha(load);
    tell({ kind: "end" });
    if (failures > 0) throw new Error(`${failures} tests failed`);
  } catch (error) {
    tell({
      kind: "broken",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    throw error;
  }
}

async function runMocha(load: () => Promise<void>): Promise<number> {
  // An ES module, which not every extension host can load with require().
  const { default: Mocha } = await import("mocha");
  class Reporter extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
      super(runner, options);
      report(runner);
    }
  }
  const grep = process.env[environment.grep];
  const mocha = new Mocha({ ui: "bdd", timeout: TEST_TIMEOUT_MS, reporter: Reporter, ...(grep && { grep }) });
  // Declares `describe` and `it` before the suites that use them are evaluated.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await load();
  return new Promise((resolve) => {
    mocha.run(resolve);
  });
}

function report(runner: Mocha.Runner): void {
  runner.on("pass", (test) =>
    tell({ kind: "pass", title: test.fullTitle(), durationMs: test.duration ?? 0 }),
  );
  runner.on("pending", (test) => tell({ kind: "pending", title: test.fullTitle() }));
  runner.on("fail", (test, error: unknown) => {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: "fail", title: test.fullTitle(), message, stack });
  });
}

function tell(event: SuiteEvent): void {
  const file = process.env[environment.events];
  if (file) appendFileSync(file, `${JSON.stringify(event)}\n`);
}
