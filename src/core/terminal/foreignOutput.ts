/* eslint-disable no-control-regex -- control characters are what this file is about */

/**
 * Strings for the terminal itself: titles, links, the clipboard, device control. With their ends, where they have one. No
 * string goes on over the beginning of the next, so that many of them without an end are read once and not once for each.
 */
const strings =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c))?/g;
const sequences = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]?/g;
/** Colors, and the erasing of a row that progress bars do. */
const harmless = /^\x1b\[(?:[0-9;:]*m|[012]?K)$/;

/**
 * What a program wrote, for a terminal: colors pass, line ends become CR LF. Dropped is what could reach beyond the text:
 * the clipboard, titles, links, the screen above, answers that a terminal would type.
 */
export function forTerminal(text: string): string {
  return (
    text
      .replace(strings, "")
      .replace(sequences, (sequence) => (harmless.test(sequence) ? sequence : ""))
      .replace(/[\x00-\x07\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]/g, "")
      // Tried only where the returns begin: a row of them is read once.
      .replace(/(?<!\r)\r*\n/g, "\r\n")
  );
}

/** What a program wrote, for a document: the same without colors, with `\n` at line ends. */
export function forDocument(text: string): string {
  return forTerminal(text)
    .replace(/\x1b\[[^A-Za-z]*[A-Za-z]/g, "")
    .replaceAll("\r\n", "\n");
}

/** A text of foreign origin on one line, without anything that a terminal would act on. */
export function oneLine(text: string): string {
  return forDocument(text)
    .replace(/[\s\b]+/g, " ")
    .trim();
}
