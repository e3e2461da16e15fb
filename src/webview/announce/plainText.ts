/** Markdown as somebody would say it: without marks, links without their addresses. Pure. */
import * as l10n from "@vscode/l10n";

/** Marks take room too: so many times more Markdown than text is looked at. */
const markupFactor = 6;

/** The beginning of a Markdown text as plain text on one line, cut between words after at most `maxLength` UTF-16 units. */
export function plainText(markdown: string, maxLength: number): string {
  const text = markdown
    .slice(0, maxLength * markupFactor)
    .replace(/^[ \t]*(`{3,}|~{3,})[^\n]*\n[^]*?(?:^[ \t]*\1[^\n]*$|(?![^]))/gm, `${l10n.t("Code block")}.\n`)
    .replace(/^[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*$/gm, "")
    .replace(/^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-+*][ \t]+(?:\[[ xX]\][ \t])?)+/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<(https?:[^>\s]+)>/g, "$1")
    .replace(/(\*\*|__|~~)(\S(?:[^\n]*?\S)?)\1/g, "$2")
    .replace(/(?<![\w*])([*_])(\S(?:[^\n]*?\S)?)\1(?![\w*])/g, "$2")
    .replaceAll("`", "")
    .replaceAll("|", " ")
    .replace(/\s+/g, " ")
    .trim();
  return cut(text, maxLength);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = text.lastIndexOf(" ", maxLength);
  return `${text.slice(0, end > maxLength / 2 ? end : maxLength).trimEnd()}…`;
}
