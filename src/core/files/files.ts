import type { Download, FileContent, FileEntry } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";
import type { Place } from "./place.ts";

/** What a symbolic link leads to; `unknown`: nowhere, or to something that cannot be told from here. */
export type LinkTarget = "file" | "directory" | "unknown";

/** What is known of a file or directory. */
export interface FileStat {
  readonly type: FileEntry["type"];
  /** Of symbolic links, where it was looked at. */
  readonly target?: LinkTarget | undefined;
  /** 0 for directories. */
  readonly sizeBytes: number;
  /** Epoch ms as the server gave it, with its fraction; undefined where it is not told. */
  readonly modifiedMs: number | undefined;
  /** The instance's API can write files. */
  readonly canWrite: boolean;
}

export interface Listing {
  readonly entries: readonly (FileEntry & { readonly target?: LinkTarget | undefined })[];
  /** There are more entries than the server lists (1,000). */
  readonly truncated: boolean;
}

export interface FileChange {
  readonly place: Place;
  readonly kind: "created" | "changed" | "deleted";
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface TransferOptions extends CallOptions {
  /** Called with the bytes so far, and with all where that is known. */
  readonly onProgress?: ((bytes: number, ofBytes: number | undefined) => void) | undefined;
}

export interface WriteOptions extends TransferOptions {
  /** False: a file that is not there is refused with `notFound`. Default: true. */
  readonly create?: boolean | undefined;
  /** False: a file that is there is refused with `exists`. Default: true. */
  readonly overwrite?: boolean | undefined;
  /** The `modifiedMs` that the file must still have, else `changed`. */
  readonly expectedModifiedMs?: number | undefined;
}

/**
 * The files of instances, as a file system has them. Every call rejects with a `FilesError` when it is about the file,
 * else with what the client says (`Agent37Error`, `AbortError`). An instance that sleeps wakes on the first call, which
 * can take minutes.
 */
export interface InstanceFiles extends Disposable {
  /** Something was changed: by a call here, or by somebody else where it is watched. */
  readonly onDidChange: Event<readonly FileChange[]>;

  /** Answered from a listing of the directory above, kept for a moment. */
  stat(place: Place, options?: CallOptions & { readonly fresh?: boolean | undefined }): Promise<FileStat>;
  list(place: Place, options?: CallOptions): Promise<Listing>;
  /** The whole file. */
  read(place: Place, options?: TransferOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Opens a file for reading piece by piece. */
  open(place: Place, options?: CallOptions): Promise<Download>;
  /** Opens a directory as a gzipped tar with one folder at its top. */
  openArchive(place: Place, options?: CallOptions): Promise<Download>;
  /** Writes a whole file. The directory must be there. */
  write(place: Place, content: FileContent, options?: WriteOptions): Promise<FileStat>;
  /** Makes one directory; the one above must be there, `exists` otherwise. */
  createDirectory(place: Place, options?: CallOptions): Promise<void>;
  /** Moves or renames, also from one instance to another. A directory is never replaced unless it is empty. */
  move(
    from: Place,
    to: Place,
    options?: CallOptions & { readonly overwrite?: boolean | undefined },
  ): Promise<void>;
  /** @param options recursive: also a directory with something in it, else `notEmpty` */
  delete(place: Place, options?: CallOptions & { readonly recursive?: boolean | undefined }): Promise<void>;

  /**
   * Looks for changes of a file, or of what is in a directory, from time to time while the window has the focus.
   * Recursive: of what is shown (see `show`) or was listed below it, not of everything.
   */
  watch(place: Place, options?: { readonly recursive?: boolean | undefined }): Disposable;
  /** The files that the user has open, all of them at each call. */
  show(places: readonly Place[]): void;
  /** Forgets what is kept of an instance or of one place, and looks again for what is watched. */
  refresh(what?: Place): void;
}
