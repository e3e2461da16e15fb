import type { Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { InstanceFiles } from "../../core/files/files.ts";
import type { Homes } from "../../core/files/homes.ts";
import { childOf, nameOf, parentOf, type Place, placeKey } from "../../core/files/place.ts";
import { below, readPath } from "./paths.ts";

/** How long it holds what is in a directory, in milliseconds. */
const heldMs = 15_000;
/** How long it holds that something is not there: an agent names a file in the moment in which it has made it. */
const missingMs = 2_000;
/** Directories of one question: an answer that names more has no more links. */
const maxDirectories = 20;
const atOnce = 4;

type Kinds = ReadonlyMap<string, "file" | "directory">;
interface Listing {
  readonly at: number;
  readonly kinds: Promise<Kinds>;
}

/** Finds the files of an instance that answers name, with few requests: directories are listed, not files asked for. */
export class InstancePaths {
  readonly #files: Pick<InstanceFiles, "list">;
  readonly #homes: Homes;
  readonly #clock: Clock;
  /** By the directory's key, oldest first. */
  readonly #listings = new Map<string, Listing>();

  constructor(files: Pick<InstanceFiles, "list">, homes: Homes, clock: Clock) {
    this.#files = files;
    this.#homes = homes;
    this.#clock = clock;
  }

  /** Which of these paths are files of the instance. Nothing is asked of one that does not run: that could wake it. */
  async find(instance: Instance, paths: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    if (instance.status !== "running" || paths.length === 0) return found;
    // Without its home no relative path means anything, and what cannot be asked has no links.
    const home = await this.#homes.place(instance).catch(() => undefined);
    if (!home) return found;
    const asked = { left: maxDirectories };
    const queue = [...new Set(paths)];
    const worker = async (): Promise<void> => {
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
        const place = placeOf(path, home);
        if (place && (await this.#isFile(place, home, asked))) found.add(path);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return found;
  }

  /** The file of the instance that a path names, if it could be one. @throws what the client says */
  async place(instance: Instance, path: string): Promise<Place | undefined> {
    return placeOf(path, await this.#homes.place(instance));
  }

  async #isFile(place: Place, home: Place, asked: { left: number }): Promise<boolean> {
    const directory = parentOf(place);
    if (!directory) return false;
    // What an agent says of a project is mostly below its home: where the first folder is missing, so is the rest.
    const inHome = below(home.path, place.path)?.split("/") ?? [];
    const [first] = inHome;
    if (first !== undefined && inHome.length > 1) {
      const isThere = await this.#has(home, first, "directory", asked);
      if (!isThere) return false;
    }
    return this.#has(directory, nameOf(place), "file", asked);
  }

  async #has(
    directory: Place,
    name: string,
    kind: "file" | "directory",
    asked: { left: number },
  ): Promise<boolean> {
    const key = placeKey(directory);
    const known = this.#listings.get(key);
    const age = known ? this.#clock.now() - known.at : Infinity;
    if (known && age < heldMs) {
      const isThere = (await known.kinds).get(name) === kind;
      if (isThere || age < missingMs) return isThere;
    }
    // Somebody else may have asked meanwhile.
    if (this.#listings.get(key) === known) {
      if (asked.left <= 0) return false;
      asked.left -= 1;
      this.#listings.delete(key);
      this.#listings.set(key, { at: this.#clock.now(), kinds: this.#list(directory) });
      this.#forgetOld();
    }
    return (await this.#listings.get(key)?.kinds)?.get(name) === kind;
  }

  async #list(directory: Place): Promise<Kinds> {
    try {
      const { entries } = await this.#files.list(directory);
      return new Map(
        entries.map(({ name, type, target }) => {
          const isDirectory = type === "directory" || target === "directory";
          return [name, isDirectory ? "directory" : "file"] as const;
        }),
      );
    } catch {
      // Not there, or not to be read: either way nothing that could be opened.
      return new Map();
    }
  }

  #forgetOld(): void {
    for (const key of this.#listings.keys()) {
      if (this.#listings.size <= 100) break;
      this.#listings.delete(key);
    }
  }
}

/** Where a path is that an agent may write: absolute, below its home with `~/`, or relative to where it works. */
function placeOf(written: string, home: Place): Place | undefined {
  const named = readPath(written);
  if (!named) return undefined;
  const { instanceId } = home;
  if (named.isAbsolute || named.path.startsWith("~/")) return { instanceId, path: named.path };
  return named.path.split("/").reduce(childOf, home);
}
