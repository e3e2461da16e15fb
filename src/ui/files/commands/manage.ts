import * as vscode from "vscode";
import type { Instance } from "../../../api/wire.ts";
import type { InstanceFiles } from "../../../core/files/files.ts";
import { isFilesError } from "../../../core/files/filesError.ts";
import { childOf, isWithin, nameOf, parentOf, type Place } from "../../../core/files/place.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { confirm } from "../../../platform/messages.ts";
import { withProgress } from "../../../platform/progress.ts";
import { uriOfPlace } from "../fileSystemUris.ts";
import { fewNames } from "../fewNames.ts";
import type { EntryNode } from "../tree/fileNodes.ts";

/** How many names a question lists. */
const named = 5;

/** Asks for a name and makes an empty file, which is opened then. @throws FilesError, Agent37Error */
export async function newFile(files: InstanceFiles, directory: Place): Promise<void> {
  const name = await askForName(files, directory, vscode.l10n.t("New File"));
  if (name === undefined) return;
  const place = childOf(directory, name);
  await files.write(place, new Uint8Array(), { overwrite: false });
  await vscode.commands.executeCommand("vscode.open", uriOfPlace(place), { preview: false });
}

/** Asks for a name and makes a folder. @throws FilesError, Agent37Error */
export async function newFolder(files: InstanceFiles, directory: Place): Promise<void> {
  const name = await askForName(files, directory, vscode.l10n.t("New Folder"));
  if (name !== undefined) await files.createDirectory(childOf(directory, name));
}

/** Asks for another name. Open editors go with the file, as in VS Code's own Explorer. @throws FilesError, Agent37Error */
export async function rename(files: InstanceFiles, { place, name: old }: EntryNode): Promise<void> {
  const directory = parentOf(place);
  if (!directory) return;
  const name = await askForName(files, directory, vscode.l10n.t("Rename {0}", old), old);
  if (name === undefined || name === old) return;
  const target = childOf(directory, name);
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(uriOfPlace(place), uriOfPlace(target));
  // An edit does not say why it was not made; the move itself does.
  if (!(await vscode.workspace.applyEdit(edit))) await files.move(place, target);
}

/** Deletes what the user agrees to lose. @throws FilesError, Agent37Error */
export async function remove(
  files: InstanceFiles,
  instance: Instance,
  nodes: readonly EntryNode[],
): Promise<void> {
  const [first] = nodes;
  if (!first) return;
  const where = instanceLabel(instance);
  const question =
    nodes.length === 1
      ? vscode.l10n.t("Delete {0} from {1}?", first.name, where)
      : vscode.l10n.t("Delete {0} items from {1}?", nodes.length, where);
  const lost =
    nodes.length === 1
      ? await contentsOf(files, first)
      : fewNames(
          nodes.map(({ name }) => name),
          named,
        );
  const detail = [lost, vscode.l10n.t("This cannot be undone.")].filter((text) => text !== "").join("\n");
  if (!(await confirm(question, detail, vscode.l10n.t("Delete")))) return;
  await withProgress(vscode.l10n.t("Deleting from {0}", where), async (signal) => {
    const places = nodes.map(({ place }) => place);
    // What is in a folder that is deleted as well goes with it.
    const outer = places.filter(
      (place) => !places.some((above) => above !== place && isWithin(place, above)),
    );
    for (const place of outer) await files.delete(place, { recursive: true, signal });
  });
}

/** What goes with a folder, in words. */
async function contentsOf(files: InstanceFiles, { place, isDirectory, isLink }: EntryNode): Promise<string> {
  if (!isDirectory || isLink) return "";
  const { entries } = await files.list(place);
  if (entries.length === 0) return vscode.l10n.t("The folder is empty.");
  return vscode.l10n.t(
    "All that is in the folder goes with it: {0}.",
    fewNames(
      entries.map(({ name }) => name),
      named,
    ),
  );
}

async function askForName(
  files: InstanceFiles,
  directory: Place,
  title: string,
  old = "",
): Promise<string | undefined> {
  const dot = old.lastIndexOf(".");
  // Read once, not with every key that is pressed; whatever else is wrong is told when the name is used.
  const taken = files.list(directory).then(
    ({ entries }) => new Set(entries.map((entry) => entry.name)),
    () => new Set<string>(),
  );
  const validate = async (text: string): Promise<string | undefined> => {
    const name = text.trim();
    if (old !== "" && name === old) return undefined;
    if (name === "" || name === "." || name === ".." || /[/\0]/.test(name))
      return vscode.l10n.t("A name without a slash");
    return (await taken).has(name) ? vscode.l10n.t("{0} exists already.", name) : undefined;
  };
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("Name in {0}", directory.path),
    value: old,
    valueSelection: [0, dot > 0 ? dot : old.length],
    // Nothing is wrong with what was not typed yet.
    validateInput: (text) => (text === "" ? undefined : validate(text)),
  });
  return name?.trim() || undefined;
}

async function isThere(files: InstanceFiles, place: Place): Promise<boolean> {
  try {
    await files.stat(place);
    return true;
  } catch (error) {
    // Whatever else is wrong is told when the name is used.
    return !isFilesError(error) ? false : !isFilesError(error, "notFound");
  }
}

/** Moves files into a directory, as when they are dropped there. @throws FilesError, Agent37Error */
export async function moveInto(
  files: InstanceFiles,
  places: readonly Place[],
  directory: Place,
): Promise<void> {
  for (const place of places) {
    const target = childOf(directory, nameOf(place));
    if (target.path === place.path && target.instanceId === place.instanceId) continue;
    const isTaken = await isThere(files, target);
    if (isTaken && !(await agreesToReplace(target))) continue;
    await withProgress(vscode.l10n.t("Moving {0}", nameOf(place)), (signal) =>
      files.move(place, target, { overwrite: isTaken, signal }),
    );
  }
}

function agreesToReplace(target: Place): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Replace {0}?", target.path),
    vscode.l10n.t("What is there now is lost."),
    vscode.l10n.t("Replace"),
  );
}
