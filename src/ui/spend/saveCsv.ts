import { homedir } from "node:os";
import * as vscode from "vscode";
import { showInformation } from "../../platform/messages.ts";

/** Lets the user choose a place for a CSV file, and writes it there. @throws what the file system says */
export async function saveCsv(name: string, text: string): Promise<void> {
  // The files of an instance are no place for figures about it.
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme !== "agent37")?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export as CSV"),
    defaultUri: vscode.Uri.joinPath(folder ?? vscode.Uri.file(homedir()), name),
    filters: { CSV: ["csv"] },
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const open = vscode.l10n.t("Open File");
  const file = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  if ((await showInformation(vscode.l10n.t("The figures are in {0}.", file), open)) === open) {
    await vscode.window.showTextDocument(uri);
  }
}
