/** Files of an instance in editors: what is saved, and what somebody else changed meanwhile. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, until } from "../../host.ts";
import { at, isUnified, shell } from "./agent.ts";

if (!isUnified) {
  describe("an editor on a file of an instance", () => {
    const autoSave = (value: string | undefined) =>
      vscode.workspace.getConfiguration().update("files.autoSave", value, vscode.ConfigurationTarget.Global);
    before(async () => {
      await activeExtension();
      // In a browser VS Code saves by itself after a second.
      await autoSave("off");
    });
    after(() => autoSave(undefined));
    beforeEach(() =>
      shell("mkdir -p edit && printf 'one\\n' > edit/file.txt && touch -d @1700000000 edit/file.txt"),
    );
    afterEach(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

    async function open(): Promise<vscode.TextEditor> {
      const document = await vscode.workspace.openTextDocument(at("edit/file.txt"));
      return vscode.window.showTextDocument(document);
    }

    async function type(editor: vscode.TextEditor, text: string): Promise<void> {
      await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 3), text));
      await until("the change is known", () => editor.document.isDirty || undefined);
    }

    it("saves, again and again", async () => {
      const editor = await open();
      for (const word of ["two", "six", "ten"]) {
        await type(editor, word);
        assert.equal(await editor.document.save(), true);
        assert.equal(await shell("cat edit/file.txt"), `${word}\n`);
      }
    });

    it("shows what the agent writes", async () => {
      const editor = await open();
      await shell("printf 'the agent was here\\n' > edit/file.txt");
      await until("the new text shows", () => editor.document.getText().startsWith("the agent") || undefined);
      await shell("printf 'the agent sat there\\n' > edit/file.txt");
      await until("the next one shows", () => editor.document.getText().includes("sat") || undefined);
      assert.equal(editor.document.isDirty, false);
    });

    for (const [what, theirs] of [
      ["another length", "somebody else's\n"],
      ["the same length", "two\n"],
    ] as const) {
      it(`does not replace a version of ${what} that it has not seen`, async () => {
        const editor = await open();
        await type(editor, "six");
        await shell(`printf %s "${theirs}" > edit/file.txt`);
        assert.equal(await editor.document.save(), false);
        assert.equal(await shell("cat edit/file.txt"), theirs);
        // Asking again is not agreeing.
        assert.equal(await editor.document.save(), false);
        assert.equal(await shell("cat edit/file.txt"), theirs);
        assert.equal(editor.document.isDirty, true);
      });
    }

    it("does not replace a version with an older time either", async () => {
      const editor = await open();
      await type(editor, "six");
      await shell("printf 'old\\n' > edit/file.txt && touch -d @1600000000 edit/file.txt");
      assert.equal(await editor.document.save(), false);
      assert.equal(await shell("cat edit/file.txt"), "old\n");
    });

    it("saves after its changes were dropped for the other version", async () => {
      const editor = await open();
      await type(editor, "six");
      await shell("printf 'two\\n' > edit/file.txt");
      assert.equal(await editor.document.save(), false);
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await until("the other version shows", () => editor.document.getText() === "two\n" || undefined);
      await type(editor, "ten");
      assert.equal(await editor.document.save(), true);
      assert.equal(await shell("cat edit/file.txt"), "ten\n");
    });
  });
}
