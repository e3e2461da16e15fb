// Listens on a port of this machine for commands to run in this window. See README.md.
const { createServer } = require("node:http");
const { writeFileSync } = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

/** Commands that tests need and VS Code does not have. */
const own = {
  "companion.updateSetting": (key, value) =>
    vscode.workspace.getConfiguration().update(key, value ?? undefined, vscode.ConfigurationTarget.Global),
  "companion.getSetting": (key) => vscode.workspace.getConfiguration().get(key),
  "companion.openFile": async (file, selection) => {
    const options = selection ? { selection: new vscode.Range(...selection) } : {};
    await vscode.window.showTextDocument(vscode.Uri.file(file), options);
  },
  "companion.openUri": (uri) => vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(uri)),
  "companion.closeAll": async () => {
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
    for (const command of ["closeAllEditors", "closePanel"])
      await vscode.commands.executeCommand(`workbench.action.${command}`);
  },
  "companion.openTabs": () =>
    vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label)),
  "companion.withUri": (command, file) => vscode.commands.executeCommand(command, vscode.Uri.file(file)),
  "companion.activeText": () => vscode.window.activeTextEditor?.document.getText(),
  "companion.selectedText": () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.getText(editor.selection);
  },
  "companion.clipboard": () => vscode.env.clipboard.readText(),
};

exports.activate = (context) => {
  const directory = process.env["AGENT37_COMPANION_DIR"];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (!directory || !folder) return;
  const server = createServer((request, response) => {
    void answer(request).then(
      (value) => response.end(JSON.stringify({ value })),
      (error) => response.end(JSON.stringify({ error: String(error?.message ?? error) })),
    );
  });
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    writeFileSync(path.join(directory, `${path.basename(folder)}-${process.pid}`), String(port));
  });
  context.subscriptions.push({ dispose: () => server.close() });
};

async function answer(request) {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { command, args } = JSON.parse(body);
  const mine = own[command];
  return mine ? mine(...args) : vscode.commands.executeCommand(command, ...args);
}
