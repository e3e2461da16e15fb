import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../../common/disposable.ts";
import type { FileStore } from "../../common/fileStore.ts";
import type { Logger } from "../../common/logger.ts";
import { sha256 } from "../../common/sha256.ts";

/** What is kept in all, in bytes. The oldest goes first: a message that still waits is rarely that old. */
export const maxKeptBytes = 200 * 1024 * 1024;

const scheme = "agent37-attachment";

/** Copies of what has no place of its own: pasted and dropped bytes, by their content. They can be shown in editors. */
export class KeptFiles implements Disposable {
  readonly #store = new DisposableStore();
  readonly #blobs: FileStore;
  readonly #logger: Logger;

  constructor(blobs: FileStore, logger: Logger) {
    this.#blobs = blobs;
    this.#logger = logger;
    const provider = this.#store.add(new KeptFileSystem(blobs));
    this.#store.add(vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true }));
  }

  /**
   * Keeps bytes.
   * @returns the name that they are kept under, the same for the same bytes.
   * @throws what the store says when they cannot be written.
   */
  async keep(bytes: Uint8Array): Promise<string> {
    const blob = await sha256(bytes);
    // Written also when it is there, since that makes it young.
    await this.#blobs.write(blob, bytes);
    await this.#makeRoom(blob);
    return blob;
  }

  /** @param name what the editor calls it. */
  uriOf(blob: string, name: string): vscode.Uri {
    return vscode.Uri.from({ scheme, path: `/${blob}/${name.replaceAll("/", "∕")}` });
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #makeRoom(newest: string): Promise<void> {
    try {
      const files = [...(await this.#blobs.list())].sort((a, b) => a.modifiedAt - b.modifiedAt);
      let total = files.reduce((sum, { size }) => sum + size, 0);
      for (const { name, size } of files) {
        if (total <= maxKeptBytes) return;
        if (name === newest) continue;
        await this.#blobs.delete(name);
        total -= size;
      }
    } catch (error) {
      this.#logger.warn("Old copies of attachments could not be deleted.", error);
    }
  }
}

/** Shows kept copies to VS Code, to read only. */
class KeptFileSystem implements vscode.FileSystemProvider, Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #blobs: FileStore;

  constructor(blobs: FileStore) {
    this.#blobs = blobs;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const blob = blobOf(uri);
    const file = (await this.#blobs.list()).find(({ name }) => name === blob);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.File, size: file.size, ctime: file.modifiedAt, mtime: file.modifiedAt };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const bytes = await this.#blobs.read(blobOf(uri));
    if (!bytes) throw vscode.FileSystemError.FileNotFound(uri);
    return bytes;
  }

  /** Content never changes under its name. */
  watch(): vscode.Disposable {
    return { dispose() {} };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function blobOf({ path }: vscode.Uri): string {
  return path.split("/")[1] ?? "";
}
