/** The emulator, a VS Code and a browser of a bench. */
import { chromium, type Browser } from "@playwright/test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { makeFolder, type WorkspaceFiles } from "../../e2e/fixtures/sharedWindow.ts";
import { Workbench } from "../../e2e/pages/workbench.ts";
import { connectControl, findPlaces } from "../../emulator/control/controlClient.ts";
import type { EmulatorPlaces } from "../../emulator/control/controlHttp.ts";
import type { EmulatorControl } from "../../emulator/control/controlTypes.ts";
import { ensurePackage } from "../../package.ts";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";
import { installedExtensions, packageCompanion, packageTestExtension } from "../../vscode/extensions.ts";
import { ensureVSCode, NEWEST_VSCODE, PROJECT_ROOT } from "../../vscode/install.ts";
import { startVSCode } from "../../vscode/server.ts";
import type { SettingsFile } from "../../vscode/settings.ts";

export interface Scene {
  readonly control: EmulatorControl;
  readonly browser: Browser;
  /** Opens a window of a fresh profile on the workspace folder. */
  open(): Promise<Workbench>;
  close(): Promise<void>;
}

const files: WorkspaceFiles = {
  "README.md": "# Bench\n",
  "src/greet.ts": "export const greeting = 1;\n",
};

/**
 * Starts everything and opens no window. `AGENT37_VSIX` is measured if set, else what the sources make.
 * @param prepare is given the workspace folder before a window opens on it
 */
export async function startScene(
  userSettings: SettingsFile = {},
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<Scene> {
  const endings: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const packages = [
      process.env["AGENT37_VSIX"] || (await ensurePackage()),
      await packageCompanion(),
      await packageTestExtension(path.join(import.meta.dirname, "extension"), "extension.cjs"),
    ];
    const install = await ensureVSCode(NEWEST_VSCODE);
    const emulator = await startEmulatorProcess();
    endings.push(emulator.close);
    const control = connectControl(emulator.places.url);
    // A write that is cut in two has no one time.
    await control.settings.set({ raggedWrites: false });
    const folder = await makeFolder(files);
    endings.push(() => rm(folder, { recursive: true, force: true }));
    await prepare(folder);
    const companionDir = await mkdtemp(path.join(tmpdir(), "agent37-companion-"));
    endings.push(() => rm(companionDir, { recursive: true, force: true }));
    const server = await startVSCode({
      install,
      extensionsDir: await installedExtensions(install, packages),
      userSettings: { "agent37.apiUrl": emulator.places.twoPlaneUrl, ...userSettings },
      env: {
        AGENT37_COMPANION_DIR: companionDir,
        AGENT37_API_KEY: emulator.places.key,
        AGENT37_API_URL: emulator.places.twoPlaneUrl,
        AGENT37_BENCH_GATEWAY: emulator.places.gatewayUrl,
      },
    });
    endings.push(server.close);
    const browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: [...CHROMIUM_ARGS, "--enable-precise-memory-info"],
    });
    endings.push(() => browser.close());
    return {
      control,
      browser,
      open: async () => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        const workbench = new Workbench(await context.newPage(), {
          url: server.windowUrl(folder),
          folder,
          companionDir,
          screenshotDir: path.join(PROJECT_ROOT, "test-results/bench"),
        });
        await workbench.open();
        return workbench;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** An emulator of its own process: what watches the window must not make its deltas late. */
async function startEmulatorProcess(): Promise<{ places: EmulatorPlaces; close: () => Promise<void> }> {
  const main = path.join(PROJECT_ROOT, "test/emulator/main.ts");
  const child = spawn(process.execPath, [main, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const killAtExit = (): void => void child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const close = async (): Promise<void> => {
    process.off("exit", killAtExit);
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^\s*control\s+(\S+)\/__control\//.exec(line)?.[1];
    if (url !== undefined) return { places: await findPlaces(url), close };
  }
  await close();
  throw new Error("The emulator ended before it told its address");
}
