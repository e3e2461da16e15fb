/** Files on an instance's disk. Paths are absolute with `/`, or begin with `~/` for the agent's home. */

export type FileEntryType = "file" | "directory" | "symlink" | "other";

export interface FileEntry {
  readonly name: string;
  /** As the server gives it: absolute, on the unified dialect below `~`. */
  readonly path: string;
  readonly type: FileEntryType;
  /** Undefined for directories. */
  readonly sizeBytes?: number | undefined;
  /** Epoch milliseconds with the server's own fraction: it is sent back as it came. */
  readonly modifiedMs?: number | undefined;
  readonly hidden: boolean;
}

export interface Directory {
  readonly path: string;
  /** At most 1,000. */
  readonly entries: readonly FileEntry[];
  /** There are more entries than the server lists. */
  readonly truncated: boolean;
}

/** A body that is read as it comes; ending the loop early closes its connection. */
export interface Download {
  /** Undefined where the server does not say. */
  readonly sizeBytes: number | undefined;
  /** @throws Agent37Error when the connection breaks, also when fewer bytes came than were announced; AbortError */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What is written: bytes at hand, or a source that is opened anew for every attempt. The length is always sent. */
export type FileContent =
  Uint8Array | { readonly sizeBytes: number; readonly open: () => AsyncIterable<Uint8Array> };

export interface WriteRules {
  /** False: an existing file is refused with `file_exists`. Default: true. */
  readonly overwrite?: boolean | undefined;
  /** The `modifiedMs` that the file must still have, else `modified`; not looked at where there is no such file. */
  readonly expectedModifiedMs?: number | undefined;
}
