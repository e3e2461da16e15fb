import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { InstanceFiles } from "../../core/files/files.ts";
import { fileScheme, type Place } from "../../core/files/place.ts";
import { Versions } from "../../core/files/versions.ts";
import { FileNotices, type NoticesDeps } from "./fileSystemNotices.ts";
import { InstanceFileSystem } from "./fileSystemProvider.ts";
import { placeOf } from "./fileSystemUris.ts";

export interface FileSystemDeps extends NoticesDeps {
  readonly files: InstanceFiles;
  readonly clock: Clock;
}

/** Gives VS Code the files of instances, as the file system of the scheme `agent37`. */
export function registerFileSystem({ files, clock, ...deps }: FileSystemDeps): Disposable {
  const store = new DisposableStore();
  const versions = new Versions(() => clock.now());
  const notices = new FileNotices(deps);
  const fileSystem = store.add(new InstanceFileSystem({ files, versions, notices }));
  store.add(vscode.workspace.registerFileSystemProvider(fileScheme, fileSystem, { isCaseSensitive: true }));
  for (const document of [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments])
    follow(document);
  store.add(vscode.workspace.onDidOpenTextDocument(follow));
  store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => follow(document)));
  store.add(vscode.workspace.onDidSaveTextDocument(follow));
  store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => closed(uri)));
  store.add(vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => follow(notebook)));
  store.add(vscode.workspace.onDidSaveNotebookDocument(follow));
  store.add(vscode.workspace.onDidCloseNotebookDocument(({ uri }) => closed(uri)));
  files.show(openPlaces());
  store.add(vscode.window.tabGroups.onDidChangeTabs(() => files.show(openPlaces())));
  return store;

  function follow({ uri, isDirty }: { readonly uri: vscode.Uri; readonly isDirty: boolean }): void {
    const place = placeOf(uri);
    if (place) versions.setEdited(place, isDirty);
  }

  function closed(uri: vscode.Uri): void {
    const place = placeOf(uri);
    // What was read stays known: the file may have been opened again already.
    if (place) versions.setEdited(place, false);
  }
}

/** The files of instances in the tabs of this window. */
function openPlaces(): readonly Place[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => urisOf(input))
    .map(placeOf)
    .filter((place) => place !== undefined);
}

function urisOf(input: unknown): readonly vscode.Uri[] {
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook
  )
    return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}
