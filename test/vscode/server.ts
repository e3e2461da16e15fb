import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installExtensions } from "./extensions.ts";
import type { VSCodeInstall, VSCodeVersion } from "./install.ts";
import { quietSettings, type SettingsFile } from "./settings.ts";

const READY_TIMEOUT_MS = 60_000;
const KILL_TIMEOUT_MS = 5_000;
const KEPT_OUTPUT_CHARS = 20_000;

export interface ServerOptions {
  readonly install: VSCodeInstall;
  /** Packages to install into this server's own, fresh extensions folder. */
  readonly vsix?: readonly string[];
  /** A folder of installed extensions to use instead. */
  readonly extensionsDir?: string;
  /** Folders of extensions that run from source. */
  readonly developmentPaths?: readonly string[];
  /** Added to the settings that keep the workbench quiet. */
  readonly userSettings?: SettingsFile;
  readonly machineSettings?: SettingsFile;
  /** Added to this process's environment; `undefined` removes a variable. The extension host sees it too. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly extraArgs?: readonly string[];
  /** 0 or absent: a free one. */
  readonly port?: number;
}

export interface VSCodeServer {
  readonly version: VSCodeVersion;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logsDir: string;
  readonly extensionsDir: string;
  /** The address of a window on `folder`; `payload` is for the extension test runner. */
  windowUrl(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** Replaces the user settings. A window reads them when it opens; an open one does not notice. */
  writeUserSettings(settings: SettingsFile): Promise<void>;
  /** What the server printed last. */
  output(): string;
  /** Ends the process tree and removes the data. */
  close(): Promise<void>;
}

/**
 * Starts a VS Code server with data folders of its own and waits until it answers.
 * @throws Error with the server's output when it ends or is not ready in time.
 */
export async function startVSCode(options: ServerOptions): Promise<VSCodeServer> {
  const { install } = options;
  const temporary = await mkdtemp(path.join(tmpdir(), "agent37-vscode-"));
  const dataDir = path.join(temporary, "data");
  const extensionsDir = options.extensionsDir ?? path.join(temporary, "extensions");
  const writeUserSettings = async (settings: SettingsFile): Promise<void> =>
    writeSettings(path.join(dataDir, "data/User/settings.json"), { ...quietSettings, ...settings });
  await writeUserSettings(options.userSettings ?? {});
  await writeSettings(path.join(dataDir, "data/Machine/settings.json"), options.machineSettings ?? {});
  if (options.vsix) await installExtensions(install, options.vsix, extensionsDir);

  const child = spawn(
    install.node,
    [
      ...["--import", pathToFileURL(path.join(import.meta.dirname, "secretKey.ts")).href],
      "out/server-main.js",
      "--accept-server-license-terms",
      "--without-connection-token",
      ...["--host", "127.0.0.1", "--port", String(options.port ?? 0)],
      ...["--server-data-dir", dataDir, "--extensions-dir", extensionsDir],
      "--disable-workspace-trust",
      "--disable-telemetry",
      ...(options.extraArgs ?? []),
    ],
    // A group of its own, so that the extension hosts and watchers end together with the server.
    {
      cwd: install.root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  const killAtExit = (): void => signalGroup(child, "SIGKILL");
  process.once("exit", killAtExit);

  let output = "";
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARS);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);

  const close = async (): Promise<void> => {
    await endGroup(child);
    process.off("exit", killAtExit);
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  let port: number;
  try {
    port = await listening(child, () => output);
  } catch (error) {
    await close();
    throw error;
  }
  const url = `http://127.0.0.1:${port}`;
  const developed = (options.developmentPaths ?? []).map(
    (folder) => ["extensionDevelopmentPath", `vscode-remote://127.0.0.1:${port}${folder}`] as const,
  );
  return {
    version: install.version,
    url,
    port,
    dataDir,
    logsDir: path.join(dataDir, "data/logs"),
    extensionsDir,
    windowUrl: (folder, payload = []) => {
      const all = [...developed, ...payload];
      const query = all.length > 0 ? `&payload=${encodeURIComponent(JSON.stringify(all))}` : "";
      return `${url}/?folder=${encodeURIComponent(folder)}${query}`;
    },
    writeUserSettings,
    output: () => output,
    close,
  };
}

/** Waits for the line in which the server names the port it listens on. */
async function listening(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail("was not ready in time"), READY_TIMEOUT_MS);
    const look = (): void => {
      const port = /Extension host agent listening on (\d+)/.exec(output())?.[1];
      if (!port) return;
      settle();
      resolve(Number(port));
    };
    const ended = (code: number | null): void => fail(`ended with code ${String(code)}`);
    const failed = (error: Error): void => fail(`could not be started: ${error.message}`);
    const settle = (): void => {
      clearTimeout(timer);
      child.stdout?.off("data", look);
      child.off("exit", ended);
      child.off("error", failed);
    };
    const fail = (what: string): void => {
      settle();
      reject(new Error(`The VS Code server ${what}\n${output()}`));
    };
    child.stdout?.on("data", look);
    child.once("exit", ended);
    child.once("error", failed);
  });
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = new Promise<boolean>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(true);
    child.once("exit", () => resolve(true));
    setTimeout(() => resolve(false), KILL_TIMEOUT_MS).unref();
  });
  signalGroup(child, "SIGTERM");
  await ended;
  // What outlived the server, or the server itself when it did not listen.
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended.
  }
}

async function writeSettings(file: string, settings: SettingsFile): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}
