/** Files on an instance's disk. What is large is neither read nor sent as a whole. */
import type { Caller, Target } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import type { Call } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import { downloadOf } from "./download.ts";
import { localError, wasNeverSent } from "./errors/localError.ts";
import type { Agent37ClientOptions, CallOptions } from "./options.ts";
import { sendContent } from "./sendContent.ts";
import type { Download, FileContent, FileEntry, InstanceRef } from "./wire.ts";

export type FileCalls = Pick<
  Agent37Client,
  | "listDirectory"
  | "downloadFile"
  | "downloadArchive"
  | "writeFile"
  | "createDirectory"
  | "moveFile"
  | "deleteFile"
>;

export function createFileCalls({ clock }: Agent37ClientOptions, caller: Caller): FileCalls {
  const targetOf = (ref: InstanceRef): Target & { readonly ref: InstanceRef } => ({
    dialect: dialects[ref.dialect],
    ref,
  });

  const openDownload = async (
    call: Call<void>,
    ref: InstanceRef,
    { signal }: CallOptions = {},
  ): Promise<Download> => {
    const open = async (): Promise<Download> =>
      downloadOf(await caller.open(call, targetOf(ref), { signal }), clock);
    return caller.repeat(call, open, signal);
  };

  return {
    async listDirectory(ref, path, { signal } = {}) {
      const target = targetOf(ref);
      return caller.send(target.dialect.files.listDirectory(ref.id, path), target, signal);
    },
    downloadFile: async (ref, path, callOptions) =>
      openDownload(dialects[ref.dialect].files.downloadFile(ref.id, path), ref, callOptions),
    downloadArchive: async (ref, path, callOptions) =>
      openDownload(dialects[ref.dialect].files.downloadArchive(ref.id, path), ref, callOptions),

    async writeFile(ref, path, content, { signal, onProgress, ...rules } = {}) {
      const target = targetOf(ref);
      const { source, failure } = watched(content);
      const call = target.dialect.files.writeFile(ref.id, path, source, rules);
      let started = false;
      const write = async (): Promise<FileEntry> => {
        started = false;
        try {
          return await sendContent({ clock, caller }, call, target, {
            signal,
            onSent(bytes) {
              started = true;
              if (bytes > 0) onProgress?.(bytes);
            },
          });
        } catch (caught) {
          throw failure() ?? caught;
        }
      };
      const sizeBytes = content instanceof Uint8Array ? content.byteLength : content.sizeBytes;
      const entry = await caller.repeat(call, write, signal, (error) => !started || wasNeverSent(error));
      // Of a symbolic link the server may tell the link's own size.
      if (entry.type === "file" && entry.sizeBytes !== undefined && entry.sizeBytes !== sizeBytes) {
        throw localError(
          "malformed_response",
          `The instance has stored ${entry.sizeBytes} of the ${sizeBytes} bytes of the file.`,
        );
      }
      return entry;
    },
    async createDirectory(ref, path, { signal } = {}) {
      const target = targetOf(ref);
      return caller.send(target.dialect.files.createDirectory(ref.id, path), target, signal);
    },
    async moveFile(ref, from, to, { signal } = {}) {
      const target = targetOf(ref);
      return caller.send(target.dialect.files.moveFile(ref.id, from, to), target, signal);
    },
    async deleteFile(ref, path, { signal } = {}) {
      const target = targetOf(ref);
      await caller.send(target.dialect.files.deleteFile(ref.id, path), target, signal);
    },
  };
}

/** Content that keeps what went wrong with its source: on the wire that looks like a broken connection. */
function watched(content: FileContent): { source: FileContent; failure: () => unknown } {
  if (content instanceof Uint8Array) return { source: content, failure: () => undefined };
  let thrown: unknown;
  const open = async function* (): AsyncGenerator<Uint8Array, void> {
    thrown = undefined;
    let total = 0;
    try {
      for await (const bytes of content.open()) {
        total += bytes.byteLength;
        if (total > content.sizeBytes) break;
        yield bytes;
      }
      if (total !== content.sizeBytes) throw new Error("The file has changed while it was read. Try again.");
    } catch (caught) {
      thrown = caught;
      throw caught;
    }
  };
  return { source: { sizeBytes: content.sizeBytes, open }, failure: () => thrown };
}
