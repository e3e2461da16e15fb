import type { FileEntry, InstanceRef } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { isWithin, type Place, placeKey } from "./place.ts";
import { SharedCall } from "./sharedCall.ts";

/** What a directory held when it was listed. */
export interface KeptListing {
  readonly place: Place;
  readonly entries: ReadonlyMap<string, FileEntry>;
  readonly truncated: boolean;
}

interface Kept {
  readonly listing: KeptListing;
  readonly at: number;
  /** It was shown as a whole. */
  readonly taken: boolean;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** How old (ms) the answer may be. */
  readonly maxAgeMs?: number;
  /** The whole listing is shown to somebody, who expects the next one to be a later one. */
  readonly take?: boolean;
}

export interface ListingsDeps {
  readonly read: (ref: InstanceRef, path: string, signal: AbortSignal) => Promise<Omit<KeptListing, "place">>;
  readonly clock: Clock;
  /** A directory was listed again. */
  readonly onRead: (before: KeptListing, after: KeptListing) => void;
}

/** How long a listing answers what VS Code asks about each entry, in ms. */
export const listingLifeMs = 1_500;
/** Directories that are remembered, so that what changed in them can be told. */
const mostKept = 100;

/** Directories as they were last listed: one request serves all who ask about what is in one. */
export class Listings {
  readonly #deps: ListingsDeps;
  /** Oldest first. */
  readonly #kept = new Map<string, Kept>();
  readonly #running = new Map<string, SharedCall<KeptListing>>();

  constructor(deps: ListingsDeps) {
    this.#deps = deps;
  }

  /** Lists a directory, unless that was done within `maxAgeMs`. Calls during a request share it. */
  async read(
    ref: InstanceRef,
    place: Place,
    { signal, maxAgeMs = listingLifeMs, take = false }: ReadOptions = {},
  ): Promise<KeptListing> {
    signal?.throwIfAborted();
    const key = placeKey(place);
    const kept = this.#kept.get(key);
    if (kept && this.#deps.clock.now() - kept.at < maxAgeMs && !(take && kept.taken)) {
      if (take) this.#kept.set(key, { ...kept, taken: true });
      return kept.listing;
    }
    let call = this.#running.get(key);
    if (!call || call.isAbandoned) {
      const started: SharedCall<KeptListing> = new SharedCall(async (abort) => {
        try {
          const listing = { place, ...(await this.#deps.read(ref, place.path, abort)) };
          // Unless something was written there meanwhile, which it may or may not show.
          if (this.#running.get(key) === started) this.#keep(key, listing);
          return listing;
        } finally {
          if (this.#running.get(key) === started) this.#running.delete(key);
        }
      });
      this.#running.set(key, started);
      call = started;
    }
    const listing = await call.join(signal);
    const own = this.#kept.get(key);
    if (take && own?.listing === listing) this.#kept.set(key, { ...own, taken: true });
    return listing;
  }

  /** The directory as it was last listed, however long ago. */
  last(place: Place): KeptListing | undefined {
    return this.#kept.get(placeKey(place))?.listing;
  }

  /** Whether a question about an entry of a directory would be answered without a request. */
  isFresh(place: Place): boolean {
    const kept = this.#kept.get(placeKey(place));
    return kept !== undefined && this.#deps.clock.now() - kept.at < listingLifeMs;
  }

  /** What a call has just made of one entry; undefined: it is gone. */
  note(directory: Place, name: string, entry: FileEntry | undefined): void {
    const key = placeKey(directory);
    this.#running.delete(key);
    const kept = this.#kept.get(key);
    if (!kept) return;
    const entries = new Map(kept.listing.entries);
    if (entry) entries.set(name, entry);
    else entries.delete(name);
    this.#kept.set(key, { ...kept, listing: { ...kept.listing, entries } });
  }

  /** The next question about a directory is asked of the server. */
  expire(directory: Place): void {
    const key = placeKey(directory);
    this.#running.delete(key);
    const kept = this.#kept.get(key);
    if (kept) this.#kept.set(key, { ...kept, at: Number.NEGATIVE_INFINITY });
  }

  /** Forgets a directory and all below it. */
  forget(place: Place): void {
    for (const [key, { listing }] of [...this.#kept])
      if (isWithin(listing.place, place)) this.#kept.delete(key);
    this.#running.delete(placeKey(place));
  }

  expireAll(): void {
    for (const { listing } of [...this.#kept.values()]) this.expire(listing.place);
  }

  #keep(key: string, listing: KeptListing): void {
    const before = this.#kept.get(key)?.listing;
    this.#kept.delete(key);
    this.#kept.set(key, { listing, at: this.#deps.clock.now(), taken: false });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    if (before) this.#deps.onRead(before, listing);
  }
}
