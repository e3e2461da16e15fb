import type { Attachment } from "../../common/attachment.ts";

/** Something that the `@` picker offers. */
export interface Mention {
  /** Opaque; given back when it is chosen. */
  readonly id: string;
  /** What is put into the text after `@`. */
  readonly label: string;
  readonly description?: string | undefined;
  /** Codicon name. */
  readonly icon: string;
}

/**
 * Where attachments come from. Whatever looks like a secret or is very large asks the user first; what the user does
 * not want, or what cannot be attached (told in a notification), is not in the result.
 */
export interface AttachmentSource {
  /**
   * Lets the user choose.
   * @param onChosen called when the user has, or does not want to
   */
  pick(onChosen?: () => void): Promise<readonly Attachment[]>;
  /** @param uris as a drag carries them; anything else than a readable file is refused in words. */
  fromUris(uris: readonly string[]): Promise<readonly Attachment[]>;
  /** Keeps a copy of bytes that have no place of their own: a pasted image, a file dropped from another program. */
  fromBytes(name: string, bytes: Uint8Array): Promise<readonly Attachment[]>;
  /** What matches the query, best first, at most 50. Nothing is read but names. */
  mentions(query: string): Promise<readonly Mention[]>;
  fromMention(id: string): Promise<readonly Attachment[]>;
  /** The file in front, if `agent37.attachActiveFile` is on. */
  active(): Promise<readonly Attachment[]>;
  /** Shows an attachment in the editor. */
  open(attachment: Attachment): Promise<void>;
}

/** Composers, for commands that add to the one in front. */
export interface AttachTarget {
  /** Adds to the composer in front, shows it and puts the cursor there. */
  add(attachments: readonly Attachment[], text?: string): Promise<void>;
}
