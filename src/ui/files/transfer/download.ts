import * as vscode from "vscode";
import { capabilities, type Download, type Instance } from "../../../api/wire.ts";
import type { InstanceFiles } from "../../../core/files/files.ts";
import { childOf, nameOf, type Place } from "../../../core/files/place.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { showInformation } from "../../../platform/messages.ts";
import { withProgress } from "../../../platform/progress.ts";
import { fewNames } from "../fewNames.ts";
import { Conflicts } from "./conflicts.ts";
import { entryPath } from "./entryPath.ts";
import { FolderTarget, LeavesFolder, typeOf } from "./folderTarget.ts";
import { freeName } from "./names.ts";
import { unpack } from "./unpack.ts";

/** Something on an instance that is to be downloaded. */
export interface RemoteItem {
  readonly place: Place;
  readonly isDirectory: boolean;
}

/**
 * Brings files and folders from an instance into a folder on this side and says so. Nothing there is overwritten
 * unasked; a folder that is there already keeps what the instance has not. Cancelled, whole files stay.
 * @throws FilesError, Agent37Error, what cannot be written here
 */
export async function download(
  files: InstanceFiles,
  instance: Instance,
  items: readonly RemoteItem[],
  folder: vscode.Uri,
): Promise<void> {
  const where = instanceLabel(instance);
  const job = new Downloader(files, capabilities[instance.dialect].writeFiles);
  const names = await withProgress(vscode.l10n.t("Downloading from {0}", where), (signal, say) =>
    job.run(items, folder, signal, say),
  );
  tell(names, folder, job);
}

function tell(names: readonly string[], folder: vscode.Uri, { leftOut, cut }: Downloader): void {
  const [only] = names;
  const place = folder.scheme === "file" ? folder.fsPath : folder.path;
  const said = [
    names.length === 1 && only !== undefined
      ? vscode.l10n.t("{0} is in {1} now.", only, place)
      : names.length > 0
        ? vscode.l10n.t("{0} items are in {1} now.", names.length, place)
        : vscode.l10n.t("Nothing was downloaded."),
  ];
  if (leftOut.length > 0)
    said.push(
      vscode.l10n.t(
        "Left out, since they are links or have names that cannot be written here: {0}.",
        fewNames(leftOut, 3),
      ),
    );
  if (cut.length > 0)
    said.push(
      vscode.l10n.t("Folders of which the server lists only the first 1,000 entries: {0}.", fewNames(cut, 3)),
    );
  void showInformation(said.join(" "));
}

/** One download. */
class Downloader {
  readonly #files: InstanceFiles;
  readonly #hasArchive: boolean;
  /** What was not written, as the instance names it. */
  readonly leftOut: string[] = [];
  /** Folders that the server did not list to their end. */
  readonly cut: string[] = [];
  #bytes = 0;

  constructor(files: InstanceFiles, hasArchive: boolean) {
    this.#files = files;
    this.#hasArchive = hasArchive;
  }

  /** @returns the names that were written into the folder */
  async run(
    items: readonly RemoteItem[],
    folder: vscode.Uri,
    signal: AbortSignal,
    say: (message: string) => void,
  ): Promise<readonly string[]> {
    const conflicts = new Conflicts(items.length > 1);
    const isTaken = async (name: string): Promise<boolean> =>
      (await typeOf(vscode.Uri.joinPath(folder, name))) !== undefined;
    const written: string[] = [];
    for (const { place, isDirectory } of items) {
      let name = nameOf(place);
      if (entryPath(name)?.length !== 1) {
        this.leftOut.push(place.path);
        continue;
      }
      if (await isTaken(name)) {
        const answer = await conflicts.answer(name, vscode.Uri.joinPath(folder, name).fsPath);
        if (answer === "skip") continue;
        if (answer === "keepBoth") name = await freeName(name, isTaken);
      }
      if (isDirectory)
        await this.#directory(place, new FolderTarget(vscode.Uri.joinPath(folder, name)), signal, say);
      else await this.#file(place, new FolderTarget(folder), [name], signal, say);
      written.push(name);
    }
    return written;
  }

  async #directory(
    place: Place,
    target: FolderTarget,
    signal: AbortSignal,
    say: (message: string) => void,
  ): Promise<void> {
    if (!this.#hasArchive) return this.#walk(place, target, [], signal, say);
    let at = nameOf(place);
    const bytes = this.#counted(await this.#files.openArchive(place, { signal }), () => at, say);
    const { leftOut } = await unpack(bytes, target, { signal, onFile: (path) => (at = path) });
    this.leftOut.push(...leftOut);
  }

  /** Fetches a directory file by file. */
  async #walk(
    place: Place,
    target: FolderTarget,
    segments: readonly string[],
    signal: AbortSignal,
    say: (message: string) => void,
  ): Promise<void> {
    const { entries, truncated } = await this.#files.list(place, { signal });
    if (truncated) this.cut.push(place.path);
    if (!(await this.#kept(place, target.makeDirectory(segments)))) return;
    for (const { name, type, target: of } of entries) {
      const child = childOf(place, name);
      const own = entryPath(name)?.length === 1 ? [...segments, name] : undefined;
      if (own && type === "directory") await this.#walk(child, target, own, signal, say);
      else if (own && (type === "file" || of === "file")) {
        await this.#kept(child, this.#file(child, target, own, signal, say));
      } else this.leftOut.push(child.path);
    }
  }

  async #file(
    place: Place,
    target: FolderTarget,
    segments: readonly string[],
    signal: AbortSignal,
    say: (message: string) => void,
  ): Promise<void> {
    const bytes = this.#counted(await this.#files.open(place, { signal }), () => nameOf(place), say);
    await target.writeFile(segments, bytes, { signal });
  }

  /** Notes what would have got out of the folder. */
  async #kept(place: Place, work: Promise<void>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (!(error instanceof LeavesFolder)) throw error;
      this.leftOut.push(place.path);
      return false;
    }
  }

  async *#counted(
    { sizeBytes, bytes }: Download,
    name: () => string,
    say: (message: string) => void,
  ): AsyncGenerator<Uint8Array> {
    let own = 0;
    for await (const piece of bytes) {
      own += piece.length;
      this.#bytes += piece.length;
      const through = megabytes(sizeBytes === undefined ? this.#bytes : own);
      say(
        sizeBytes === undefined
          ? vscode.l10n.t("{0}, {1} MB", name(), through)
          : vscode.l10n.t("{0}, {1} of {2} MB", name(), through, megabytes(sizeBytes)),
      );
      yield piece;
    }
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
