import * as vscode from "vscode";
import type { SnippetAttachment } from "../../common/attachment.ts";
import { linesOf, oneLine, placeName } from "./names.ts";
import type { TerminalCommand } from "./lastCommands.ts";

/** Longest title that comes from elsewhere, in UTF-16 units. */
const maxTitle = 120;

/** What is selected in an editor, one snippet for each selection that is not empty. */
export function selectionSnippets({ document, selections }: vscode.TextEditor): readonly SnippetAttachment[] {
  return selections
    .filter((selection) => !selection.isEmpty)
    .map((selection) => rangeSnippet(document, selection));
}

/** A part of a document as it is now. */
export function rangeSnippet(document: vscode.TextDocument, range: vscode.Range): SnippetAttachment {
  const lines = linesOf(range);
  return {
    kind: "snippet",
    id: crypto.randomUUID(),
    origin: "selection",
    title: placeName(document.uri, lines),
    language: document.languageId,
    text: document.getText(range),
    place: { uri: document.uri.toString(), ...lines },
  };
}

/** A function, class or the like, from the first character of its first line. */
export function symbolSnippet(
  document: vscode.TextDocument,
  name: string,
  range: vscode.Range,
): SnippetAttachment {
  const whole = document.validateRange(new vscode.Range(new vscode.Position(range.start.line, 0), range.end));
  const snippet = rangeSnippet(document, whole);
  return { ...snippet, origin: "symbol", title: `${oneLine(name, maxTitle)} (${snippet.title})` };
}

/** A command with what it wrote and how it ended. */
export function commandSnippet({ line, output, exitCode, isRunning }: TerminalCommand): SnippetAttachment {
  const end = isRunning ? "[still running]" : exitCode === undefined ? "" : `[exit code ${exitCode}]`;
  return terminalSnippet(
    oneLine(line, maxTitle),
    [`$ ${line}`, output, end].filter((part) => part).join("\n"),
  );
}

/** @param title one line that says what the text is */
export function terminalSnippet(title: string, text: string): SnippetAttachment {
  return {
    kind: "snippet",
    id: crypto.randomUUID(),
    origin: "terminal",
    title: oneLine(title, maxTitle),
    text,
  };
}
