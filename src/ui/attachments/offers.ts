import type * as vscode from "vscode";
import type { SnippetAttachment } from "../../common/attachment.ts";

/** Something that can be attached, as the lists offer it. Nothing of it is read before it is chosen. */
export interface Offer {
  /** The same for the same thing. */
  readonly id: string;
  /** What a list calls it. */
  readonly title: string;
  /** What stands in the text of a message for it, without spaces. */
  readonly label: string;
  readonly description: string;
  /** What a query is compared with. */
  readonly searched: string;
  /** Codicon name. */
  readonly icon: string;
  /** A file, or pieces of text as they are when they are chosen. */
  readonly content: vscode.Uri | (() => readonly SnippetAttachment[]);
}
