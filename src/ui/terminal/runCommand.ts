import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { DisposableStore } from "../../common/disposable.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { withProgress } from "../../platform/progress.ts";
import { type CommandItem, commandItem, commandItems } from "./commandItems.ts";
import type { InstanceTerminals } from "./instanceTerminals.ts";

/**
 * Asks for one command and runs it in the instance's terminal.
 * @param earlier commands to choose from, oldest first
 */
export async function runCommand(
  terminals: InstanceTerminals,
  instance: Instance,
  earlier: readonly string[],
): Promise<void> {
  const command = await askForCommand(instance, earlier);
  if (command === undefined) return;
  const terminal = terminals.show(instance);
  const title = vscode.l10n.t("Running a command on {0}", instanceLabel(instance));
  // Not waited for, since another one may run meanwhile. The terminal tells what it fails with.
  void withProgress(title, (signal, say) => {
    say(vscode.l10n.t("Cancel stops waiting; the command goes on."));
    return terminal.run(command, signal);
  });
}

/** A box in which a command is written, or an earlier one chosen. */
async function askForCommand(instance: Instance, earlier: readonly string[]): Promise<string | undefined> {
  const store = new DisposableStore();
  const box = store.add(vscode.window.createQuickPick<CommandItem>());
  box.title = vscode.l10n.t("Run Command on {0}", instanceLabel(instance));
  box.placeholder = vscode.l10n.t("A command for `sh`, such as ls -la");
  const offers = commandItems(earlier);
  const update = (): void => {
    const typed = box.value;
    if (typed.trim() === "") box.items = offers;
    else {
      // What is typed comes first, so that Enter runs it and not an earlier command that resembles it.
      const own = { ...commandItem(typed), description: vscode.l10n.t("run this"), alwaysShow: true };
      box.items = [own, ...offers.filter(({ command }) => command !== typed)];
      box.activeItems = [own];
    }
  };
  store.add(box.onDidChangeValue(update));
  try {
    return await new Promise((resolve) => {
      box.onDidAccept(() => resolve(box.selectedItems[0]?.command));
      box.onDidHide(() => resolve(undefined));
      update();
      box.show();
    });
  } finally {
    store.dispose();
  }
}
