import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { FileEntry, InstanceRef } from "../../api/wire.ts";
import type { LinkTarget } from "./files.ts";
import { FilesError, filesErrorOf, isFilesError } from "./filesError.ts";
import { close } from "./download.ts";
import type { KeptListing, Listings } from "./listings.ts";
import { nameOf, parentOf, type Place, placeKey } from "./place.ts";

/** What was found at a place. */
export interface Found {
  readonly type: FileEntry["type"];
  readonly target?: LinkTarget | undefined;
  readonly sizeBytes?: number | undefined;
  readonly modifiedMs?: number | undefined;
}

export interface LookOptions {
  readonly signal?: AbortSignal | undefined;
  /** How old (ms) the answer may be. */
  readonly maxAgeMs?: number;
  /** The same for the answer that nothing is there: VS Code asks for many files that may be there. */
  readonly missAgeMs?: number;
}

const missLifeMs = 300;

/** Places that are remembered; to forget them all costs a request here and there. */
const mostSeen = 50_000;

const directory: Found = { type: "directory" };

/** Finds out what is at a place. The API has no call for that, so the directory above is listed. */
export class Looks {
  readonly #client: Pick<Agent37Client, "downloadFile">;
  readonly #listings: Listings;
  /** Places that were seen to be files or directories: which listing tells of them. */
  readonly #seen = new Map<string, "directory" | "other">();
  /** Where symbolic links lead, by place and the link's own time. */
  readonly #links = new Map<string, { readonly modifiedMs: number | undefined; readonly found: Found }>();

  constructor(client: Pick<Agent37Client, "downloadFile">, listings: Listings) {
    this.#client = client;
    this.#listings = listings;
  }

  /** @throws FilesError `notFound` */
  async find(ref: InstanceRef, place: Place, options: LookOptions = {}): Promise<Found> {
    const parent = parentOf(place);
    if (!parent || place.path === "~") return directory;
    if (await this.#isMissing(ref, parent, options)) throw new FilesError("notFound", place);
    if (this.#guessDirectory(place, parent)) {
      // Whoever asks about a directory lists it next: the same request answers both.
      const found = await this.#ifDirectory(ref, place, options);
      if (found) return { ...this.#lastEntry(parent, place), ...found };
    }
    const kept = this.#listings.last(parent);
    let listing = await this.#listParent(ref, parent, place, options);
    if (listing === kept && !listing.entries.has(nameOf(place))) {
      const { missAgeMs = missLifeMs } = options;
      listing = await this.#listParent(ref, parent, place, { ...options, maxAgeMs: missAgeMs });
    }
    const entry = listing.entries.get(nameOf(place));
    if (entry) return this.found(ref, place, entry, options.signal);
    if (!listing.truncated) throw new FilesError("notFound", place);
    return (await this.#ifDirectory(ref, place, options)) ?? this.#openToSee(ref, place, options.signal);
  }

  /**
   * What the last look at the directory above said, however long ago that was.
   * @returns undefined where that does not answer the question
   * @throws FilesError `notFound`
   */
  remembered(place: Place): Found | undefined {
    const parent = parentOf(place);
    if (!parent || place.path === "~") return directory;
    const kept = this.#listings.last(parent);
    const entry = kept?.entries.get(nameOf(place));
    if (entry?.type === "symlink") return this.#links.get(placeKey(place))?.found;
    if (!entry && kept && !kept.truncated) throw new FilesError("notFound", place);
    return entry;
  }

  /** An entry of a listing, with what a symbolic link leads to. */
  async found(
    ref: InstanceRef,
    place: Place,
    entry: FileEntry,
    signal: AbortSignal | undefined,
  ): Promise<Found> {
    this.saw(place, entry.type);
    if (entry.type !== "symlink") return entry;
    const key = placeKey(place);
    const known = this.#links.get(key);
    if (known && known.modifiedMs === entry.modifiedMs) return known.found;
    const found = { ...entry, ...(await this.#follow(ref, place, signal)) };
    this.#links.set(key, { modifiedMs: entry.modifiedMs, found });
    return found;
  }

  /** Whether a place was seen to be a directory. */
  isDirectory(place: Place): boolean {
    return !parentOf(place) || place.path === "~" || this.#seen.get(placeKey(place)) === "directory";
  }

  saw(place: Place, type: FileEntry["type"]): void {
    if (this.#seen.size > mostSeen) this.clear();
    this.#seen.set(placeKey(place), type === "directory" ? "directory" : "other");
  }

  forget(place: Place): void {
    this.#seen.delete(placeKey(place));
    this.#links.delete(placeKey(place));
  }

  clear(): void {
    this.#seen.clear();
    this.#links.clear();
  }

  /**
   * Whether a directory is not there because one above it is not. VS Code asks for many files of directories such as
   * `.vscode` that may not be there: one look at the directory which would have to hold them answers for all.
   */
  async #isMissing(ref: InstanceRef, place: Place, options: LookOptions): Promise<boolean> {
    const above = parentOf(place);
    if (!above || place.path === "~" || this.#listings.isFresh(place)) return false;
    const kept = this.#listings.last(above);
    if (!kept) return this.#isMissing(ref, above, options);
    const isListed = ({ entries, truncated }: KeptListing): boolean =>
      truncated || entries.has(nameOf(place));
    if (isListed(kept)) return false;
    const { missAgeMs = missLifeMs } = options;
    try {
      return !isListed(await this.#listParent(ref, above, place, { ...options, maxAgeMs: missAgeMs }));
    } catch (error) {
      if (isFilesError(error, "notFound")) return true;
      throw error;
    }
  }

  #guessDirectory(place: Place, parent: Place): boolean {
    const seen = this.#seen.get(placeKey(place));
    if (seen !== undefined) return seen === "directory";
    return !this.#listings.isFresh(parent) && !nameOf(place).includes(".");
  }

  #lastEntry(parent: Place, place: Place): FileEntry | undefined {
    return this.#listings.last(parent)?.entries.get(nameOf(place));
  }

  async #listParent(ref: InstanceRef, parent: Place, place: Place, options: LookOptions) {
    try {
      const listing = await this.#listings.read(ref, parent, options);
      this.saw(parent, "directory");
      return listing;
    } catch (error) {
      const known = filesErrorOf(error, parent);
      if (isFilesError(known, "notFound", "notADirectory")) throw new FilesError("notFound", place, error);
      throw known;
    }
  }

  async #ifDirectory(ref: InstanceRef, place: Place, options: LookOptions): Promise<Found | undefined> {
    try {
      await this.#listings.read(ref, place, options);
      this.saw(place, "directory");
      return directory;
    } catch (error) {
      if (!isFilesError(filesErrorOf(error, place), "notFound", "notADirectory")) throw error;
      this.#seen.delete(placeKey(place));
      return undefined;
    }
  }

  async #follow(ref: InstanceRef, place: Place, signal: AbortSignal | undefined): Promise<Partial<Found>> {
    try {
      await this.#listings.read(ref, place, { signal });
      return { target: "directory", sizeBytes: undefined };
    } catch (error) {
      const known = filesErrorOf(error, place);
      if (isFilesError(known, "notFound")) return { target: "unknown" };
      if (!isFilesError(known, "notADirectory")) throw known;
    }
    try {
      const { sizeBytes } = await this.#openToSee(ref, place, signal);
      return { target: "file", sizeBytes };
    } catch (error) {
      if (isFilesError(error) || isRefused(error)) return { target: "unknown" };
      throw error;
    }
  }

  /** A file that no listing tells of: whether it can be opened, and how long it is. */
  async #openToSee(ref: InstanceRef, place: Place, signal: AbortSignal | undefined): Promise<Found> {
    try {
      const { sizeBytes, bytes } = await this.#client.downloadFile(ref, place.path, { signal });
      await close(bytes);
      return { type: "file", sizeBytes };
    } catch (error) {
      throw filesErrorOf(error, place);
    }
  }
}

/** The server refuses to give what is there as a file. */
function isRefused(error: unknown): boolean {
  return error instanceof Agent37Error && error.code === "validation_error";
}
