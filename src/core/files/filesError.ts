import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Place } from "./place.ts";

/**
 * What stands against an operation on one file. `changed`: somebody else wrote it meanwhile. `readOnly`: the instance's
 * API cannot write files. `tooMany`: a directory of which the server does not list everything. `unfit`: the operation
 * makes no sense there, such as moving a directory into itself.
 */
export type FilesErrorKind =
  | "notFound"
  | "exists"
  | "notADirectory"
  | "isADirectory"
  | "notEmpty"
  | "changed"
  | "readOnly"
  | "tooMany"
  | "unfit";

/** A failure that is about one file. Those about an instance, the account or the network stay an `Agent37Error`. */
export class FilesError extends Error {
  override readonly name = "FilesError";
  readonly kind: FilesErrorKind;
  readonly place: Place;

  constructor(kind: FilesErrorKind, place: Place, cause?: unknown) {
    super(`${kind}: ${place.path}`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.place = place;
  }
}

const kinds: Readonly<Record<string, FilesErrorKind>> = {
  file_not_found: "notFound",
  file_exists: "exists",
  not_a_directory: "notADirectory",
  modified: "changed",
};

/** What a call met, as a {@link FilesError} where it is about the file. */
export function filesErrorOf(error: unknown, place: Place): unknown {
  if (!(error instanceof Agent37Error)) return error;
  const kind = Object.hasOwn(kinds, error.code) ? kinds[error.code] : undefined;
  return kind === undefined ? error : new FilesError(kind, place, error);
}

/** Whether a caught value says this about a file. */
export function isFilesError(error: unknown, ...ofKinds: readonly FilesErrorKind[]): boolean {
  return error instanceof FilesError && (ofKinds.length === 0 || ofKinds.includes(error.kind));
}
