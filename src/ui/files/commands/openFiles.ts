import * as vscode from "vscode";
import { capabilities, type Instance } from "../../../api/wire.ts";
import type { Place } from "../../../core/files/place.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { showInformation } from "../../../platform/messages.ts";
import type { FilesUiDeps } from "../deps.ts";
import { uriOfPlace } from "../fileSystemUris.ts";
import type { FilesTree } from "../tree/filesTree.ts";
import { itemsOf } from "../transfer/localItems.ts";
import { upload } from "../transfer/upload.ts";

/** Shows the tree with the files of this instance, which is selected for it, as they are now. */
export async function openInstanceFiles(
  { instances }: FilesUiDeps,
  tree: FilesTree,
  instance: Instance,
): Promise<void> {
  if (instances.selected?.id !== instance.id) await instances.select(instance);
  else tree.refresh({ wakes: false });
  await vscode.commands.executeCommand("agent37.files.focus");
}

/** Makes the directory of the agent a folder of the workspace. @throws what the client says */
export async function addInstanceFolder({ homes }: FilesUiDeps, instance: Instance): Promise<void> {
  const uri = uriOfPlace(await homes.place(instance));
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.some((folder) => folder.uri.toString() === uri.toString())) {
    void showInformation(
      vscode.l10n.t("The files of {0} are in the workspace already.", instanceLabel(instance)),
    );
    return;
  }
  const name = vscode.l10n.t("{0} (Agent37)", instanceLabel(instance));
  vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri, name });
}

/** Lets the user name a directory and shows it at the top of the tree. @throws what the client says */
export async function goToFolder(tree: FilesTree, instance: Instance): Promise<void> {
  const top = await tree.top(instance);
  const path = await askForDirectory(top, vscode.l10n.t("Go to Folder"));
  if (path !== undefined) tree.show({ instanceId: instance.id, path });
}

/**
 * Uploads what the Explorer has given, or what the user chooses then.
 * @param into where it goes; asked for where it is not given and the instance lets one choose
 * @throws what cannot be read here, FilesError, Agent37Error
 */
export async function uploadTo(
  deps: FilesUiDeps,
  tree: FilesTree,
  instance: Instance,
  { into, uris }: { readonly into?: Place | undefined; readonly uris: readonly vscode.Uri[] },
): Promise<void> {
  const chosen = uris.length > 0 ? uris : await chooseLocal(instance);
  if (chosen.length === 0) return;
  let directory = into ?? (await tree.top(instance));
  if (!into && capabilities[instance.dialect].writeFiles) {
    const path = await askForDirectory(directory, vscode.l10n.t("Upload to {0}", instanceLabel(instance)));
    if (path === undefined) return;
    directory = { instanceId: instance.id, path };
  }
  await upload(deps, instance, directory, (signal) => itemsOf(chosen, signal));
  // What goes to the folder for uploads is told by no change.
  if (!capabilities[instance.dialect].writeFiles) tree.refresh({ wakes: false });
}

async function chooseLocal(instance: Instance): Promise<readonly vscode.Uri[]> {
  const title = vscode.l10n.t("Upload to {0}", instanceLabel(instance));
  // On Windows and Linux one dialog cannot take both.
  const kinds = [
    { label: vscode.l10n.t("Files…"), canSelectFolders: false },
    { label: vscode.l10n.t("Folder…"), canSelectFolders: true },
  ];
  const kind = await vscode.window.showQuickPick(kinds, { title });
  if (!kind) return [];
  const { canSelectFolders } = kind;
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: !canSelectFolders,
    canSelectFolders,
    canSelectMany: true,
    openLabel: vscode.l10n.t("Upload"),
  });
  return chosen ?? [];
}

/** Asks for a directory on the instance. @returns its path without a slash at the end */
async function askForDirectory({ path }: Place, title: string): Promise<string | undefined> {
  const written = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("A folder on the instance"),
    value: path,
    validateInput: (text) =>
      /^(?:\/|~(?:\/|$))/.test(text.trim()) && !/(?:^|\/)\.\.?(?:\/|$)|\0/.test(text)
        ? undefined
        : vscode.l10n.t("A path that begins with / or ~"),
  });
  const trimmed = written?.trim();
  return trimmed === undefined ? undefined : trimmed.replace(/(?<=.)\/+$/, "");
}
