import type { FileStat } from "./files.ts";
import { type Place, placeKey } from "./place.ts";

type Version = Pick<FileStat, "modifiedMs" | "sizeBytes">;

interface Shown {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

interface Known {
  /** The version that VS Code was told of last, and when. */
  told?: { readonly version: Version; readonly at: number };
  /** The largest length and the latest time that it was ever told. */
  most: Shown;
  /** What it is told instead of a version that its unsaved changes are not made on. */
  instead?: { readonly of: Version; readonly shown: Shown };
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
   * What VS Code is told of a file: its length and time. Where they would hide from it that the file is not the one that
   * its unsaved changes are made on, both are greater than any that it knows, until the changes are dropped or saved.
   */
  tell(place: Place, version: Version): Shown {
    const known = this.#at(place);
    known.told = { version, at: this.#now() };
    const shown = this.#shown(known, version);
    known.most = {
      sizeBytes: Math.max(known.most.sizeBytes, shown.sizeBytes),
      modifiedMs: Math.max(known.most.modifiedMs, shown.modifiedMs),
    };
    return shown;
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

  #shown(known: Known, version: Version): Shown {
    const { base, most, instead } = known;
    const { sizeBytes, modifiedMs = 0 } = version;
    if (!base || base.modifiedMs === version.modifiedMs) return { sizeBytes, modifiedMs };
    if (instead && isSame(instead.of, version)) return instead.shown;
    const shown = {
      sizeBytes: sizeBytes > most.sizeBytes ? sizeBytes : most.sizeBytes + 1,
      modifiedMs: modifiedMs > most.modifiedMs ? modifiedMs : most.modifiedMs + 1,
    };
    known.instead = { of: version, shown };
    return shown;
  }

  #at(place: Place): Known {
    if (this.#known.size >= mostKnown)
      for (const [key, { edited }] of [...this.#known]) if (!edited) this.#known.delete(key);
    const key = placeKey(place);
    const known = this.#known.get(key) ?? { most: { sizeBytes: 0, modifiedMs: 0 } };
    this.#known.set(key, known);
    return known;
  }
}

function isSame(one: Version, other: Version): boolean {
  return one.modifiedMs === other.modifiedMs && one.sizeBytes === other.sizeBytes;
}
