import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 100;
const TIMEOUT_MS = 45_000;

/** Runs commands in one window through the companion extension, whatever has the focus there. */
export class Companion {
  readonly #port: string;

  private constructor(port: string) {
    this.#port = port;
  }

  /** The companions of windows on `folder` that have ever answered in this server. */
  static async known(directory: string, folder: string): Promise<ReadonlySet<string>> {
    const prefix = `${path.basename(folder)}-`;
    return new Set((await readdir(directory)).filter((name) => name.startsWith(prefix)));
  }

  /**
   * Waits for the companion of a window that opens on `folder`.
   * @param before the companions that were known before the window was opened or reloaded.
   */
  static async connect(directory: string, folder: string, before: ReadonlySet<string>): Promise<Companion> {
    const deadline = Date.now() + TIMEOUT_MS;
    while (Date.now() < deadline) {
      const added = [...(await Companion.known(directory, folder))].find((name) => !before.has(name));
      const port = added && (await readFile(path.join(directory, added), "utf8"));
      if (port) return new Companion(port);
      await sleep(POLL_MS);
    }
    throw new Error(`The extension host of the window on ${folder} did not start`);
  }

  /**
   * Runs a VS Code command and gives its result.
   * @throws Error with the message of the command that failed.
   */
  async execute(command: string, ...args: readonly unknown[]): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.#port}`, {
      method: "POST",
      body: JSON.stringify({ command, args }),
    });
    const { value, error } = (await response.json()) as { value?: unknown; error?: string };
    if (error !== undefined) throw new Error(`${command}: ${error}`);
    return value;
  }
}
