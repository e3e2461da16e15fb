import * as vscode from "vscode";
import type { FileStore, StoredFile } from "../common/fileStore.ts";
import type { Logger } from "../common/logger.ts";

/** Ends the name of a file that is being written. */
const unfinished = ".tmp";
/** A file that is still unfinished after this time (ms) was left behind by a window that closed meanwhile. */
const abandonedAfterMs = 3_600_000;

/**
 * Files in one directory, which comes into being with the first write. Whatever the file system says against an
 * operation is thrown.
 */
export function createFileStore(directory: vscode.Uri, logger: Logger): FileStore {
  const { fs } = vscode.workspace;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(directory, checked(name));

  return {
    read: async (name) => unlessMissing(fs.readFile(at(name)), undefined),

    async write(name, bytes) {
      const target = at(name);
      // Of its own, so that two windows that write the same file do not meet in it.
      const temporary = vscode.Uri.joinPath(directory, `${name}.${crypto.randomUUID()}${unfinished}`);
      await fs.createDirectory(directory);
      try {
        await fs.writeFile(temporary, bytes);
        await fs.rename(temporary, target, { overwrite: true });
      } catch (error) {
        await remove(temporary).catch((failure: unknown) =>
          logger.warn("An unfinished file could not be deleted.", failure),
        );
        throw error;
      }
    },

    delete: async (name) => remove(at(name)),

    async list() {
      const entries = await unlessMissing(fs.readDirectory(directory), []);
      const files = entries.flatMap(([name, type]) => (type & vscode.FileType.File ? [name] : []));
      const stored = await Promise.all(files.map((name) => stat(name)));
      return stored.filter((file) => file !== undefined);
    },
  };

  async function stat(name: string): Promise<StoredFile | undefined> {
    const uri = vscode.Uri.joinPath(directory, name);
    const found = await unlessMissing(fs.stat(uri), undefined);
    if (!found) return undefined;
    if (!name.endsWith(unfinished)) return { name, size: found.size, modifiedAt: found.mtime };
    if (Date.now() - found.mtime > abandonedAfterMs) await remove(uri);
    return undefined;
  }

  async function remove(uri: vscode.Uri): Promise<void> {
    await unlessMissing(fs.delete(uri), undefined);
  }
}

/** @throws TypeError when a name could lead out of the directory or is none everywhere. */
function checked(name: string): string {
  const isPlain = /^[^\\/:*?"<>|\p{Cc}]{1,200}$/u.test(name) && !/^\.+$/.test(name);
  if (!isPlain || name.endsWith(unfinished)) throw new TypeError(`Not a plain file name: ${name}`);
  return name;
}

/** What was found, or `otherwise` when there is no such file or directory. */
async function unlessMissing<T, O>(work: Thenable<T>, otherwise: O): Promise<T | O> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return otherwise;
    throw error;
  }
}
