import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import { below, type NamedPath, readPath } from "./paths.ts";

/** How long an answer to "is this a file" holds, in milliseconds. */
const cacheMs = 15_000;
const cachedPaths = 2_000;
const atOnce = 8;

interface Answer {
  readonly at: number;
  readonly uri: Promise<vscode.Uri | undefined>;
}

/** Finds the files of the workspace that answers name. */
export class WorkspaceFiles {
  readonly #clock: Clock;
  readonly #cache = new Map<string, Answer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Which of these paths are files of the workspace, in the order asked. May be some seconds old. */
  async find(paths: readonly string[]): Promise<string[]> {
    const queue = [...new Set(paths)];
    const found = new Set<string>();
    const worker = async (): Promise<void> => {
      for (let path = queue.shift(); path !== undefined; path = queue.shift())
        if (await this.#cached(path)) found.add(path);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return paths.filter((path) => found.has(path));
  }

  /** The file that a path means now: in one of the folders, or the only one of this name. */
  async resolve(written: string): Promise<vscode.Uri | undefined> {
    const named = readPath(written);
    if (!named) return undefined;
    for (const candidate of candidates(named)) if (await isFile(candidate)) return candidate;
    return named.isAbsolute || named.path.includes("/") ? undefined : onlyOneCalled(named.path);
  }

  /** Forgets what was found, as when the folders change. */
  clear(): void {
    this.#cache.clear();
  }

  #cached(path: string): Promise<vscode.Uri | undefined> {
    const known = this.#cache.get(path);
    if (known && this.#clock.now() - known.at < cacheMs) return known.uri;
    if (this.#cache.size >= cachedPaths) this.#cache.clear();
    const uri = this.resolve(path);
    this.#cache.set(path, { at: this.#clock.now(), uri });
    return uri;
  }
}

/** Where a path can be, the first folder first. */
function candidates({ path, isAbsolute }: NamedPath): vscode.Uri[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (isAbsolute) {
    return folders.flatMap(({ uri }) => {
      const inside = below(uri.path, path);
      return inside === undefined ? [] : [vscode.Uri.joinPath(uri, inside)];
    });
  }
  const here = folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  // With several folders VS Code shows a path with its folder's name in front.
  const [first = "", ...rest] = path.split("/");
  const named = rest.length === 0 ? [] : folders.filter(({ name }) => name === first);
  return [...here, ...named.map(({ uri }) => vscode.Uri.joinPath(uri, ...rest))];
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, or not to be read: either way nothing that could be opened.
    return false;
  }
}

/** The file with this name, if there is exactly one outside of what the user and package managers hide. */
async function onlyOneCalled(name: string): Promise<vscode.Uri | undefined> {
  // A word without an extension is hardly ever meant as a file, and other signs would be a pattern.
  if (!/^[^*?{}[\]]+\.\w+$/.test(name) || !vscode.workspace.workspaceFolders?.length) return undefined;
  const [first, second] = await vscode.workspace.findFiles(`**/${name}`, "**/node_modules/**", 2);
  return second ? undefined : first;
}
