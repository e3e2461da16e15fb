import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import * as vscode from "vscode";

/** Something leads out of the folder that it was meant for. */
export class LeavesFolder extends Error {}

/**
 * A folder that files from an instance are written into: on this computer's disk piece by piece, elsewhere, as in a
 * remote window, through VS Code, which takes a file as a whole.
 */
export class FolderTarget {
  readonly root: vscode.Uri;
  /** Directories that are known to be real ones, by their path below the root. */
  readonly #made = new Set<string>();

  constructor(root: vscode.Uri) {
    this.root = root;
  }

  /**
   * Makes a directory with those above it.
   * @throws LeavesFolder when something on the way is a link, which may lead anywhere
   */
  async makeDirectory(segments: readonly string[]): Promise<void> {
    for (let length = 0; length <= segments.length; length += 1) {
      const below = segments.slice(0, length);
      const key = below.join("/");
      if (this.#made.has(key)) continue;
      const uri = vscode.Uri.joinPath(this.root, ...below);
      const type = await typeOf(uri);
      // The root is the user's choice, also as a link.
      const isLink = length > 0 && type !== undefined && (type & vscode.FileType.SymbolicLink) !== 0;
      if (isLink) throw new LeavesFolder(`${key} is a link.`);
      if (type === undefined) await vscode.workspace.fs.createDirectory(uri);
      this.#made.add(key);
    }
  }

  /**
   * Writes a file and the directories above it. On a disk it appears when all of it is there.
   * @throws LeavesFolder, what the disk says, AbortError
   */
  async writeFile(
    segments: readonly string[],
    bytes: AsyncIterable<Uint8Array>,
    { signal, isExecutable = false }: { readonly signal: AbortSignal; readonly isExecutable?: boolean },
  ): Promise<void> {
    await this.makeDirectory(segments.slice(0, -1));
    const uri = vscode.Uri.joinPath(this.root, ...segments);
    if (uri.scheme === "file") await writeToDisk(uri.fsPath, bytes, signal, isExecutable ? 0o777 : 0o666);
    else await vscode.workspace.fs.writeFile(uri, await collect(bytes, signal));
  }

  /** Copies a file that was written before. */
  async copy(from: readonly string[], to: readonly string[]): Promise<void> {
    await this.makeDirectory(to.slice(0, -1));
    const [source, place] = [from, to].map((path) => vscode.Uri.joinPath(this.root, ...path));
    if (source && place) await vscode.workspace.fs.copy(source, place, { overwrite: true });
  }
}

/** What is at a place; undefined: nothing. */
export async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch {
    // What cannot be looked at cannot be written either, and says so then.
    return undefined;
  }
}

async function writeToDisk(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  mode: number,
): Promise<void> {
  const part = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await pipeline(bytes, createWriteStream(part, { flags: "wx", mode }), { signal });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) {
    signal.throwIfAborted();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
