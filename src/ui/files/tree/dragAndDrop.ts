import * as vscode from "vscode";
import { capabilities, type Instance } from "../../../api/wire.ts";
import { FilesError } from "../../../core/files/filesError.ts";
import { parentOf, type Place } from "../../../core/files/place.ts";
import { fromWindow } from "../../../platform/resources.ts";
import type { FilesUiDeps } from "../deps.ts";
import { placeOf, uriOfPlace } from "../fileSystemUris.ts";
import { instanceOf } from "../instanceOf.ts";
import { moveInto } from "../commands/manage.ts";
import { droppedItem, itemsOf } from "../transfer/localItems.ts";
import { upload } from "../transfer/upload.ts";
import type { FileNode } from "./fileNodes.ts";
import type { FilesTree } from "./filesTree.ts";

const uriList = "text/uri-list";

/**
 * Rows are dragged as URIs, which editors and the Explorer take. What is dropped on the tree is uploaded, or moved when
 * it comes from an instance.
 */
export class FilesDragAndDrop implements vscode.TreeDragAndDropController<FileNode> {
  readonly dragMimeTypes = [uriList];
  readonly dropMimeTypes = [uriList, "files"];
  readonly #deps: FilesUiDeps;
  readonly #tree: FilesTree;
  readonly #failed: (error: unknown, instance: Instance) => void;

  constructor(deps: FilesUiDeps, tree: FilesTree, failed: (error: unknown, instance: Instance) => void) {
    this.#deps = deps;
    this.#tree = tree;
    this.#failed = failed;
  }

  handleDrag(nodes: readonly FileNode[], data: vscode.DataTransfer): void {
    const uris = nodes.flatMap((node) => (node.kind === "entry" ? [uriOfPlace(node.place).toString()] : []));
    if (uris.length > 0) data.set(uriList, new vscode.DataTransferItem(uris.join("\r\n")));
  }

  async handleDrop(node: FileNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const instance = node ? instanceOf(this.#deps.instances, node.instanceId) : this.#tree.instance;
    if (!instance) return;
    try {
      // What is dropped is gone once this has waited for something else.
      const files = droppedFiles(data);
      const uris = await urisOf(data);
      const directory = directoryOf(node) ?? (await this.#tree.top(instance));
      const places = uris.flatMap((uri) => placeOf(uri) ?? []);
      const { writeFiles } = capabilities[instance.dialect];
      if (places.length > 0) {
        if (!writeFiles) throw new FilesError("readOnly", directory);
        await moveInto(this.#deps.files, places, directory);
      }
      const local = uris.filter((uri) => placeOf(uri) === undefined);
      // A program that drags files gives their URIs too, where they have any.
      if (local.length === 0 && (files.length === 0 || places.length > 0)) return;
      await upload(this.#deps, instance, directory, async (signal) =>
        local.length > 0 ? itemsOf(local, signal) : files.map(droppedItem),
      );
      // What goes to the folder for uploads is told by no change.
      if (!writeFiles) this.#tree.refresh({ wakes: false });
    } catch (error) {
      this.#failed(error, instance);
    }
  }
}

function directoryOf(node: FileNode | undefined): Place | undefined {
  if (node?.kind === "up") return node.place;
  if (node?.kind !== "entry") return undefined;
  return node.isDirectory ? node.place : parentOf(node.place);
}

function droppedFiles(data: vscode.DataTransfer): readonly vscode.DataTransferFile[] {
  return [...data].flatMap(([, item]) => item.asFile() ?? []);
}

async function urisOf(data: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
  const text = (await data.get(uriList)?.asString()) ?? "";
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.flatMap((line) => fromWindow(line) ?? []);
}
