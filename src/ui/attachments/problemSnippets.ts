import * as vscode from "vscode";
import type { SnippetAttachment } from "../../common/attachment.ts";
import { pathOf } from "./names.ts";
import { rangeSnippet } from "./snippets.ts";

/** Problems that are told of one file; a file with more has one cause for most of them. */
const maxProblems = 100;
/** Lines of code that are shown before and after a problem. */
const linesAround = 10;
/** Lines of a problem's own range that are shown; some cover a whole file. */
const maxLinesOfProblem = 100;

/** In the words of compilers, since the agent reads them. */
const severities: Readonly<Record<vscode.DiagnosticSeverity, string>> = {
  [vscode.DiagnosticSeverity.Error]: "error",
  [vscode.DiagnosticSeverity.Warning]: "warning",
  [vscode.DiagnosticSeverity.Information]: "info",
  [vscode.DiagnosticSeverity.Hint]: "hint",
};

/** Problems of a document as a compiler would print them, each with its line of code. */
export function problemsSnippet(
  document: vscode.TextDocument,
  problems: readonly vscode.Diagnostic[],
): SnippetAttachment {
  const lines = problems.map(({ range }) => range.start.line + 1);
  return {
    kind: "snippet",
    id: crypto.randomUUID(),
    origin: "problems",
    title: problemsTitle(document.uri, problems.length),
    text: problems
      .slice(0, maxProblems)
      .map((problem) => printed(document, problem))
      .join("\n"),
    place: { uri: document.uri.toString(), from: Math.min(...lines), to: Math.max(...lines) },
  };
}

/** Such as `src/a.ts (3)`. */
export function problemsTitle(uri: vscode.Uri, count: number): string {
  return `${pathOf(uri)} (${count})`;
}

/** The code that problems are about, with some lines before and after. */
export function codeAround(
  document: vscode.TextDocument,
  problems: readonly vscode.Diagnostic[],
): SnippetAttachment {
  const first = Math.min(...problems.map(({ range }) => range.start.line));
  const last = Math.min(Math.max(...problems.map(({ range }) => range.end.line)), first + maxLinesOfProblem);
  const end = document.lineAt(Math.min(last + linesAround, document.lineCount - 1)).range.end;
  return rangeSnippet(
    document,
    new vscode.Range(new vscode.Position(Math.max(0, first - linesAround), 0), end),
  );
}

function printed(document: vscode.TextDocument, problem: vscode.Diagnostic): string {
  const { range, severity, message, relatedInformation = [] } = problem;
  const { line, character } = range.start;
  const code = line < document.lineCount ? document.lineAt(line).text.trim() : "";
  return [
    `${pathOf(document.uri)}:${line + 1}:${character + 1} ${severities[severity]}${origin(problem)}: ${message}`,
    ...(code === "" ? [] : [`    ${code}`]),
    ...relatedInformation.map(
      ({ location, message: related }) =>
        `    ${pathOf(location.uri)}:${location.range.start.line + 1}: ${related}`,
    ),
  ].join("\n");
}

/** Who found it and what it is called there, such as ` ts(2322)`. */
function origin({ source = "", code }: vscode.Diagnostic): string {
  const value = typeof code === "object" ? code.value : code;
  const text = `${source}${value === undefined ? "" : `(${value})`}`;
  return text === "" ? "" : ` ${text}`;
}
