import { createReadStream } from "node:fs";
import * as vscode from "vscode";
import type { FileContent } from "../../../api/wire.ts";

/** Something on this side that goes to an instance. */
export interface LocalItem {
  /** Where it goes below the chosen directory: its names from the outside in. */
  readonly segments: readonly string[];
  readonly isDirectory: boolean;
  /** 0 for directories. */
  readonly sizeBytes: number;
  /** Its bytes; read in pieces where it is on a disk. @throws what VS Code says when it cannot be read */
  readonly content: () => Promise<FileContent>;
}

/** Deeper folders are those of a link that leads back into itself. */
const maxDepth = 100;

/**
 * The files and folders of VS Code with all that is in them, folders before what they hold. Links to files count as
 * files; links to folders are left out, since they may lead in a circle.
 * @throws what VS Code says when something cannot be read, AbortError
 */
export async function itemsOf(uris: readonly vscode.Uri[], signal: AbortSignal): Promise<LocalItem[]> {
  const items: LocalItem[] = [];
  const add = async (uri: vscode.Uri, segments: readonly string[]): Promise<void> => {
    signal.throwIfAborted();
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (isA(type, vscode.FileType.File)) items.push(fileItem(uri, segments, size));
    else if (isA(type, vscode.FileType.Directory) && segments.length < maxDepth) {
      items.push({ segments, isDirectory: true, sizeBytes: 0, content: noContent });
      for (const [name, kind] of await vscode.workspace.fs.readDirectory(uri)) {
        const isLinkedFolder =
          isA(kind, vscode.FileType.SymbolicLink) && isA(kind, vscode.FileType.Directory);
        if (!isLinkedFolder) await add(vscode.Uri.joinPath(uri, name), [...segments, name]);
      }
    }
  };
  for (const uri of uris) await add(uri, [nameOf(uri)]);
  return items;
}

function fileItem(uri: vscode.Uri, segments: readonly string[], sizeBytes: number): LocalItem {
  return {
    segments,
    isDirectory: false,
    sizeBytes,
    content: async () => {
      if (uri.scheme !== "file") return vscode.workspace.fs.readFile(uri);
      const { size } = await vscode.workspace.fs.stat(uri);
      return { sizeBytes: size, open: () => createReadStream(uri.fsPath) };
    },
  };
}

/** A file without a place of its own, as one that was dropped from another program. */
export function droppedItem(file: vscode.DataTransferFile): LocalItem {
  return {
    segments: [file.name],
    isDirectory: false,
    sizeBytes: 0,
    content: async () => new Uint8Array(await file.data()),
  };
}

/** The last part of a URI's path. */
export function nameOf({ path }: vscode.Uri): string {
  return path.replace(/\/+$/, "").split("/").at(-1) ?? "";
}

function isA(type: vscode.FileType, kind: vscode.FileType): boolean {
  return (type & kind) !== 0;
}

function noContent(): Promise<never> {
  return Promise.reject(new Error("A directory has no content."));
}
