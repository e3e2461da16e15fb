import { boundaries } from "./cells.ts";
import type { KeyName } from "./keys.ts";

/** A line that is being written. */
export interface Line {
  readonly text: string;
  /** In UTF-16 units; always between two of what a person takes for characters. */
  readonly cursor: number;
}

export const emptyLine: Line = { text: "", cursor: 0 };

type Edit = (line: Line) => Line;

/** What keys do to a line. Keys that do something else are not in it. */
const edits: Partial<Record<KeyName, Edit>> = {
  left: (line) => ({ ...line, cursor: before(line) }),
  right: (line) => ({ ...line, cursor: after(line) }),
  wordLeft: (line) => ({ ...line, cursor: wordStart(line) }),
  wordRight: (line) => ({ ...line, cursor: wordEnd(line) }),
  home: (line) => ({ ...line, cursor: 0 }),
  end: (line) => ({ ...line, cursor: line.text.length }),
  backspace: (line) => cut(line, before(line), line.cursor),
  delete: (line) => cut(line, line.cursor, after(line)),
  deleteWordLeft: (line) => cut(line, wordStart(line), line.cursor),
  deleteWordRight: (line) => cut(line, line.cursor, wordEnd(line)),
  deleteToStart: (line) => cut(line, 0, line.cursor),
  deleteToEnd: (line) => cut(line, line.cursor, line.text.length),
};

/** The line after a key; undefined when the key does nothing to a line. */
export function editLine(line: Line, key: KeyName): Line | undefined {
  return edits[key]?.(line);
}

/**
 * Puts text where the cursor is. Line breaks become `\n` and stay: a paste of several lines is one command. Other
 * control characters are dropped, and so are signs that turn the direction of text: they would show another command than
 * the one that runs.
 */
export function insertText({ text, cursor }: Line, inserted: string): Line {
  const clean = inserted
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    // eslint-disable-next-line no-control-regex -- they are what is taken out; tab and line feed stay
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "");
  return lineAt(text.slice(0, cursor) + clean + text.slice(cursor), cursor + clean.length);
}

export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

function cut({ text }: Line, from: number, to: number): Line {
  return lineAt(text.slice(0, from) + text.slice(to), from);
}

/** What stands beside each other now may have become one character: the cursor goes behind it. */
function lineAt(text: string, cursor: number): Line {
  return { text, cursor: boundaries(text).find((offset) => offset >= cursor) ?? text.length };
}

function before({ text, cursor }: Line): number {
  return boundaries(text).findLast((offset) => offset < cursor) ?? 0;
}

function after({ text, cursor }: Line): number {
  return boundaries(text).find((offset) => offset > cursor) ?? text.length;
}

function wordStart({ text, cursor }: Line): number {
  return /\S*\s*$/u.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordEnd({ text, cursor }: Line): number {
  return cursor + (/^\s*\S*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}
