import type { Attachment, Message } from "../../common/attachment.ts";
import { withReturned } from "../../common/withReturned.ts";

/** Nothing written, nothing attached. */
export const emptyMessage: Message = { text: "", attachments: [] };

export function isEmpty({ text, attachments }: Message): boolean {
  return text === "" && attachments.length === 0;
}

/** Whether there is nothing in it that could be sent. */
export function isBlank({ text, attachments }: Message): boolean {
  return text.trim() === "" && attachments.length === 0;
}

/** Whether two attachments are the same thing, attached twice. */
export function isSame(one: Attachment, other: Attachment): boolean {
  if (one.kind === "snippet")
    return other.kind === "snippet" && one.title === other.title && one.text === other.text;
  return other.kind === "file" && JSON.stringify(one.source) === JSON.stringify(other.source);
}

/** The attachments of both, each thing once and each id once. The same array while nothing is added. */
export function withAttachments(
  attachments: readonly Attachment[],
  added: readonly Attachment[],
): readonly Attachment[] {
  return added.reduce<readonly Attachment[]>((all, attachment) => {
    if (all.some((known) => isSame(known, attachment))) return all;
    // Ids are unique within a message only; these come from several.
    const isTaken = all.some(({ id }) => id === attachment.id);
    return [...all, isTaken ? { ...attachment, id: crypto.randomUUID() } : attachment];
  }, attachments);
}

/** A message that comes back in front of what was written meanwhile; what is there already does not come twice. */
export function merged(message: Message, draft: Message): Message {
  return {
    text: withReturned(message.text, draft.text),
    attachments: withAttachments(message.attachments, draft.attachments),
  };
}

/** What is left of a draft when a message that came back to it has gone out; all of it where its text was changed. */
export function without(message: Message, draft: Message): Message {
  const text = restOf(draft.text, message.text);
  if (text === undefined) return draft;
  const attachments = draft.attachments.filter(
    (kept) => !message.attachments.some((gone) => isSame(gone, kept)),
  );
  return { text, attachments };
}

/** Whether two messages say the same with the same attachments. */
export function isSameMessage(one: Message, other: Message): boolean {
  return (
    one.text.trim() === other.text.trim() &&
    one.attachments.length === other.attachments.length &&
    one.attachments.every((attachment) => other.attachments.some((each) => isSame(attachment, each)))
  );
}

function restOf(draft: string, message: string): string | undefined {
  if (draft.trim() === message.trim()) return "";
  return draft.startsWith(`${message}\n\n`) ? draft.slice(message.length + 2) : undefined;
}
