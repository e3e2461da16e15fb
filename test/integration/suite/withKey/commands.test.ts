import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension } from "../host.ts";

interface Manifest {
  readonly displayName: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe("the extension", () => {
  let manifest: Manifest;
  before(async () => {
    manifest = (await activeExtension()).packageJSON as Manifest;
  });

  it("is present under its name", () => {
    assert.equal(manifest.displayName, "Agent37 Chat");
  });

  it("registers the commands that it contributes, and no others", async () => {
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    const views = Object.values(manifest.contributes.views).flat();
    // VS Code adds commands for each view: agent37.chat.focus and the like.
    const ofViews = (id: string): boolean => views.some((view) => id.startsWith(`${view.id}.`));
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith("agent37.") && !ofViews(id),
    );
    assert.deepEqual(registered.sort(), contributed.sort());
  });
});
