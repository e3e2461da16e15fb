import { defineConfig } from "@playwright/test";
import type { TestOptions, WorkerOptions } from "./test/e2e/fixtures/options.ts";
import { CHROMIUM_ARGS, findBrowser, findChromium } from "./test/vscode/chromium.ts";
import { NEWEST_VSCODE, OLDEST_VSCODE } from "./test/vscode/install.ts";

// Workers load this file again after the global setup has made sure that there is a browser. `--debug` needs windows.
const executablePath = (process.env["PWDEBUG"] && findBrowser()) || findChromium();

/** The packaged extension in a real VS Code, as a user meets it. */
export default defineConfig<TestOptions, WorkerOptions>({
  testDir: "test/e2e/specs",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results/e2e",
  globalSetup: "test/e2e/fixtures/globalSetup.ts",
  workers: 3,
  fullyParallel: false,
  // A second try on machines that also do other things; what passes only then is reported as flaky.
  retries: process.env["CI"] ? 1 : 0,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    trace: process.env["TRACE"] ? "on" : "off",
    launchOptions: { args: [...CHROMIUM_ARGS], ...(executablePath && { executablePath }) },
  },
  projects: [
    { name: NEWEST_VSCODE, use: { vscodeVersion: NEWEST_VSCODE } },
    { name: OLDEST_VSCODE, use: { vscodeVersion: OLDEST_VSCODE }, grep: /@smoke/ },
  ],
});
