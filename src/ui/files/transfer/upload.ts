import * as vscode from "vscode";
import { capabilities, type FileEntry, type Instance } from "../../../api/wire.ts";
import type { InstanceFiles } from "../../../core/files/files.ts";
import { isFilesError } from "../../../core/files/filesError.ts";
import { childOf, nameOf, parentOf, type Place, placeKey } from "../../../core/files/place.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { showInformation } from "../../../platform/messages.ts";
import { withProgress } from "../../../platform/progress.ts";
import type { FilesUiDeps } from "../deps.ts";
import { Conflicts } from "./conflicts.ts";
import { inParallel } from "./inParallel.ts";
import type { LocalItem } from "./localItems.ts";
import { freeName } from "./names.ts";
import { TransferProgress } from "./transferProgress.ts";

/** Requests at once. */
const atOnce = 4;

/**
 * Brings files and folders to an instance and says so. Where the dialect cannot write files in place they go to the
 * agent's folder for uploads, each under a name of its own. Cancelled, what was sent stays.
 * @param directory where they go; the agent's folder for uploads where the dialect knows no other
 * @param gather finds the items; given an `AbortSignal`, since a large folder takes time
 * @throws what cannot be read here, FilesError, Agent37Error
 */
export async function upload(
  { client, files }: Pick<FilesUiDeps, "client" | "files">,
  instance: Instance,
  directory: Place,
  gather: (signal: AbortSignal) => Promise<readonly LocalItem[]>,
): Promise<void> {
  const where = instanceLabel(instance);
  const canWrite = capabilities[instance.dialect].writeFiles;
  const done = await withProgress(vscode.l10n.t("Uploading to {0}", where), async (signal, say) => {
    const items = await gather(signal);
    const progress = new TransferProgress(items, say);
    if (canWrite) return new Uploader(files, directory, items, progress).run(signal);
    const own = items.filter(({ isDirectory }) => !isDirectory);
    const paths: string[] = [];
    await inParallel(own, atOnce, signal, async (item, ownSignal) => {
      const bytes = await bytesOf(item);
      const onProgress = (sent: number): void => progress.file(item, sent);
      const path = item.segments.join("/");
      const placed = await client.uploadFile(instance, { path, bytes }, { signal: ownSignal, onProgress });
      paths.push(placed.path);
      progress.done(item);
    });
    files.refresh();
    return { files: paths.length, skipped: 0, only: paths[0] };
  });
  tell(done, where, canWrite ? directory.path : "~/uploads");
}

interface Done {
  readonly files: number;
  readonly skipped: number;
  /** The path of one of the files. */
  readonly only: string | undefined;
}

function tell({ files, skipped, only }: Done, where: string, directory: string): void {
  const said =
    files === 1 && only !== undefined
      ? vscode.l10n.t("{0} is on {1} now.", only, where)
      : files > 0
        ? vscode.l10n.t("{0} files are on {1} now, in {2}.", files, where, directory)
        : vscode.l10n.t("No file was uploaded.");
  const passed = skipped > 0 ? ` ${vscode.l10n.t("Skipped: {0}.", skipped)}` : "";
  void showInformation(said + passed);
}

async function bytesOf(item: LocalItem): Promise<Uint8Array> {
  const content = await item.content();
  if (content instanceof Uint8Array) return content;
  const pieces: Uint8Array[] = [];
  for await (const piece of content.open()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** One upload to a directory, in which nothing is overwritten unasked. */
class Uploader {
  readonly #files: InstanceFiles;
  readonly #directory: Place;
  readonly #items: readonly LocalItem[];
  readonly #progress: TransferProgress;
  readonly #conflicts: Conflicts;
  /** What is in each directory, by its key; a directory that was made here has nothing. */
  readonly #known = new Map<string, Promise<Map<string, FileEntry["type"]>>>();
  #written: string[] = [];
  #skipped = 0;

  constructor(
    files: InstanceFiles,
    directory: Place,
    items: readonly LocalItem[],
    progress: TransferProgress,
  ) {
    this.#files = files;
    this.#directory = directory;
    this.#items = items;
    this.#progress = progress;
    this.#conflicts = new Conflicts(items.length > 1);
  }

  async run(signal: AbortSignal): Promise<Done> {
    for (const { segments, isDirectory } of this.#items)
      if (isDirectory) await this.#makeDirectory(this.#placeOf(segments), signal);
    const files = this.#items.filter(({ isDirectory }) => !isDirectory);
    await inParallel(files, atOnce, signal, (item, ownSignal) => this.#write(item, ownSignal));
    return { files: this.#written.length, skipped: this.#skipped, only: this.#written[0] };
  }

  #placeOf(segments: readonly string[]): Place {
    return segments.reduce(childOf, this.#directory);
  }

  async #makeDirectory(place: Place, signal: AbortSignal): Promise<void> {
    const above = await this.#entriesOf(parentOf(place) ?? place, signal);
    const type = above.get(nameOf(place));
    // A link may lead to a directory; what is written into it says whether it does.
    if (type === "directory" || type === "symlink") return;
    await this.#files.createDirectory(place, { signal });
    above.set(nameOf(place), "directory");
    this.#known.set(placeKey(place), Promise.resolve(new Map<string, FileEntry["type"]>()));
  }

  async #write(item: LocalItem, signal: AbortSignal): Promise<void> {
    const wanted = this.#placeOf(item.segments);
    const directory = parentOf(wanted) ?? wanted;
    const entries = await this.#entriesOf(directory, signal);
    let place = wanted;
    let isTaken = entries.has(nameOf(place));
    for (;;) {
      signal.throwIfAborted();
      const answer = isTaken ? await this.#conflicts.answer(nameOf(place), place.path) : undefined;
      if (answer === "skip") {
        this.#skipped += 1;
        this.#progress.done(item);
        return;
      }
      if (answer === "keepBoth")
        place = childOf(directory, await freeName(nameOf(wanted), (name) => entries.has(name)));
      entries.set(nameOf(place), "file");
      try {
        await this.#files.write(place, await item.content(), {
          signal,
          overwrite: answer === "overwrite",
          onProgress: (sent) => this.#progress.file(item, sent),
        });
        break;
      } catch (error) {
        // It has come meanwhile, or is not in a listing that was cut.
        if (answer === "overwrite" || !isFilesError(error, "exists")) throw error;
        isTaken = true;
      }
    }
    this.#written.push(place.path);
    this.#progress.done(item);
  }

  #entriesOf(directory: Place, signal: AbortSignal): Promise<Map<string, FileEntry["type"]>> {
    const key = placeKey(directory);
    const known = this.#known.get(key);
    if (known) return known;
    const read = this.#files
      .list(directory, { signal })
      .then(({ entries }) => new Map(entries.map(({ name, type }) => [name, type] as const)));
    this.#known.set(key, read);
    return read;
  }
}
