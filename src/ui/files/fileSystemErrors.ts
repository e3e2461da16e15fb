import * as vscode from "vscode";
import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { isAbortError } from "../../common/clock.ts";
import { FilesError, type FilesErrorKind } from "../../core/files/filesError.ts";
import { nameOf, type Place } from "../../core/files/place.ts";
import { sentenceOf } from "../problems/wording.ts";
import { uriOfPlace } from "./fileSystemUris.ts";

const { FileSystemError } = vscode;

const byKind: Readonly<Record<FilesErrorKind, (place: Place) => vscode.FileSystemError>> = {
  notFound: (place) => FileSystemError.FileNotFound(uriOfPlace(place)),
  exists: (place) => FileSystemError.FileExists(uriOfPlace(place)),
  notADirectory: (place) => FileSystemError.FileNotADirectory(uriOfPlace(place)),
  isADirectory: (place) => FileSystemError.FileIsADirectory(uriOfPlace(place)),
  notEmpty: (place) => new FileSystemError(vscode.l10n.t("The folder {0} is not empty.", nameOf(place))),
  changed: (place) =>
    FileSystemError.Unavailable(
      vscode.l10n.t(
        "{0} was changed on the instance while it was being saved. Save again to compare or overwrite.",
        nameOf(place),
      ),
    ),
  readOnly: () => FileSystemError.NoPermissions(readOnlySentence()),
  tooMany: (place) =>
    FileSystemError.Unavailable(
      vscode.l10n.t(
        "{0} has more entries than the instance lists, so it cannot be handled as a whole.",
        nameOf(place),
      ),
    ),
  unfit: (place) =>
    FileSystemError.NoPermissions(vscode.l10n.t("{0} cannot be moved or deleted like this.", place.path)),
};

/** Why nothing can be written where the instance's API has no call for it. */
export function readOnlySentence(): string {
  return vscode.l10n.t("This instance's API can read and delete files, but not write them.");
}

/** A failure in the words of VS Code's file systems. */
export function fileSystemError(error: unknown): vscode.FileSystemError {
  if (error instanceof FileSystemError) return error;
  if (error instanceof FilesError) return byKind[error.kind](error.place);
  if (isAbortError(error)) return FileSystemError.Unavailable(vscode.l10n.t("This was canceled."));
  return FileSystemError.Unavailable(sentenceOf(asAgent37Error(error)));
}
