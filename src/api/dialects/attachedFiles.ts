/**
 * The list of attached files below a user's message. Gateways write it into the history; where the API has no field for
 * files we write it ourselves. The docs promise no form, so a list that is not understood stays in the text.
 */
import type { HistoryItem } from "../wire.ts";

const opening = "\n\n[Attached files:";

/** A message with its list: one path a line, as gateways write it, so that a comma in a path is no end of it. */
export function withAttachedFiles(text: string, files: readonly string[] = []): string {
  return files.length === 0 ? text : `${text}${opening}\n${files.map((path) => `- ${path}`).join("\n")}]`;
}

/** Takes a message and its list apart. Read are paths one a line (with or without a dash) and paths between commas. */
export function splitAttachedFiles(message: string): Pick<HistoryItem, "text" | "files"> {
  const at = message.lastIndexOf(opening);
  const end = message.trimEnd().length - 1;
  if (at < 0 || message[end] !== "]") return { text: message };
  const files = readPaths(message.slice(at + opening.length, end));
  return files ? { text: message.slice(0, at), files } : { text: message };
}

/** The start of a message, as lists of sessions show it, without the list that may be cut anywhere. */
export function withoutAttachedFiles(preview: string | undefined): string | undefined {
  return preview?.replace(/\s+\[Attached files:\s+(?:- )?~?\/[\s\S]*$/, "");
}

/** Whether a row of a history is the message that was sent with this input, whatever files went along. */
export function isSameMessage(row: Pick<HistoryItem, "text" | "files">, input: string): boolean {
  const stored = row.text.trim();
  const sent = input.trim();
  if (stored === sent) return true;
  // An input that ends in such a list itself has been taken apart like all others.
  const { text, files } = splitAttachedFiles(sent);
  if (row.files) {
    return text.trim() === stored && files?.join("\n") === row.files.join("\n");
  }
  // A list in a form that is not known here is still in the text.
  return stored.startsWith(sent) && /^\s*\n\[[^]*\bfiles?\b[^]*\]$/i.test(stored.slice(sent.length));
}

function readPaths(list: string): readonly string[] | undefined {
  const paths = list.startsWith("\n")
    ? list
        .slice(1)
        .split("\n")
        .map((line) => line.replace(/^- /, ""))
    : list.trimStart().split(/, (?=~?\/)/);
  return paths.every((path) => /^~?\/.+$/.test(path)) ? paths : undefined;
}
