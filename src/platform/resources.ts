import * as vscode from "vscode";

/** Whether the editor has a file system for resources of this scheme. */
export function hasFiles(scheme: string): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** Whether something is there that can be read: in a file system, or as an open document (untitled, output). */
export function isReadable(uri: vscode.Uri): boolean {
  return hasFiles(uri.scheme) || openDocument(uri) !== undefined;
}

/**
 * The document whose text stands for a resource instead of the stored bytes, because it is what the user sees: one
 * with unsaved changes, one that was never saved, or one that no file system holds. Notebooks count as stored.
 */
export function documentInFrontOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  const document = openDocument(uri);
  if (!document) return undefined;
  return document.isDirty || document.isUntitled || !hasFiles(uri.scheme) ? document : undefined;
}

/**
 * The bytes of a resource, which are those that saving would write where {@link documentInFrontOf} gives a document.
 * @throws what the file system says when it cannot be read.
 */
export async function readResource(uri: vscode.Uri): Promise<Uint8Array> {
  const document = documentInFrontOf(uri);
  if (document) return vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  return vscode.workspace.fs.readFile(uri);
}

/**
 * A resource as a page of this window names it. Where the extension host is another machine than the window, the files
 * that are local here are remote there, so the names differ.
 * @returns undefined for what is no URI.
 */
export function fromWindow(text: string): vscode.Uri | undefined {
  let uri: vscode.Uri;
  try {
    uri = vscode.Uri.parse(text, true);
  } catch {
    return undefined;
  }
  if (!isRemoteHost()) return uri;
  if (uri.scheme === "vscode-remote") return uri.with({ scheme: "file", authority: "" });
  const isDesktop = vscode.env.uiKind === vscode.UIKind.Desktop;
  return uri.scheme === "file" && isDesktop ? uri.with({ scheme: "vscode-local" }) : uri;
}

/** Whether this code runs on the remote machine of the window. */
function isRemoteHost(): boolean {
  const self = vscode.extensions.getExtension("agent37.agent37-chat");
  return vscode.env.remoteName !== undefined && self?.extensionKind === vscode.ExtensionKind.Workspace;
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const text = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === text,
  );
}
