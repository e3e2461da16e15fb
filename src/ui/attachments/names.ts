import * as vscode from "vscode";

/** The last part of a resource's path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1) || uri.path;
}

/**
 * Tells the agent where a resource is from, with `/`: below its workspace folder, which is named where there are
 * several; outside of the workspace the name alone, since the rest is the business of this machine.
 */
export function pathOf(uri: vscode.Uri): string {
  if (!vscode.workspace.getWorkspaceFolder(uri)) return nameOf(uri);
  const severalFolders = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  return vscode.workspace.asRelativePath(uri, severalFolders);
}

/** The folder part of what {@link pathOf} gives; empty when there is none. */
export function folderOf(uri: vscode.Uri): string {
  const path = pathOf(uri);
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Lines of a file, 1-based, both included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** The lines that a range touches. One that ends before the first character of a line does not touch that line. */
export function linesOf({ start, end }: vscode.Range): Lines {
  const endsBefore = end.character === 0 && end.line > start.line;
  return { from: start.line + 1, to: end.line + (endsBefore ? 0 : 1) };
}

/** Such as `src/a.ts:3-8`. */
export function placeName(uri: vscode.Uri, { from, to }: Lines): string {
  return `${pathOf(uri)}:${from === to ? from : `${from}-${to}`}`;
}

/** One line of at most `max` UTF-16 units. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

/** What stands in a message behind `@`: one word, whatever the thing is called. */
export function word(text: string): string {
  return oneLine(text, 100).replaceAll(" ", "_");
}
