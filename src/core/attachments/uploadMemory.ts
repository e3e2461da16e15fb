import * as v from "valibot";
import type { KeyValueStore } from "../../common/keyValueStore.ts";

const key = "uploads";
/** The oldest go first. */
const maxEntries = 500;

const entrySchema = v.object({
  /** Names the instance, or the user's own gateway with its address. */
  instance: v.string(),
  /** SHA-256 of the content. */
  hash: v.string(),
  /** As the attachment had it. */
  path: v.string(),
  /** On the instance. */
  remotePath: v.string(),
});
const entriesSchema = v.array(entrySchema);
type Entry = v.InferOutput<typeof entrySchema>;

/** What of a file decides whether it is on an instance already. */
export type Content = Pick<Entry, "instance" | "hash" | "path">;

/** What was brought to which instance, over reloads and windows. */
export class UploadMemory {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /**
   * Where a file of this content and name is on the instance. Equal files of different folders are different ones,
   * since the agent is told by the path which is meant; a file whose folder is not known is any of its name.
   */
  find({ instance, hash, path }: Content): string | undefined {
    const same = this.#entries().filter((entry) => entry.instance === instance && entry.hash === hash);
    const found =
      same.findLast((entry) => entry.path === path) ??
      same.findLast((entry) => isNameOf(entry.path, path) || isNameOf(path, entry.path));
    return found?.remotePath;
  }

  remember(content: Content, remotePath: string): void {
    const { instance, hash, path } = content;
    const others = this.#entries().filter(
      (entry) => entry.instance !== instance || entry.hash !== hash || entry.path !== path,
    );
    this.#save([...others, { instance, hash, path, remotePath }].slice(-maxEntries));
  }

  forget(instance: string, remotePaths: readonly string[]): void {
    const entries = this.#entries();
    const left = entries.filter(
      (entry) => entry.instance !== instance || !remotePaths.includes(entry.remotePath),
    );
    if (left.length < entries.length) this.#save(left);
  }

  #entries(): readonly Entry[] {
    return this.#store.get(key, v.parser(entriesSchema)) ?? [];
  }

  #save(entries: readonly Entry[]): void {
    void this.#store.set(key, entries);
  }
}

/** Whether `name` has no folder and is the last part of `path`. */
function isNameOf(name: string, path: string): boolean {
  return !name.includes("/") && path.endsWith(`/${name}`);
}
