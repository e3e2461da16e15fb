import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // There is no such module outside of VS Code.
  resolve: { alias: { vscode: path.resolve(import.meta.dirname, "test/unit/support/vscodeStub.ts") } },
  test: {
    include: ["test/unit/**/*.test.ts", "test/emulator/**/*.test.ts"],
    setupFiles: ["test/unit/support/growingTextEquality.ts"],
    // Some files wait more than they work: for a browser, for a server, for a second to pass. The default would leave one
    // of two cores alone.
    maxWorkers: Math.max(4, availableParallelism()),
    // A machine that does other things too is slow, not wrong.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A second try as in the window tests; what passes only then is reported as retried.
    retry: process.env["CI"] ? 1 : 0,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
