import { accessSync, constants } from "node:fs";
import path from "node:path";
import { CACHE_ROOT } from "./install.ts";
import { withLock } from "./lock.ts";
import { progress, run } from "./run.ts";

/** What makes Chromium quiet, and able to run as root and without a GPU. */
export const CHROMIUM_ARGS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** Fonts give screenshots the letters and emoji of a desktop. */
const DEBIAN_PACKAGES = ["chromium", "fonts-dejavu-core", "fonts-liberation", "fonts-noto-color-emoji"];

/** The Chromium or Chrome of this machine: `PLAYWRIGHT_CHROMIUM` if set, else the first one found on PATH. */
export function findChromium(): string | undefined {
  const configured = process.env["PLAYWRIGHT_CHROMIUM"];
  if (configured) return configured;
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/bin", "/usr/local/bin"];
  const candidates = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...candidates, ...(process.platform === "darwin" ? MAC_APPS : [])].find(isExecutable);
}

/**
 * Gives the path of a Chromium, installing Debian's when there is none and apt-get can be used.
 * @throws Error that says what to install when there is no browser and none can be installed.
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  return withLock(path.join(CACHE_ROOT, "chromium.lock"), async () => {
    if (!findChromium()) await installWithApt();
    const installed = findChromium();
    if (!installed) throw missing("apt-get installed no executable named chromium");
    return installed;
  });
}

async function installWithApt(): Promise<void> {
  if (!["/usr/bin/apt-get", "/bin/apt-get"].some(isExecutable)) throw missing("there is no apt-get here");
  progress("Chromium: installing it with apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "-y", "-q", "--no-install-recommends", ...DEBIAN_PACKAGES];
  const isRoot = process.getuid?.() === 0;
  try {
    for (const args of [["update", "-q"], install]) {
      if (isRoot) await run("apt-get", args, { env });
      else await run("sudo", ["-n", "apt-get", ...args], { env });
    }
  } catch (error) {
    throw missing(error instanceof Error ? error.message : String(error));
  }
}

function missing(reason: string): Error {
  return new Error(
    `The tests need Chromium or Chrome. Install one, or set PLAYWRIGHT_CHROMIUM to its path. (${reason})`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
