import type { Agent37Client } from "../../api/client.ts";
import { localError } from "../../api/errors/localError.ts";
import type { InstanceRef } from "../../api/wire.ts";
import type { FileAttachment } from "../../common/attachment.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import { sha256 } from "../../common/sha256.ts";
import type { AttachmentReader } from "./attachmentReader.ts";
import { UploadMemory } from "./uploadMemory.ts";

export interface UploadsDeps {
  readonly client: Pick<Agent37Client, "uploadFile">;
  readonly reader: AttachmentReader;
  /** Remembers what is on which instance; of all windows, since the instances are. */
  readonly store: KeyValueStore;
}

interface UploadOptions {
  readonly signal: AbortSignal;
  /** In bytes over all files; `name` is the file that travels now. */
  readonly onProgress: (progress: {
    readonly name: string;
    readonly sentBytes: number;
    readonly totalBytes: number;
  }) => void;
}

/** Brings files to instances, one after the other, so that one is in memory at a time. Content that is there stays there. */
export class UploadService {
  readonly #client: UploadsDeps["client"];
  readonly #reader: AttachmentReader;
  readonly #memory: UploadMemory;

  constructor({ client, reader, store }: UploadsDeps) {
    this.#client = client;
    this.#reader = reader;
    this.#memory = new UploadMemory(store);
  }

  /**
   * @returns the paths on the instance, one for each file in the same order.
   * @throws Agent37Error; `attachment_unreadable` (local) when a file cannot be read any more; AbortError
   */
  async upload(
    files: readonly FileAttachment[],
    instance: InstanceRef,
    { signal, onProgress }: UploadOptions,
  ): Promise<readonly string[]> {
    const sizes = files.map(({ source, size = 0 }) => ("remotePath" in source ? 0 : size));
    const sum = (list: readonly number[]): number => list.reduce((total, size) => total + size, 0);
    const paths: string[] = [];
    for (const [index, file] of files.entries()) {
      signal.throwIfAborted();
      const { name, path, source } = file;
      if ("remotePath" in source) {
        paths.push(source.remotePath);
        continue;
      }
      const report = (sent: number): void => {
        // What a server counts may be more than the file.
        const sentBytes = sum(sizes.slice(0, index)) + Math.min(sent, sizes[index] ?? 0);
        onProgress({ name, sentBytes, totalBytes: sum(sizes) });
      };
      report(0);
      const bytes = await this.#read(file);
      sizes[index] = bytes.length;
      const content = { instance: placeOf(instance), hash: await sha256(bytes), path };
      signal.throwIfAborted();
      let remotePath = this.#memory.find(content);
      if (remotePath === undefined) {
        const placed = await this.#client.uploadFile(
          instance,
          { path, bytes },
          { signal, onProgress: report },
        );
        remotePath = placed.path;
        this.#memory.remember(content, remotePath);
      }
      report(bytes.length);
      paths.push(remotePath);
    }
    return paths;
  }

  /** The instance says that these are not there any more: the next upload sends them again. */
  forget(instance: InstanceRef, paths: readonly string[]): void {
    this.#memory.forget(placeOf(instance), paths);
  }

  async #read(file: FileAttachment): Promise<Uint8Array> {
    try {
      return await this.#reader.read(file);
    } catch (cause) {
      throw localError(
        "attachment_unreadable",
        `“${file.name}” cannot be read any more. Remove it from the message or attach it again.`,
        { cause },
      );
    }
  }
}

/** Names the machine. The user's own gateways share their id; instances keep theirs under every address. */
function placeOf({ agentUrl, dialect, id }: InstanceRef): string {
  return dialect === "gateway" ? `${id} ${agentUrl}` : id;
}
