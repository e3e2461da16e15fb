import * as vscode from "vscode";
import type { InstancesTree } from "./instancesTree.ts";

/** Asks for the words of the filter, and filters while they are typed. Escape brings back what was there before. */
export async function filterInstances(tree: Pick<InstancesTree, "filter" | "setFilter">): Promise<void> {
  const before = tree.filter;
  // What is filtered is in view, wherever the command comes from.
  await vscode.commands.executeCommand("agent37.instances.focus");
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t("Filter Instances");
  box.prompt = vscode.l10n.t("Words of the name, the tag, the status or the agent; nothing shows all");
  box.value = before;
  try {
    const accepted = await new Promise<boolean>((resolve) => {
      box.onDidChangeValue((value) => tree.setFilter(value));
      box.onDidAccept(() => resolve(true));
      box.onDidHide(() => resolve(false));
      box.show();
    });
    if (!accepted) tree.setFilter(before);
  } finally {
    box.dispose();
  }
}
