import * as vscode from "vscode";
import { capabilities, type Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { FilesError } from "../../core/files/filesError.ts";
import { parentOf, type Place } from "../../core/files/place.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import { compareWithWorkspace } from "./commands/compare.ts";
import { newFile, newFolder, remove, rename } from "./commands/manage.ts";
import { addInstanceFolder, goToFolder, openInstanceFiles, uploadTo } from "./commands/openFiles.ts";
import { searchFiles } from "./commands/searchFiles.ts";
import type { FilesUiDeps } from "./deps.ts";
import { reportFailure } from "./fileFailures.ts";
import { placeOf } from "./fileSystemUris.ts";
import { instanceOf } from "./instanceOf.ts";
import { download } from "./transfer/download.ts";
import { FilesDragAndDrop } from "./tree/dragAndDrop.ts";
import type { EntryNode, FileNode } from "./tree/fileNodes.ts";
import { FilesTree } from "./tree/filesTree.ts";

export type { FilesUiDeps } from "./deps.ts";

/** The tree with the files of the selected instance, and what can be done with them. */
export function registerFiles(deps: FilesUiDeps): Disposable {
  const { files, instances, problems, target } = deps;
  const store = new DisposableStore();
  const tree = store.add(new FilesTree(deps));
  const failed = (error: unknown, { id }: Pick<Instance, "id">): void =>
    reportFailure(problems, error, { instanceId: id }, `agent37.files:${crypto.randomUUID()}`);
  const view = store.add(
    vscode.window.createTreeView("agent37.files", {
      treeDataProvider: tree,
      dragAndDropController: new FilesDragAndDrop(deps, tree, failed),
      canSelectMany: true,
    }),
  );
  store.add(
    tree.onDidShow((top) => {
      const name = tree.instance && instanceLabel(tree.instance);
      // Deleted, the property would be VS Code's no longer, and what is set later would not be shown.
      view.description = top && name ? `${name}: ${top.path}` : "";
    }),
  );

  /** A command on an instance: that of its context, else the selected one, else the one that the user then selects. */
  const onInstance = (
    id: string,
    run: (instance: Instance, ...args: readonly unknown[]) => Promise<void>,
  ): void => {
    store.add(
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        const given = instanceIdOf(args[0]);
        const instance =
          (given === undefined ? instances.selected : instanceOf(instances, given)) ??
          (await vscode.commands.executeCommand<Instance | undefined>("agent37.selectInstance"));
        if (!instance) return;
        await run(instance, ...args).catch((error: unknown) => failed(error, instance));
      }),
    );
  };
  /** A command on rows: those of its menu, else those that are selected. */
  const onEntries = (
    id: string,
    run: (instance: Instance, entries: readonly [EntryNode, ...EntryNode[]]) => Promise<void>,
    { writes }: { readonly writes: boolean } = { writes: false },
  ): void =>
    onInstance(id, async (instance, row, rows) => {
      const [first, ...others] = entriesOf(row, rows, view.selection);
      if (!first) return;
      if (writes && !capabilities[instance.dialect].writeFiles) throw new FilesError("readOnly", first.place);
      await run(instance, [first, ...others]);
    });

  onInstance("agent37.openInstanceFiles", (instance) => openInstanceFiles(deps, tree, instance));
  onInstance("agent37.addInstanceFolder", (instance) => addInstanceFolder(deps, instance));
  onInstance("agent37.goToInstanceFolder", (instance) => goToFolder(tree, instance));
  onInstance("agent37.searchInstanceFiles", async (instance, row) =>
    searchFiles(deps, instance, folderOf(row) ?? (await tree.top(instance))),
  );
  onInstance("agent37.uploadToInstance", (instance, row, rows) =>
    uploadTo(deps, tree, instance, { into: folderOf(row), uris: urisOf(row, rows) }),
  );
  onInstance("agent37.newInstanceFile", async (instance, row) =>
    newFile(files, folderOf(row) ?? (await tree.top(instance))),
  );
  onInstance("agent37.newInstanceFolder", async (instance, row) =>
    newFolder(files, folderOf(row) ?? (await tree.top(instance))),
  );
  onInstance("agent37.compareInstanceFile", async (instance, given) => {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    const place = isEntry(given) ? given.place : uri && placeOf(uri);
    if (place) await compareWithWorkspace(instanceOf(instances, place.instanceId) ?? instance, place);
  });
  onEntries("agent37.renameInstanceFile", (_, [entry]) => rename(files, entry), { writes: true });
  onEntries("agent37.deleteInstanceFile", (instance, entries) => remove(files, instance, entries));
  onEntries("agent37.copyInstancePath", async (_, entries) =>
    vscode.env.clipboard.writeText(entries.map(({ place }) => place.path).join("\n")),
  );
  onEntries("agent37.addInstanceFileToChat", async (_, entries) =>
    target.add(
      entries.map(({ name, place, sizeBytes }) => ({
        kind: "file",
        id: crypto.randomUUID(),
        name,
        path: name,
        source: { remotePath: place.path },
        size: sizeBytes,
      })),
    ),
  );
  onEntries("agent37.downloadFromInstance", async (instance, entries) => {
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t("Download from {0}", instanceLabel(instance)),
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: vscode.l10n.t("Download"),
      })) ?? [];
    if (!folder) return;
    await download(files, instance, entries, folder);
  });
  store.add(
    vscode.commands.registerCommand("agent37.refreshInstanceFiles", () => tree.refresh({ wakes: true })),
  );
  store.add(
    vscode.commands.registerCommand("agent37.showInstanceFolder", (row: FileNode) => {
      if (row.kind !== "message") tree.show(row.place);
    }),
  );
  return store;
}

function instanceIdOf(given: unknown): string | undefined {
  if (given instanceof vscode.Uri) return placeOf(given)?.instanceId;
  return (given as RemedyContext | undefined)?.instanceId;
}

function isEntry(given: unknown): given is EntryNode {
  return typeof given === "object" && given !== null && "kind" in given && given.kind === "entry";
}

function entriesOf(row: unknown, rows: unknown, selection: readonly FileNode[]): readonly EntryNode[] {
  const chosen: readonly unknown[] = Array.isArray(rows) ? rows : row === undefined ? selection : [row];
  return chosen.filter(isEntry);
}

/** The directory of a row: its own, or the one that it is in. */
function folderOf(row: unknown): Place | undefined {
  if (!isEntry(row)) return undefined;
  return row.isDirectory ? row.place : parentOf(row.place);
}

/** The Explorer gives the resource of the menu and all that are selected. */
function urisOf(resource: unknown, resources: unknown): readonly vscode.Uri[] {
  const all: readonly unknown[] = Array.isArray(resources) && resources.length > 0 ? resources : [resource];
  return all.filter((uri) => uri instanceof vscode.Uri);
}
