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

/**
 * A box in which a command is written, or an earlier one chosen. Whoever types and presses Enter at once is faster than
 * the rows, and runs what is typed: a row counts once VS Code has shown those for what is in the box.
 */
async function askForCommand(instance: Instance, earlier: readonly string[]): Promise<string | undefined> {
  const store = new DisposableStore();
  const box = store.add(vscode.window.createQuickPick<CommandItem>());
  box.title = vscode.l10n.t("Run Command on {0}", instanceLabel(instance));
  box.placeholder = vscode.l10n.t("A command for `sh`, such as ls -la");
  const offers = commandItems(earlier);
  /** The first row, for what is typed, so that Enter runs it and not an earlier command that resembles it. */
  let own: CommandItem | undefined;
  let isShown = false;
  const update = (): void => {
    const { value } = box;
    own =
      value.trim() === ""
        ? undefined
        : { ...commandItem(value), description: vscode.l10n.t("run this"), alwaysShow: true };
    isShown = false;
    box.items = own ? [own, ...offers.filter(({ command }) => command !== value)] : offers;
  };
  store.add(box.onDidChangeValue(update));
  store.add(
    box.onDidChangeActive(([item]) => {
      if (item === own) isShown = true;
    }),
  );
  try {
    return await new Promise((resolve) => {
      box.onDidAccept(() => {
        const item = own && !isShown ? own : box.selectedItems[0];
        if (item) resolve(item.command);
      });
      box.onDidHide(() => resolve(undefined));
      update();
      box.show();
    });
  } finally {
    store.dispose();
  }
}
