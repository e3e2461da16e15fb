import * as vscode from "vscode";
import type { FileStore } from "../common/fileStore.ts";
import type { AttachmentReader } from "../core/attachments/attachmentReader.ts";
import { readResource } from "./resources.ts";

/** Reads attachments through the editor, so that unsaved changes and remote files are what the user sees of them. */
export function createAttachmentReader(blobs: FileStore): AttachmentReader {
  return {
    async read({ name, source }) {
      if ("uri" in source) return readResource(vscode.Uri.parse(source.uri));
      const bytes = "blob" in source ? await blobs.read(source.blob) : undefined;
      if (!bytes) throw new Error(`Nothing is kept of ${name} on this machine.`);
      return bytes;
    },
  };
}
