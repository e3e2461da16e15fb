import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore, toDisposable } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";
import type { Logger } from "../../common/logger.ts";
import type { FileChange } from "./files.ts";
import type { KeptListing } from "./listings.ts";
import { childOf, isWithin, nameOf, parentOf, type Place, placeKey } from "./place.ts";
import { nextLookMs } from "./watchPlan.ts";

export interface WatchesDeps {
  /** Lists a directory now; what differs from the last time comes back through `compare`. Undefined: it is not there. */
  readonly look: (directory: Place) => Promise<KeptListing | undefined>;
  readonly isDirectory: (place: Place) => boolean;
  /** Whether asking this instance wakes nobody. */
  readonly isAwake: (instanceId: string) => Promise<boolean>;
  readonly windowFocus: { readonly focused: boolean; readonly onDidChange: Event<boolean> };
  readonly fire: (changes: readonly FileChange[]) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Watch {
  readonly place: Place;
  readonly recursive: boolean;
}

/** Of a directory: all that is in it, or these names. */
type Wanted = "all" | Set<string>;

/** Directories of one workspace folder that are looked at: the ones that were listed last. */
const mostListed = 5;

/** Looks from time to time at what is open, as long as somebody could see it change. */
export class Watches implements Disposable {
  readonly #deps: WatchesDeps;
  readonly #store = new DisposableStore();
  readonly #watches = new Set<Watch>();
  /** Directories that were listed, the last one last. */
  readonly #listed = new Map<string, Place>();
  /** Directories that were not there at the last look: the one above tells when they come. */
  readonly #absent = new Map<string, Place>();
  #shown: readonly Place[] = [];
  #timer: { readonly dueAt: number; readonly abort: AbortController } | undefined;
  #looking = false;
  #failures = 0;
  #activeAt: number;

  constructor(deps: WatchesDeps) {
    this.#deps = deps;
    this.#activeAt = deps.clock.now();
    this.#store.add(deps.windowFocus.onDidChange((focused) => (focused ? this.lookNow() : this.#schedule())));
    this.#store.add(toDisposable(() => this.#timer?.abort.abort()));
  }

  watch(place: Place, recursive: boolean): Disposable {
    const watch = { place, recursive };
    this.#watches.add(watch);
    this.active();
    return toDisposable(() => {
      this.#watches.delete(watch);
      if (this.#watches.size === 0) this.#absent.clear();
      this.#schedule();
    });
  }

  show(places: readonly Place[]): void {
    this.#shown = places;
    this.active();
  }

  /** Somebody listed a directory in order to show it. */
  listed(directory: Place): void {
    const key = placeKey(directory);
    this.#listed.delete(key);
    this.#listed.set(key, directory);
    for (const oldest of this.#listed.keys()) {
      if (this.#listed.size <= 100) break;
      this.#listed.delete(oldest);
    }
    this.active();
  }

  /** Something happens among the files: they are worth a closer look for a while. */
  active(): void {
    this.#activeAt = this.#deps.clock.now();
    this.#schedule();
  }

  lookNow(): void {
    this.#activeAt = this.#deps.clock.now();
    this.#failures = 0;
    void this.#round();
  }

  /** Tells what differs between two listings of a directory, as far as somebody watches it. */
  compare(before: KeptListing, after: KeptListing): void {
    const wanted = this.#wanted().get(placeKey(after.place))?.names;
    if (wanted === undefined) return;
    const changes = differences(before, after).filter(
      ({ place }) => wanted === "all" || wanted.has(nameOf(place)),
    );
    if (changes.length === 0) return;
    this.active();
    this.#deps.fire(changes);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #schedule(): void {
    if (this.#looking || this.#store.isDisposed) return;
    const now = this.#deps.clock.now();
    const { focused } = this.#deps.windowFocus;
    const quietMs = now - this.#activeAt;
    const delay =
      this.#watches.size === 0 ? undefined : nextLookMs({ focused, quietMs, failures: this.#failures });
    // What happens in the meantime may hasten the next look, but must not put it off.
    if (delay !== undefined && this.#timer && this.#timer.dueAt <= now + delay) return;
    this.#timer?.abort.abort();
    this.#timer = undefined;
    if (delay === undefined) return;
    const abort = new AbortController();
    this.#timer = { dueAt: now + delay, abort };
    this.#deps.clock.sleep(delay, abort.signal).then(
      () => this.#round(),
      () => undefined,
    );
  }

  async #round(): Promise<void> {
    if (this.#looking || this.#store.isDisposed) return;
    this.#timer?.abort.abort();
    this.#timer = undefined;
    this.#looking = true;
    try {
      const wanted = [...this.#wanted().values()].map(({ directory }) => directory);
      await Promise.all(
        wanted.map(async (directory) => {
          if (await this.#deps.isAwake(directory.instanceId)) await this.#look(directory);
        }),
      );
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#deps.logger.debug("Watched files could not be looked at.", error);
    } finally {
      this.#looking = false;
      this.#schedule();
    }
  }

  async #look(directory: Place): Promise<void> {
    const key = placeKey(directory);
    const listing = await this.#deps.look(directory);
    if (!listing) {
      this.#absent.set(key, directory);
      return;
    }
    if (this.#absent.delete(key)) this.compare({ ...listing, entries: new Map() }, listing);
    const come = [...this.#absent.values()].filter((child) => {
      const above = parentOf(child);
      return above && placeKey(above) === key && (listing.truncated || listing.entries.has(nameOf(child)));
    });
    await Promise.all(come.map((child) => this.#look(child)));
  }

  /** Which directories tell of what is watched, and which names in them count. */
  #wanted(): Map<string, { readonly directory: Place; readonly names: Wanted }> {
    const wanted = new Map<string, { directory: Place; names: Wanted }>();
    const add = (directory: Place | undefined, name: string | undefined): void => {
      if (!directory) return;
      const key = placeKey(directory);
      if (this.#absent.has(key)) return add(parentOf(directory), nameOf(directory));
      const names = wanted.get(key)?.names ?? new Set<string>();
      if (name === undefined || names === "all") wanted.set(key, { directory, names: "all" });
      else wanted.set(key, { directory, names: names.add(name) });
    };
    for (const { place, recursive } of this.#watches) {
      if (!this.#deps.isDirectory(place)) add(parentOf(place), nameOf(place));
      else if (!recursive) add(place, undefined);
      if (!recursive) continue;
      const below = [...this.#listed.values()].filter((directory) => isWithin(directory, place));
      for (const directory of below.slice(-mostListed)) add(directory, undefined);
      for (const file of this.#shown) if (isWithin(file, place)) add(parentOf(file), nameOf(file));
    }
    return wanted;
  }
}

function differences(before: KeptListing, after: KeptListing): FileChange[] {
  const changes: FileChange[] = [];
  const cut = before.truncated || after.truncated;
  for (const [name, entry] of after.entries) {
    const place = childOf(after.place, name);
    const old = before.entries.get(name);
    if (!old) {
      // Of a directory that is cut an entry may only have moved into sight.
      if (!cut) changes.push({ place, kind: "created" });
    } else if (old.type !== entry.type) {
      changes.push({ place, kind: "deleted" }, { place, kind: "created" });
    } else if (
      entry.type !== "directory" &&
      (old.modifiedMs !== entry.modifiedMs || old.sizeBytes !== entry.sizeBytes)
    ) {
      changes.push({ place, kind: "changed" });
    }
  }
  if (cut) return changes;
  for (const name of before.entries.keys())
    if (!after.entries.has(name)) changes.push({ place: childOf(after.place, name), kind: "deleted" });
  return changes;
}
