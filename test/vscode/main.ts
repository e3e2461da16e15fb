import { ensureChromium } from "./chromium.ts";
import { ensureVSCode, VSCODE_VERSIONS } from "./install.ts";

// Fetches everything that the tests in a real VS Code need, so that a first test run does not wait for it.
await ensureChromium();
for (const version of VSCODE_VERSIONS) await ensureVSCode(version);
