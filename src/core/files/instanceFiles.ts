import type { FileCalls } from "../../api/fileCalls.ts";
import {
  capabilities,
  type Download,
  type FileContent,
  type FileEntry,
  type InstanceRef,
} from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Logger } from "../../common/logger.ts";
import { collect } from "./download.ts";
import type {
  CallOptions,
  FileChange,
  FileStat,
  InstanceFiles,
  Listing,
  TransferOptions,
  WriteOptions,
} from "./files.ts";
import { FilesError, filesErrorOf, isFilesError } from "./filesError.ts";
import { type KeptListing, Listings } from "./listings.ts";
import { type Found, Looks } from "./looks.ts";
import { moveAcross, moveWithin } from "./move.ts";
import { Outages } from "./outages.ts";
import { childOf, nameOf, parentOf, type Place, placeKey } from "./place.ts";
import { Watches } from "./watches.ts";

export interface InstanceFilesDeps {
  readonly client: FileCalls;
  /**
   * The instance of an id, without regard to case; may wait for the list of instances.
   * @throws Agent37Error when there is none
   */
  readonly instance: (id: string, signal: AbortSignal | undefined) => Promise<InstanceRef>;
  /** Whether an instance runs, so that a request to it wakes nobody; may wait for the list of instances. */
  readonly isAwake: (id: string) => boolean | Promise<boolean>;
  readonly windowFocus: { readonly focused: boolean; readonly onDidChange: Event<boolean> };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Symbolic links of one directory that are followed in order to show what they are; each costs a request or two. */
const mostLinks = 16;

/** The files of instances over their APIs. */
export function createInstanceFiles(deps: InstanceFilesDeps): InstanceFiles {
  return new ApiFiles(deps);
}

class ApiFiles implements InstanceFiles {
  readonly #deps: InstanceFilesDeps;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<readonly FileChange[]>());
  readonly #outages: Outages;
  readonly #listings: Listings;
  readonly #looks: Looks;
  readonly #watches: Watches;
  readonly onDidChange: Event<readonly FileChange[]> = this.#changed.event;

  constructor(deps: InstanceFilesDeps) {
    const { client, clock } = deps;
    this.#deps = deps;
    this.#outages = new Outages(clock);
    this.#listings = new Listings({
      clock,
      read: async (ref, path, signal) => {
        const { entries, truncated } = await this.#outages.guard(ref, () =>
          client.listDirectory(ref, path, { signal }),
        );
        return { entries: new Map(entries.map((entry) => [entry.name, entry])), truncated };
      },
      onRead: (before, after) => this.#watches.compare(before, after),
    });
    this.#looks = new Looks(client, this.#listings);
    this.#watches = this.#store.add(
      new Watches({
        ...deps,
        look: (directory) => this.#look(directory),
        isAwake: (id) => this.#isAwake(id),
        isDirectory: (place) => this.#looks.isDirectory(place),
        fire: (changes) => this.#changed.fire(changes),
      }),
    );
  }

  async stat(
    place: Place,
    { signal, fresh = false }: CallOptions & { fresh?: boolean | undefined } = {},
  ): Promise<FileStat> {
    this.#watches.active();
    const ref = await this.#deps.instance(place.instanceId, signal);
    const known = fresh ? undefined : await this.#asleep(place);
    const options = { signal, ...(fresh && { maxAgeMs: 0 }) };
    return statOf(ref, known ?? (await this.#looks.find(ref, place, options)));
  }

  async list(place: Place, { signal }: CallOptions = {}): Promise<Listing> {
    const ref = await this.#deps.instance(place.instanceId, signal);
    const { entries, truncated } = await this.#about(place, () =>
      this.#listings.read(ref, place, { signal, take: true }),
    );
    this.#looks.saw(place, "directory");
    this.#watches.listed(place);
    let links = 0;
    const found = [...entries.values()].map(async (entry) => {
      const child = childOf(place, entry.name);
      if (entry.type === "symlink" && ++links <= mostLinks) {
        const { target } = await this.#looks.found(ref, child, entry, signal);
        return { ...entry, target };
      }
      this.#looks.saw(child, entry.type);
      return entry;
    });
    return { entries: await Promise.all(found), truncated };
  }

  async read(place: Place, options: TransferOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return collect(await this.open(place, options), options.onProgress);
  }

  async open(place: Place, { signal }: CallOptions = {}): Promise<Download> {
    this.#watches.active();
    const ref = await this.#deps.instance(place.instanceId, signal);
    return this.#about(place, () =>
      this.#outages.guard(ref, () => this.#deps.client.downloadFile(ref, place.path, { signal })),
    );
  }

  async openArchive(place: Place, { signal }: CallOptions = {}): Promise<Download> {
    const ref = await this.#deps.instance(place.instanceId, signal);
    return this.#about(place, () => this.#deps.client.downloadArchive(ref, place.path, { signal }));
  }

  async write(place: Place, content: FileContent, options: WriteOptions = {}): Promise<FileStat> {
    const { signal, onProgress, expectedModifiedMs } = options;
    const ref = await this.#writable(place, signal);
    const before = await this.#ifFound(ref, place, signal);
    if (before && isDirectory(before)) throw new FilesError("isADirectory", place);
    if (before && options.overwrite === false) throw new FilesError("exists", place);
    if (!before && options.create === false) throw new FilesError("notFound", place);
    const total = content instanceof Uint8Array ? content.length : content.sizeBytes;
    const entry = await this.#about(place, () =>
      this.#outages.guard(ref, () =>
        this.#deps.client.writeFile(ref, place.path, content, {
          signal,
          // A file that came into being since the look belongs to somebody else.
          overwrite: before !== undefined,
          // A link's own time is not that of the file behind it.
          expectedModifiedMs: before?.type === "symlink" ? undefined : expectedModifiedMs,
          onProgress: onProgress && ((sent) => onProgress(sent, total)),
        }),
      ),
    );
    this.#note(place, before ? "changed" : "created", entry);
    const { target } = before ?? {};
    return statOf(ref, before?.type === "symlink" ? { ...before, sizeBytes: total, target } : entry);
  }

  async createDirectory(place: Place, { signal }: CallOptions = {}): Promise<void> {
    const ref = await this.#writable(place, signal);
    if (await this.#ifFound(ref, place, signal)) throw new FilesError("exists", place);
    const entry = await this.#about(place, () =>
      this.#deps.client.createDirectory(ref, place.path, { signal }),
    );
    this.#note(place, "created", entry);
  }

  async move(
    from: Place,
    to: Place,
    { signal, overwrite = false }: CallOptions & { overwrite?: boolean | undefined } = {},
  ): Promise<void> {
    if (placeKey(from) === placeKey(to)) return;
    const [source, target] = [await this.#writable(from, signal), await this.#writable(to, signal)];
    if (source.id !== target.id) return moveAcross(this, from, to, { signal, overwrite });
    await moveWithin(this, from, to, { signal, overwrite });
    const entry = await this.#about(to, () =>
      this.#deps.client.moveFile(source, from.path, to.path, { signal }),
    );
    this.#note(from, "deleted", undefined);
    this.#note(to, "created", entry);
  }

  async delete(
    place: Place,
    { signal, recursive = false }: CallOptions & { recursive?: boolean | undefined } = {},
  ): Promise<void> {
    const ref = await this.#deps.instance(place.instanceId, signal);
    if (!parentOf(place) || place.path === "~") throw new FilesError("unfit", place);
    // The server takes a missing path for deleted.
    const found = await this.#looks.find(ref, place, { signal, missAgeMs: 0 });
    if (!recursive && found.type === "directory") {
      const { entries } = await this.#listings.read(ref, place, { signal, maxAgeMs: 0 });
      if (entries.size > 0) throw new FilesError("notEmpty", place);
    }
    await this.#about(place, () => this.#deps.client.deleteFile(ref, place.path, { signal }));
    this.#note(place, "deleted", undefined);
  }

  watch(place: Place, { recursive = false }: { readonly recursive?: boolean | undefined } = {}): Disposable {
    return this.#watches.watch(place, recursive);
  }

  show(places: readonly Place[]): void {
    this.#watches.show(places);
  }

  refresh(what?: Place): void {
    if (what) {
      this.#listings.expire(what);
      const parent = parentOf(what);
      if (parent) this.#listings.expire(parent);
    } else {
      this.#outages.clear();
      this.#listings.expireAll();
      this.#looks.clear();
    }
    this.#watches.lookNow();
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Whether an instance runs; one that has just answered does, whatever the list said before. */
  async #isAwake(id: string): Promise<boolean> {
    return this.#outages.hasAnswered(id) || (await this.#deps.isAwake(id));
  }

  /**
   * What is known of a file whose instance sleeps: nothing changes there meanwhile. VS Code asks again for what is open
   * whenever the window gets the focus, which shall wake nobody.
   * @throws FilesError `notFound`
   */
  async #asleep(place: Place): Promise<Found | undefined> {
    const parent = parentOf(place);
    if (!parent || !this.#listings.last(parent) || this.#listings.isFresh(parent)) return undefined;
    return (await this.#isAwake(place.instanceId)) ? undefined : this.#looks.remembered(place);
  }

  /** Lists a watched directory; one that is gone has lost all that was in it. @returns undefined: it is not there */
  async #look(directory: Place): Promise<KeptListing | undefined> {
    const ref = await this.#deps.instance(directory.instanceId, undefined);
    try {
      return await this.#listings.read(ref, directory, { maxAgeMs: 0 });
    } catch (error) {
      if (!isFilesError(filesErrorOf(error, directory))) throw error;
      const before = this.#listings.last(directory);
      this.#listings.forget(directory);
      if (before) this.#watches.compare(before, { ...before, entries: new Map() });
      return undefined;
    }
  }

  async #writable(place: Place, signal: AbortSignal | undefined): Promise<InstanceRef> {
    this.#watches.active();
    const ref = await this.#deps.instance(place.instanceId, signal);
    if (!capabilities[ref.dialect].writeFiles) throw new FilesError("readOnly", place);
    return ref;
  }

  /** @throws FilesError `notFound` when the directory above is not there */
  async #ifFound(
    ref: InstanceRef,
    place: Place,
    signal: AbortSignal | undefined,
  ): Promise<Found | undefined> {
    try {
      return await this.#looks.find(ref, place, { signal });
    } catch (error) {
      if (!isFilesError(error, "notFound")) throw error;
      const parent = parentOf(place);
      if (parent && !isDirectory(await this.#looks.find(ref, parent, { signal })))
        throw new FilesError("notADirectory", parent);
      return undefined;
    }
  }

  async #about<T>(place: Place, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const known = filesErrorOf(error, place);
      const parent = parentOf(place);
      // What was known of the place is out of date.
      if (isFilesError(known) && parent) this.#listings.expire(parent);
      throw known;
    }
  }

  /** Takes what a call has done into what is known, so that no later look takes it for somebody else's work. */
  #note(place: Place, kind: FileChange["kind"], entry: FileEntry | undefined): void {
    this.#listings.forget(place);
    this.#looks.forget(place);
    const parent = parentOf(place);
    const name = nameOf(place);
    if (parent) this.#listings.note(parent, name, entry && { ...entry, name });
    if (entry) this.#looks.saw(place, entry.type);
    this.#watches.active();
    this.#changed.fire([{ place, kind }]);
  }
}

function isDirectory({ type, target }: Found): boolean {
  return type === "directory" || target === "directory";
}

function statOf(ref: InstanceRef, { type, target, sizeBytes, modifiedMs }: Found): FileStat {
  const canWrite = capabilities[ref.dialect].writeFiles;
  return { type, target, sizeBytes: sizeBytes ?? 0, modifiedMs, canWrite };
}
