import type { FileAttachment } from "../../common/attachment.ts";

/** Reads what is attached, at the moment when it is sent. Implemented by platform. */
export interface AttachmentReader {
  /**
   * The bytes of a file that is not on the instance: for a document with unsaved changes what is on the screen, since
   * that is what the user sees and means; else what is stored.
   * @throws when it cannot be read any more.
   */
  read(file: FileAttachment): Promise<Uint8Array>;
}
