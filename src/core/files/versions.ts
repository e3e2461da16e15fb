import type { FileStat } from "./files.ts";
import { type Place, placeKey } from "./place.ts";

type Version = Pick<FileStat, "modifiedMs" | "sizeBytes">;

interface Known {
  /** What the editor was told last, and when. */
  told?: { readonly version: Version; readonly at: number };
  /** What was read or written here last. */
  read?: Version;
  /** What unsaved changes of an editor are made on. */
  base?: Version | undefined;
  edited?: boolean;
}

/** A stat this old (ms) does not belong to the write that follows it. */
const tellingMs = 10_000;
/** Files that are remembered; those without unsaved changes can be forgotten. */
const mostKnown = 5_000;

/**
 * Which version of a file the editor goes by, so that no save replaces a version that nobody has seen.
 *
 * VS Code asks for a file's stat right before it saves, and compares it with the one of its text: a save where the time
 * is later AND the length differs becomes its conflict flow (compare, overwrite). This keeps (1) the stat that it was
 * told, for the header that closes the gap between that stat and the write; (2) the version below unsaved changes, since
 * VS Code does not see a change that left the length as it was, or set the time back.
 */
export class Versions {
  readonly #known = new Map<string, Known>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * What VS Code is told of a file: its length and time, unless they would hide from it that the file is not the one
   * that its unsaved changes are made on.
   */
  tell(place: Place, version: Version): { readonly sizeBytes: number; readonly modifiedMs: number } {
    const known = this.#at(place);
    known.told = { version, at: this.#now() };
    const { sizeBytes, modifiedMs = 0 } = version;
    const { base } = known;
    if (!base || base.modifiedMs === undefined || base.modifiedMs === version.modifiedMs)
      return { sizeBytes, modifiedMs };
    return {
      sizeBytes: sizeBytes === base.sizeBytes ? sizeBytes + 1 : sizeBytes,
      modifiedMs: Math.max(modifiedMs, base.modifiedMs + 1),
    };
  }

  /** The `modifiedMs` that a file must still have when it is written; undefined: any. */
  expected(place: Place): number | undefined {
    const known = this.#known.get(placeKey(place));
    if (!known?.told) return undefined;
    const isRecent = this.#now() - known.told.at < tellingMs;
    return known.edited || isRecent ? known.told.version.modifiedMs : undefined;
  }

  /** @param version the file's before it was read, so that its text is at least as young */
  read(place: Place, version: Version): void {
    this.#at(place).read = version;
  }

  written(place: Place, version: Version): void {
    const known = this.#at(place);
    known.read = version;
    delete known.told;
    if (known.edited) known.base = version;
  }

  /** Whether an editor holds changes of the file that are not saved. */
  setEdited(place: Place, edited: boolean): void {
    const known = this.#at(place);
    if (known.edited === edited) return;
    known.edited = edited;
    known.base = edited ? known.read : undefined;
  }

  isEdited(place: Place): boolean {
    return this.#known.get(placeKey(place))?.edited === true;
  }

  /** The file is not open any more, or not there. */
  forget(place: Place): void {
    this.#known.delete(placeKey(place));
  }

  #at(place: Place): Known {
    if (this.#known.size >= mostKnown)
      for (const [key, { edited }] of [...this.#known]) if (!edited) this.#known.delete(key);
    const key = placeKey(place);
    const known = this.#known.get(key) ?? {};
    this.#known.set(key, known);
    return known;
  }
}
