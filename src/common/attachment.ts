/** What a user adds to a message. Plain data: it is stored with drafts and queued messages. */

/** Where the bytes of a file are: a resource of the editor, a copy that was kept (pasted, dropped), or the instance. */
export type FileSource =
  { readonly uri: string } | { readonly blob: string } | { readonly remotePath: string };

/** A file. Its content is read and brought to the instance when the message goes out. */
export interface FileAttachment {
  readonly kind: "file";
  /** Unique among the attachments of a message. */
  readonly id: string;
  readonly name: string;
  /** Tells the agent where it is from, with `/`: below its workspace folder, else the name alone. */
  readonly path: string;
  readonly source: FileSource;
  /** Bytes, where known when it was attached. */
  readonly size?: number | undefined;
  readonly isImage?: boolean | undefined;
}

export type SnippetOrigin = "selection" | "symbol" | "problems" | "terminal";

/** A piece of text that travels inside the message, as it was when it was attached. */
export interface SnippetAttachment {
  readonly kind: "snippet";
  readonly id: string;
  readonly origin: SnippetOrigin;
  /** One line, such as `src/a.ts:3-8`. */
  readonly title: string;
  /** Language id of the text, for its code fence. */
  readonly language?: string | undefined;
  readonly text: string;
  /** What to open for it, as a URI and a line range (1-based, both included). */
  readonly place?: { readonly uri: string; readonly from: number; readonly to: number } | undefined;
}

export type Attachment = FileAttachment | SnippetAttachment;

/** What the user wrote and what goes with it. */
export interface Message {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}
