import assert from "node:assert/strict";
import * as vscode from "vscode";
import { systemClock } from "../../../../src/common/clock.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import { readResource } from "../../../../src/platform/resources.ts";
import { symbolOffers } from "../../../../src/ui/attachments/symbolOffers.ts";
import { WorkspaceFiles } from "../../../../src/ui/attachments/workspaceFiles.ts";
import { activeExtension, until } from "../host.ts";

describe("what can be attached", () => {
  let document: vscode.TextDocument;
  const problems = vscode.languages.createDiagnosticCollection("test");
  before(async () => {
    await activeExtension();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const write = (path: string, text: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), Buffer.from(text));
    await write("docs/guide.md", "# Start here\n\n## Where to go\n\ntext\n");
    await write("node_modules/guide/guide.md", "# Not mine\n");
    document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, "docs/guide.md"));
  });
  after(() => problems.dispose());

  it("are the files of the workspace, found by parts of their paths", async function () {
    // Without its install scripts this release has no program to list files with.
    if (vscode.version.startsWith("1.104.")) this.skip();
    const files = await new WorkspaceFiles(systemClock, silentLogger).search("docguide", 10);
    assert.deepEqual(
      files.map(([{ title, description }]) => [title, description]),
      [["guide.md", "docs"]],
    );
  });

  it("are the symbols of a file", async () => {
    const offers = await until("the language knows its symbols", async () => {
      const found = await symbolOffers(document, systemClock);
      return found.length > 0 ? found : undefined;
    });
    const [snippet] = offers
      .filter(({ title }) => title.includes("Where to go"))
      .flatMap(({ content }) => (typeof content === "function" ? content() : []));
    assert.equal(snippet?.origin, "symbol");
    assert.match(snippet.title, /Where to go \(docs\/guide\.md:3-\d\)$/);
    assert.match(snippet.text, /^## Where to go\n\ntext/);
  });

  it("is what is on the screen where it was not saved", async () => {
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "Unsäved\n"));
    const stored = await vscode.workspace.fs.readFile(document.uri);
    assert.match(Buffer.from(stored).toString(), /^# Start/);
    assert.match(Buffer.from(await readResource(document.uri)).toString(), /^Unsäved\n# Start/);
    await document.save();
  });

  it("is offered among the code actions: problems, and what is selected", async () => {
    await vscode.window.showTextDocument(document);
    const range = new vscode.Range(0, 0, 0, 4);
    problems.set(document.uri, [new vscode.Diagnostic(range, "A strange word")]);
    let seen: readonly string[] = [];
    await until("the actions are offered", async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        range,
      );
      seen = actions.map(({ title }) => title);
      return seen.includes("Ask the agent about this problem") && seen.includes("Add selection to chat");
    }).catch((error: unknown) => assert.fail(`${String(error)}; offered: ${seen.join(", ")}`));
  });
});
