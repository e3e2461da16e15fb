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

const WITH_WINDOWS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Chromium without any user interface: the tests take a third less time in it. */
const HEADLESS_SHELL = "chromium-headless-shell";
/** Of Debian: older releases have no package of the shell alone. */
const PACKAGES = [HEADLESS_SHELL, "chromium"];
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** Fonts give screenshots the letters and emoji of a desktop. */
const FONTS = ["fonts-dejavu-core", "fonts-liberation", "fonts-noto-color-emoji"];

/** The Chromium or Chrome of this machine that can open a window: `PLAYWRIGHT_CHROMIUM`, or the first one on PATH. */
export function findBrowser(): string | undefined {
  const configured = process.env["PLAYWRIGHT_CHROMIUM"];
  if (configured && path.basename(configured) !== HEADLESS_SHELL) return configured;
  const apps = process.platform === "darwin" ? MAC_APPS.filter(isExecutable) : [];
  return find(WITH_WINDOWS) ?? apps[0];
}

/** What the tests run in: `PLAYWRIGHT_CHROMIUM` if set, else the headless shell, else a browser with windows. */
export function findChromium(): string | undefined {
  return process.env["PLAYWRIGHT_CHROMIUM"] || (find([HEADLESS_SHELL]) ?? findBrowser());
}

/**
 * Gives the path of a Chromium for the tests, installing one of Debian's when there is none and apt-get can be used.
 * @param options.shell whether to try to install the headless shell beside another browser too, since it is faster;
 *   not beside `PLAYWRIGHT_CHROMIUM`
 * @throws Error that says what to install when there is no browser and none can be installed.
 */
export async function ensureChromium(options: { readonly shell?: boolean } = {}): Promise<string> {
  const found = findChromium();
  const suffices = process.env["PLAYWRIGHT_CHROMIUM"] || !options.shell || found !== findBrowser();
  if (found && suffices) return found;
  return withLock(path.join(CACHE_ROOT, "chromium.lock"), async () => {
    // Another process may have installed it meanwhile.
    const failure = findChromium() === found ? await install(found ? [HEADLESS_SHELL] : PACKAGES) : undefined;
    const installed = findChromium();
    if (!installed) throw missing(failure ?? "apt-get installed no executable");
    if (failure !== undefined) progress(`Chromium: the tests run in ${installed}. ${failure}`);
    return installed;
  });
}

/** Installs the first of these packages that can be. @returns why none could */
async function install(packages: readonly string[]): Promise<string | undefined> {
  let failure: string | undefined;
  for (const name of packages) {
    try {
      await installWithApt(name);
      return undefined;
    } catch (error) {
      failure = String(error);
    }
  }
  return failure;
}

async function installWithApt(browser: string): Promise<void> {
  if (!["/usr/bin/apt-get", "/bin/apt-get"].some(isExecutable)) throw new Error("There is no apt-get here");
  progress(`Chromium: installing ${browser} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const isRoot = process.getuid?.() === 0;
  for (const args of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", browser, ...FONTS],
  ]) {
    if (isRoot) await run("apt-get", args, { env });
    else await run("sudo", ["-n", "apt-get", ...args], { env });
  }
}

function missing(reason: string): Error {
  return new Error(
    `The tests need Chromium or Chrome. Install one, or set PLAYWRIGHT_CHROMIUM to its path. (${reason})`,
  );
}

/** The first of these programs on PATH. */
function find(names: readonly string[]): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/bin", "/usr/local/bin"];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
