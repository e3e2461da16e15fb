import type { FileStore, StoredFile } from "../../../src/common/fileStore.ts";

/** Stored files in memory. Windows that share one see the same files. */
export class MemoryFileStore implements FileStore {
  readonly files = new Map<string, { readonly bytes: Uint8Array; readonly modifiedAt: number }>();
  /** Time of the next write, epoch milliseconds; every write takes one. */
  now = 1;

  async read(name: string): Promise<Uint8Array | undefined> {
    return this.files.get(name)?.bytes;
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.files.set(name, { bytes: bytes.slice(), modifiedAt: this.now });
    this.now += 1;
  }

  async delete(name: string): Promise<void> {
    this.files.delete(name);
  }

  async list(): Promise<readonly StoredFile[]> {
    return [...this.files].map(([name, { bytes, modifiedAt }]) => ({ name, size: bytes.length, modifiedAt }));
  }

  /** Bytes of all files. */
  get size(): number {
    return [...this.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  }
}
