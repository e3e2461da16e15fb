/**
 * A message as the text that the agent reads, and back. What is attached as text stands behind the user's own words,
 * each piece as a line that says what it is and a code fence around it. Files travel beside the text.
 */
import type { Attachment, FileAttachment, Message, SnippetAttachment } from "../../common/attachment.ts";
import { fenced } from "./markdownText.ts";
import type { Turn } from "./state.ts";

const separator = "\n\n";
const fence = "`";
const shortestFence = 3;
const header = /^\[Attached (selection|symbol|problems|terminal): (.*)\]$/u;

/** The text that goes out: the user's own, then a block for each snippet in order. */
export function inputOf({ text, attachments }: Message): string {
  let input = text;
  for (const attachment of attachments) {
    if (attachment.kind === "snippet") input += (input === "" ? "" : separator) + blockOf(attachment);
  }
  return input;
}

/**
 * Reads what `inputOf` wrote: for every input, `inputOf` of the result is that input again. A text that only looks like
 * a block is left in the text.
 */
export function parseInput(input: string): {
  readonly text: string;
  readonly snippets: readonly SnippetAttachment[];
} {
  const snippets: Snippet[] = [];
  let text = input;
  for (;;) {
    const last = lastBlock(text);
    if (!last) break;
    snippets.unshift(last.snippet);
    text = text.slice(0, last.start);
  }
  return { text, snippets: snippets.map((snippet, index) => ({ ...snippet, id: `snippet-${index + 1}` })) };
}

/** The message of a turn, to be sent again or shown; undefined while it is not known. */
export function messageOf({
  input,
  attachments = [],
}: Pick<Turn, "input" | "attachments">): Message | undefined {
  if (input === undefined) return undefined;
  const { text, snippets } = parseInput(input);
  return { text, attachments: [...attachments, ...snippets] };
}

/** The files of a message. */
export function filesOf({ attachments }: Message): readonly FileAttachment[] {
  return attachments.filter(isFile);
}

function isFile(attachment: Attachment): attachment is FileAttachment {
  return attachment.kind === "file";
}

function blockOf({ origin, title, language, text }: Snippet): string {
  return `[Attached ${origin}: ${oneLine(title)}]\n${fenced(text, language)}`;
}

function oneLine(title: string): string {
  return title.replace(/[\r\n\u2028\u2029]+/g, " ");
}

type Snippet = Omit<SnippetAttachment, "id">;

interface Block {
  /** Where it and the blank line before it begin. */
  readonly start: number;
  readonly snippet: Snippet;
}

/**
 * The block at the very end of a text. Its fence is longer than any run in it, so the nearest such run before the
 * closing one is the opening one.
 */
function lastBlock(text: string): Block | undefined {
  let close = text.length;
  while (text[close - 1] === fence) close -= 1;
  const mark = text.slice(close);
  if (mark.length < shortestFence) return undefined;
  const open = text.lastIndexOf(mark, close - 1);
  const lineEnd = text.indexOf("\n", open);
  if (open < 1 || lineEnd >= close) return undefined;
  const titleStart = text.lastIndexOf("\n", open - 2) + 1;
  const [, origin, title] = header.exec(text.slice(titleStart, open - 1)) ?? [];
  if (origin === undefined || title === undefined) return undefined;
  const info = text.slice(open + mark.length, lineEnd);
  const snippet = {
    kind: "snippet",
    // One of the words that the pattern lists.
    origin: origin as SnippetAttachment["origin"],
    title,
    ...(info !== "" && { language: info }),
    text: text.slice(lineEnd + 1, close - 1),
  } as const;
  if (blockOf(snippet) !== text.slice(titleStart)) return undefined;
  if (titleStart === 0) return { start: 0, snippet };
  const start = titleStart - separator.length;
  return start > 0 && text.startsWith(separator, start) ? { start, snippet } : undefined;
}
