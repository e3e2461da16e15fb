import * as vscode from "vscode";

/** Shows a file, at a line and column (1-based) where they are known, and leaves the chat that named it in view. */
export async function openFile(uri: vscode.Uri, line?: number, column?: number): Promise<void> {
  const at = line === undefined ? undefined : new vscode.Position(fromZero(line), fromZero(column ?? 1));
  // Unlike showTextDocument this opens images and notebooks too.
  await vscode.commands.executeCommand("vscode.open", uri, {
    viewColumn: columnBesideChat(),
    ...(at && { selection: new vscode.Range(at, at) }),
  });
}

function fromZero(oneBased: number): number {
  return Number.isFinite(oneBased) ? Math.max(0, Math.floor(oneBased) - 1) : 0;
}

/** The active group of editors, unless a chat is what it shows: then another group. */
function columnBesideChat(): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  if (!showsChat(activeTabGroup)) return activeTabGroup.viewColumn;
  return all.find((group) => !showsChat(group))?.viewColumn ?? vscode.ViewColumn.Beside;
}

function showsChat({ activeTab }: vscode.TabGroup): boolean {
  const input = activeTab?.input;
  // VS Code puts a word of its own in front of the type that an extension gives its panel.
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith("agent37.chatEditor");
}
