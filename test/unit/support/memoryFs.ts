import { FileSystemError } from "./vscodeStub.ts";
import { FileType, type Uri } from "./vscodeValues.ts";

interface Node {
  readonly bytes: Uint8Array | undefined;
  mtime: number;
}

/** `vscode.workspace.fs` in memory, as far as stored files need it. Windows that share one see the same files. */
export class MemoryFs {
  /** By path; directories have no bytes. */
  readonly nodes = new Map<string, Node>();
  /** Time of the next write, epoch milliseconds. */
  now = Date.UTC(2026, 9, 1);

  readonly readFile = async (uri: Uri): Promise<Uint8Array> => {
    const { bytes } = this.#at(uri);
    if (!bytes) throw FileSystemError.FileIsADirectory(uri);
    return bytes;
  };

  readonly writeFile = async (uri: Uri, bytes: Uint8Array): Promise<void> => {
    this.nodes.set(uri.path, { bytes: bytes.slice(), mtime: this.now });
  };

  readonly createDirectory = async (uri: Uri): Promise<void> => {
    if (!this.nodes.has(uri.path)) this.nodes.set(uri.path, { bytes: undefined, mtime: this.now });
  };

  readonly rename = async (from: Uri, to: Uri, { overwrite = false } = {}): Promise<void> => {
    const node = this.#at(from);
    if (this.nodes.has(to.path) && !overwrite) throw FileSystemError.FileExists(to);
    this.nodes.delete(from.path);
    this.nodes.set(to.path, node);
  };

  readonly delete = async (uri: Uri): Promise<void> => {
    this.#at(uri);
    this.nodes.delete(uri.path);
  };

  readonly stat = async (uri: Uri) => {
    const { bytes, mtime } = this.#at(uri);
    return {
      type: bytes ? FileType.File : FileType.Directory,
      size: bytes?.length ?? 0,
      mtime,
      ctime: mtime,
    };
  };

  readonly readDirectory = async (uri: Uri): Promise<[string, number][]> => {
    this.#at(uri);
    return [...this.nodes].flatMap(([path, { bytes }]): [string, number][] => {
      const rest = path.startsWith(`${uri.path}/`) ? path.slice(uri.path.length + 1) : "";
      return rest === "" || rest.includes("/") ? [] : [[rest, bytes ? FileType.File : FileType.Directory]];
    });
  };

  #at(uri: Uri): Node {
    const node = this.nodes.get(uri.path);
    if (!node) throw FileSystemError.FileNotFound(uri);
    return node;
  }
}
