import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // There is no such module outside of VS Code.
  resolve: { alias: { vscode: path.resolve(import.meta.dirname, "test/unit/support/vscodeStub.ts") } },
  test: {
    include: ["test/unit/**/*.test.ts", "test/emulator/**/*.test.ts"],
    // A promise that nobody waits for fails the run that it happens in.
    dangerouslyIgnoreUnhandledErrors: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
