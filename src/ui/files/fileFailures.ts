import * as vscode from "vscode";
import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { FilesError, type FilesErrorKind } from "../../core/files/filesError.ts";
import { showInformation } from "../../platform/messages.ts";
import type { Problems } from "../problems/problems.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import { sentenceOf } from "../problems/wording.ts";

const words: Readonly<Record<FilesErrorKind, (path: string) => string>> = {
  notFound: (path) => vscode.l10n.t("{0} is not there.", path),
  exists: (path) => vscode.l10n.t("{0} exists already.", path),
  notADirectory: (path) => vscode.l10n.t("{0} is not a folder.", path),
  isADirectory: (path) => vscode.l10n.t("{0} is a folder.", path),
  notEmpty: (path) => vscode.l10n.t("{0} is not empty.", path),
  changed: (path) => vscode.l10n.t("{0} was changed by somebody else meanwhile.", path),
  readOnly: (path) => vscode.l10n.t("Files on this instance cannot be changed: {0}.", path),
  tooMany: (path) => vscode.l10n.t("{0} has more entries than the server lists.", path),
  unfit: (path) => vscode.l10n.t("This cannot be done with {0}.", path),
};

/** What went wrong with files, in one sentence. */
export function failureWords(error: unknown): string {
  return error instanceof FilesError
    ? words[error.kind](error.place.path)
    : sentenceOf(asAgent37Error(error));
}

/** Tells of what went wrong: about one file in words, about the instance or the network with its remedies. */
export function reportFailure(
  problems: Pick<Problems, "report">,
  error: unknown,
  context: RemedyContext,
  key: string,
): void {
  if (error instanceof FilesError) void showInformation(failureWords(error));
  else void problems.report(error, context, key);
}
