/**
 * `npm start`: the extension in a real VS Code, with an emulated API that costs nothing.
 * Flags: `--unified` (the other dialect), `--port <n>` (of VS Code), `--no-open` (print the address only).
 */
import { spawn, type ChildProcess } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startEmulator } from "./emulator/emulator.ts";
import { ensurePackage } from "./package.ts";
import { findBrowser } from "./vscode/chromium.ts";
import { ensureVSCode, NEWEST_VSCODE } from "./vscode/install.ts";
import { progress } from "./vscode/run.ts";
import { startVSCode } from "./vscode/server.ts";

const EMULATOR_PORT = 3700;

const { values } = parseArgs({
  options: {
    unified: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
    "no-open": { type: "boolean", default: false },
  },
});

/** What has to be ended, the latest first. Ctrl+C works from the first second on, not only once all of it runs. */
const endings: (() => unknown)[] = [];
let ending = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end());

const install = await ensureVSCode(NEWEST_VSCODE);
progress("Building and packaging the extension");
const vsix = await ensurePackage();

progress("Starting VS Code");
const temporary = await mkdtemp(path.join(tmpdir(), "agent37-start-"));
endings.push(() => rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
const emulator = await startEmulator({ port: (await isFree(EMULATOR_PORT)) ? EMULATOR_PORT : 0 });
endings.push(() => emulator.close());
const apiUrl = values.unified ? emulator.unifiedUrl : emulator.twoPlaneUrl;
const folder = path.join(temporary, "hello-agent");
await cp(path.join(import.meta.dirname, "vscode/sample"), folder, { recursive: true });
const server = await startVSCode({
  install,
  vsix: [vsix],
  port: Number(values.port),
  userSettings: { "agent37.apiUrl": apiUrl, "workbench.startupEditor": "readme" },
  env: { AGENT37_API_KEY: emulator.key, AGENT37_API_URL: apiUrl },
});
endings.push(() => server.close());
const url = server.windowUrl(folder);

const browser = values["no-open"] ? undefined : openWindow(url);
console.log(`
VS Code ${install.version} with Agent37 Chat

  Open      ${url}
            ${browser ? "A window with it opens by itself." : "Copy this address into a browser on this machine."}
  API       ${apiUrl}   (emulated: nothing costs money or leaves this machine)
  API key   ${emulator.key}   (already in the environment of this VS Code)

In VS Code, click the Agent37 icon on the left and send a message; "help" says what the agent can do.
Ctrl+C ends everything.
`);

/** Ends everything; asked a second time it does not wait. */
async function end(): Promise<void> {
  if (ending) process.exit(1);
  ending = true;
  for (const close of endings.reverse()) await close();
  process.exit(0);
}

/** Opens a window without tabs and address bar, where there is a screen and a Chromium. */
function openWindow(address: string): ChildProcess | undefined {
  const chromium = findBrowser();
  const hasScreen =
    process.platform === "darwin" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
  if (!chromium || !hasScreen) return undefined;
  const profile = path.join(temporary, "profile");
  const isRoot = process.getuid?.() === 0;
  const args = [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    "--window-size=1280,860",
    "--no-first-run",
    "--no-default-browser-check",
    // The second one hides Chromium's warning about the first.
    ...(isRoot ? ["--no-sandbox", "--test-type"] : []),
  ];
  const child = spawn(chromium, args, { stdio: "ignore" });
  const opened = Date.now();
  child.once("error", () => progress("The window could not be opened; use the address above"));
  child.once("exit", (code) => {
    if (ending) return;
    // A browser that fails to start must not take the address with it; a window that is closed ends the demonstration.
    if (code === 0 || Date.now() - opened > 10_000) void end();
    else progress("The window could not be opened; use the address above");
  });
  endings.push(() => child.kill());
  return child;
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
