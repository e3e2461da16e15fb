import * as vscode from "vscode";
import type { FileEntry } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { FileChange, FileStat, InstanceFiles, LinkTarget } from "../../core/files/files.ts";
import type { Place } from "../../core/files/place.ts";
import type { Versions } from "../../core/files/versions.ts";
import type { FileNotices } from "./fileSystemNotices.ts";
import { placeOf, uriOfPlace } from "./fileSystemUris.ts";

export interface ProviderDeps {
  readonly files: InstanceFiles;
  readonly versions: Versions;
  readonly notices: FileNotices;
}

/** Files of instances as VS Code sees them. It is told by `FileSystemError`s; see `FileNotices` for the rest. */
export class InstanceFileSystem implements vscode.FileSystemProvider, Disposable {
  readonly #files: InstanceFiles;
  readonly #versions: Versions;
  readonly #notices: FileNotices;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: Disposable;
  readonly onDidChangeFile = this.#changed.event;

  constructor({ files, versions, notices }: ProviderDeps) {
    this.#files = files;
    this.#versions = versions;
    this.#notices = notices;
    this.#subscription = files.onDidChange((changes) => this.#changed.fire(changes.map(eventOf)));
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const place = placeAt(uri);
    const stat = await this.#stat(place);
    const { sizeBytes, modifiedMs } = this.#versions.tell(place, stat);
    return {
      type: fileType(stat),
      // The API does not tell when a file was made.
      ctime: modifiedMs,
      mtime: modifiedMs,
      size: sizeBytes,
      ...(!stat.canWrite && { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const place = placeAt(uri);
    const { entries, truncated } = await this.#notices.quick(place, (signal) =>
      this.#files.list(place, { signal }),
    );
    if (truncated) this.#notices.cut(place, entries.length);
    return entries.map((entry) => [entry.name, fileType(entry)]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const place = placeAt(uri);
    // VS Code asks for the stat at the same time. The text must not be older than what that says.
    const before = await this.#stat(place);
    if (isDirectory(before)) throw vscode.FileSystemError.FileIsADirectory(uri);
    const bytes = await this.#notices.transfer(place, "read", (signal, onProgress) =>
      this.#files.read(place, { signal, onProgress }),
    );
    this.#versions.read(place, before);
    return bytes;
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    { create, overwrite }: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const place = placeAt(uri);
    const expectedModifiedMs = this.#versions.expected(place);
    const written = await this.#notices.transfer(place, "write", (signal, onProgress) =>
      this.#files.write(place, content, { create, overwrite, expectedModifiedMs, signal, onProgress }),
    );
    this.#versions.written(place, written);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    const place = placeAt(uri);
    await this.#notices.quick(place, (signal) => this.#files.createDirectory(place, { signal }));
  }

  async delete(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): Promise<void> {
    const place = placeAt(uri);
    await this.#notices.quick(place, (signal) => this.#files.delete(place, { signal, recursive }));
  }

  async rename(
    from: vscode.Uri,
    to: vscode.Uri,
    { overwrite }: { readonly overwrite: boolean },
  ): Promise<void> {
    const [source, target] = [placeAt(from), placeAt(to)];
    await this.#notices.quick(source, (signal) => this.#files.move(source, target, { signal, overwrite }));
  }

  watch(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): vscode.Disposable {
    const watch = this.#files.watch(placeAt(uri), { recursive });
    return new vscode.Disposable(() => watch.dispose());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #stat(place: Place): Promise<FileStat> {
    // Of a file with unsaved changes it may decide whether they can be saved.
    const fresh = this.#versions.isEdited(place);
    return this.#notices.quick(place, (signal) => this.#files.stat(place, { signal, fresh }));
  }
}

const changeTypes: Readonly<Record<FileChange["kind"], vscode.FileChangeType>> = {
  created: vscode.FileChangeType.Created,
  changed: vscode.FileChangeType.Changed,
  deleted: vscode.FileChangeType.Deleted,
};

function eventOf({ place, kind }: FileChange): vscode.FileChangeEvent {
  return { type: changeTypes[kind], uri: uriOfPlace(place) };
}

const types: Readonly<Record<FileEntry["type"] | LinkTarget, vscode.FileType>> = {
  file: vscode.FileType.File,
  directory: vscode.FileType.Directory,
  symlink: vscode.FileType.SymbolicLink,
  other: vscode.FileType.Unknown,
  unknown: vscode.FileType.Unknown,
};

/** @returns for symbolic links also what they lead to, where that is known */
function fileType({ type, target = "unknown" }: Pick<FileStat, "type" | "target">): vscode.FileType {
  if (type !== "symlink") return types[type];
  // A set of flags, of which the compiler knows only the single ones.
  return vscode.FileType.SymbolicLink | types[target];
}

function isDirectory({ type, target }: FileStat): boolean {
  return type === "directory" || target === "directory";
}

function placeAt(uri: vscode.Uri): Place {
  const place = placeOf(uri);
  if (!place) throw vscode.FileSystemError.FileNotFound(uri);
  return place;
}
