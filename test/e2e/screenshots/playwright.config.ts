import { defineConfig } from "@playwright/test";
import base from "../../../playwright.config.ts";
import type { TestOptions, WorkerOptions } from "../fixtures/options.ts";
import { NEWEST_VSCODE } from "../../vscode/install.ts";

/** `npm run screenshots`: the pictures of the README, taken of the packaged extension. No part of the tests. */
export default defineConfig<TestOptions, WorkerOptions>({
  ...base,
  testDir: ".",
  testMatch: "screenshots.ts",
  outputDir: "../../../test-results/screenshots-run",
  globalSetup: "../fixtures/globalSetup.ts",
  workers: 1,
  projects: [{ name: "screenshots", use: { vscodeVersion: NEWEST_VSCODE } }],
});
