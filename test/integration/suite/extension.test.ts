import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("the extension", () => {
  const extension = vscode.extensions.getExtension("agent37.agent37-chat");

  it("is present under its name", () => {
    assert.equal(
      (extension?.packageJSON as { displayName?: string } | undefined)?.displayName,
      "Agent37 Chat",
    );
  });

  it("activates", async () => {
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it("registers the commands that it contributes", async () => {
    const { contributes } = extension?.packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});
