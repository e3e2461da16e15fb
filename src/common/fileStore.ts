/** Named byte arrays that outlive the window, in one place of their own. Names are plain file names. */
export interface FileStore {
  /** Undefined when there is none of this name. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Replaces the file whole or leaves it as it was. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Deletes it if it is there. */
  delete(name: string): Promise<void>;
  list(): Promise<readonly StoredFile[]>;
}

export interface StoredFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}
