/** `vscode.workspace.fs` on the real disk, and folders on it that a test may fill. */
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { FileType, type Uri, workspace } from "../../support/vscodeStub.ts";

async function typeOf(file: string): Promise<number> {
  const isLink = (await lstat(file)).isSymbolicLink() ? FileType.SymbolicLink : 0;
  const target = await stat(file).catch(() => undefined);
  return isLink | (target?.isDirectory() ? FileType.Directory : target?.isFile() ? FileType.File : 0);
}

export const diskFs = {
  stat: async ({ path: file }: Uri) => {
    const { size, mtimeMs } = await lstat(file);
    return { type: await typeOf(file), size, mtime: mtimeMs, ctime: mtimeMs };
  },
  readDirectory: async ({ path: file }: Uri) => {
    const names = (await readdir(file)).sort();
    return Promise.all(names.map(async (name) => [name, await typeOf(path.join(file, name))] as const));
  },
  createDirectory: async ({ path: file }: Uri) => {
    await mkdir(file, { recursive: true });
  },
  readFile: ({ path: file }: Uri) => readFile(file),
  writeFile: ({ path: file }: Uri, bytes: Uint8Array) => writeFile(file, bytes),
  copy: (from: Uri, to: Uri) => cp(from.path, to.path, { force: true }),
};

/** Makes `workspace.fs` the disk's until the test ends, and gives a new empty folder. */
export async function useDisk(): Promise<string> {
  workspace.fs = diskFs;
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "agent37-files-")));
  onTestFinished(async () => {
    workspace.fs = undefined;
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

/** All files below a folder with their text, and directories with `/` at the end. */
export async function tree(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (entry.isFile()) found[name] = await readFile(file, "utf8");
    else found[`${name}/`] = entry.isSymbolicLink() ? "link" : "";
  }
  return found;
}
