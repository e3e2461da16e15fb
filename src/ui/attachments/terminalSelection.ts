import * as vscode from "vscode";

/**
 * What is selected in the terminal in front; empty when nothing is. VS Code gives it to extensions by way of the
 * clipboard alone, whose text is put back afterwards. An image in the clipboard is lost.
 */
export async function readTerminalSelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  try {
    // Without a selection nothing is copied, and what was there before is none.
    await clipboard.writeText("");
    await vscode.commands.executeCommand("workbench.action.terminal.copySelection");
    return await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
}
