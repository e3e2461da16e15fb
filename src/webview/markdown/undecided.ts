/**
 * What of a growing text is not shown yet, because the next few characters decide what it is: a lone `-` may become a
 * list, a rule or a heading's underline. Pure.
 */

/** What stands at the end of the text that is shown so far, as far as it matters for what follows. */
export type Ending = "code" | "table" | "other";

/** Marks of quotes and lists before the content of a line. */
const marks = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))[ \t]?)*[ \t]*/;

const undecidedLine = new RegExp(
  [
    "", // nothing yet
    "#{1,6}[ \\t]*", // heading
    "[-+]|\\d{1,9}[.)]?", // list
    "(?:\\*[ \\t]*)+|(?:-[ \\t]*)+|(?:_[ \\t]*)+|=+[ \\t]*", // rule, heading's underline
    "`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*", // fence
    "[|:-][-|: \\t]*", // row under a table's head
    "\\[[^\\]\\n]{0,200}\\]:.*", // link definition
  ]
    .map((form) => `(?:${form})`)
    .join("|")
    .replace(/^/, "^(?:")
    .replace(/$/, ")$"),
);

/** Where the part that is not shown yet begins; the length of the text when all of it is. */
export function undecidedFrom(source: string, ending: Ending): number {
  const lineStart = source.lastIndexOf("\n") + 1;
  const line = source.slice(lineStart);
  const content = line.slice(marks.exec(line)?.[0].length ?? 0);
  if (ending === "code") return /^(?:`+|~+)[ \t]*$/.test(content) ? lineStart : source.length;
  // A quote's mark or a list's alone shows an empty quote or item, which the next character may take away again.
  const isUndecided = undecidedLine.test(content);
  if (ending === "table") return isUndecided ? lineStart : source.length;
  if (!isUndecided) return content.startsWith("|") ? lineStart : source.length;
  return headStart(source, lineStart) ?? lineStart;
}

/** Where the line begins that is a table's head if the next one, which has not been decided, is the row under it. */
function headStart(source: string, lineStart: number): number | undefined {
  if (lineStart === 0) return undefined;
  const start = source.lastIndexOf("\n", lineStart - 2) + 1;
  const line = source.slice(start, lineStart - 1);
  const content = line.slice(marks.exec(line)?.[0].length ?? 0);
  return content.startsWith("|") && !isDelimiterRow(content) ? start : undefined;
}

/** Whether a text ends with a blank line, so that a paragraph in it is over. */
export function endsWithBlankLine(source: string): boolean {
  return /\n[ \t]*\n[ \t]*$/.test(source);
}

/** Whether a line may be the row under a table's head. */
export function isDelimiterRow(line: string): boolean {
  return /^[ \t]*[|:-][-|: \t]*$/.test(line);
}
