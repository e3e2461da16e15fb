import * as vscode from "vscode";
import { capabilities, type FileEntry, type Instance } from "../../../api/wire.ts";
import type { Listing } from "../../../core/files/files.ts";
import { childOf, parentOf, type Place } from "../../../core/files/place.ts";
import { uriOfPlace } from "../fileSystemUris.ts";

/** A file or folder in the tree. As the argument of a command it names its instance. */
export interface EntryNode {
  readonly kind: "entry";
  readonly instanceId: string;
  readonly place: Place;
  readonly name: string;
  readonly isDirectory: boolean;
  readonly isLink: boolean;
  readonly canWrite: boolean;
  readonly sizeBytes: number | undefined;
  /** Epoch milliseconds. */
  readonly modifiedMs: number | undefined;
}

/** The way to the folder above the one that is shown. */
export interface UpNode {
  readonly kind: "up";
  readonly instanceId: string;
  readonly place: Place;
}

/** Words in place of files, with what can be done about them. */
export interface MessageNode {
  readonly kind: "message";
  readonly instanceId: string;
  readonly text: string;
  readonly icon: "info" | "warning";
  readonly command?: vscode.Command | undefined;
}

export type FileNode = EntryNode | UpNode | MessageNode;

type Entry = Listing["entries"][number];

/** The rows of a directory: folders first, then by name; at the end what the server has left out. */
export function nodesOf(instance: Instance, directory: Place, { entries, truncated }: Listing): FileNode[] {
  const nodes: FileNode[] = entries.map((entry) => entryNode(instance, directory, entry)).sort(byKindAndName);
  if (truncated)
    nodes.push(message(instance.id, vscode.l10n.t("Only the first {0} entries are listed", entries.length)));
  return nodes;
}

function entryNode(instance: Instance, directory: Place, entry: Entry): EntryNode {
  const { name, type, sizeBytes, modifiedMs } = entry;
  return {
    kind: "entry",
    instanceId: instance.id,
    place: childOf(directory, name),
    name,
    isDirectory: isDirectory(type, entry.target),
    isLink: type === "symlink",
    canWrite: capabilities[instance.dialect].writeFiles,
    sizeBytes,
    modifiedMs,
  };
}

function isDirectory(type: FileEntry["type"], target: Entry["target"]): boolean {
  return type === "directory" || target === "directory";
}

function byKindAndName(a: FileNode, b: FileNode): number {
  if (a.kind !== "entry" || b.kind !== "entry") return 0;
  return Number(b.isDirectory) - Number(a.isDirectory) || a.name.localeCompare(b.name);
}

/** A row of words. */
export function message(
  instanceId: string,
  text: string,
  icon: MessageNode["icon"] = "info",
  command?: vscode.Command,
): MessageNode {
  return { kind: "message", instanceId, text, icon, command };
}

/** The row that leads up; undefined where nothing is above. The home of the agent is as far up as its dialect goes. */
export function upNode(place: Place): UpNode | undefined {
  const above = place.path === "~" ? undefined : parentOf(place);
  return above && { kind: "up", instanceId: place.instanceId, place: above };
}

/** How a row looks. */
export function treeItemOf(node: FileNode): vscode.TreeItem {
  switch (node.kind) {
    case "entry":
      return entryItem(node);
    case "up": {
      const item = new vscode.TreeItem("..");
      item.iconPath = new vscode.ThemeIcon("arrow-up");
      item.tooltip = vscode.l10n.t("Up to {0}", node.place.path);
      item.accessibilityInformation = { label: item.tooltip };
      item.command = { command: "agent37.showInstanceFolder", title: item.tooltip, arguments: [node] };
      return item;
    }
    case "message": {
      const item = new vscode.TreeItem(node.text);
      item.iconPath = new vscode.ThemeIcon(node.icon);
      item.tooltip = node.command ? `${node.text}\n${node.command.title}` : node.text;
      if (node.command) {
        item.description = node.command.title;
        item.command = node.command;
        item.accessibilityInformation = { label: `${node.text}. ${node.command.title}` };
      }
      return item;
    }
  }
}

function entryItem(node: EntryNode): vscode.TreeItem {
  const { name, place, isDirectory: isFolder, isLink, canWrite } = node;
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, isFolder ? Collapsed : None);
  const uri = uriOfPlace(place);
  item.id = uri.toString();
  item.resourceUri = uri;
  item.iconPath = isFolder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
  item.contextValue = `${isFolder ? "directory" : "file"} ${canWrite ? "canWrite " : ""}`;
  item.tooltip = tooltipOf(node);
  if (isLink) item.description = vscode.l10n.t("link");
  // Otherwise a screen reader begins with the whole path, which is the tooltip.
  item.accessibilityInformation = { label: spokenName(node) };
  if (!isFolder) item.command = { command: "vscode.open", title: vscode.l10n.t("Open"), arguments: [uri] };
  return item;
}

function spokenName({ name, isDirectory: isFolder, isLink }: EntryNode): string {
  if (isLink) return vscode.l10n.t("{0}, link", name);
  return isFolder ? vscode.l10n.t("{0}, folder", name) : name;
}

function tooltipOf({ place, sizeBytes, modifiedMs }: EntryNode): string {
  const lines = [place.path];
  if (sizeBytes !== undefined)
    lines.push(vscode.l10n.t("{0} bytes", new Intl.NumberFormat(vscode.env.language).format(sizeBytes)));
  if (modifiedMs !== undefined)
    lines.push(vscode.l10n.t("Changed {0}", new Date(modifiedMs).toLocaleString(vscode.env.language)));
  return lines.join("\n");
}
