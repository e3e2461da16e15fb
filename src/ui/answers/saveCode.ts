import { homedir } from "node:os";
import * as vscode from "vscode";
import { fileNameFor } from "./languages.ts";
import { below, readPath } from "./paths.ts";

/** Asks where to save the code, saves it there and opens it. VS Code asks before a file is overwritten. */
export async function saveCode(code: string, language: string, path: string | undefined): Promise<void> {
  const target = await vscode.window.showSaveDialog({ defaultUri: suggested(language, path) });
  if (!target) return;
  const text = code.endsWith("\n") ? code : `${code}\n`;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target, { preview: false });
}

/** The path that the answer names, as far as it is in the workspace, else a name for this kind of code. */
function suggested(language: string, path: string | undefined): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const named = path === undefined ? undefined : readPath(path);
  const inside = named?.isAbsolute ? below(folder.path, named.path) : named?.path;
  return vscode.Uri.joinPath(folder, inside ?? named?.path.split("/").at(-1) ?? fileNameFor(language));
}
