import * as vscode from "vscode";
import { capabilities, type Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { CommandHistory } from "../../core/terminal/commandHistory.ts";
import { showInformation } from "../../platform/messages.ts";
import { instanceCommand } from "../problems/instanceCommands.ts";
import type { TerminalUiDeps } from "./deps.ts";
import { InstanceTerminals } from "./instanceTerminals.ts";
import { runCommand } from "./runCommand.ts";

export type { TerminalUiDeps } from "./deps.ts";

/** The commands that run something on an instance. */
export function registerTerminal(deps: TerminalUiDeps): Disposable {
  const store = new DisposableStore();
  const terminals = store.add(new InstanceTerminals(deps));
  const command = (id: string, run: (instance: Instance) => void | Promise<void>): void => {
    store.add(
      instanceCommand(deps, id, async (instance) => {
        if (capabilities[instance.dialect].exec) await run(instance);
        else
          void showInformation(
            vscode.l10n.t("This gateway runs on your own computer; use a terminal of VS Code for commands."),
          );
      }),
    );
  };
  command("agent37.openInstanceTerminal", (instance) => void terminals.show(instance));
  command("agent37.runCommand", (instance) =>
    runCommand(terminals, instance, new CommandHistory(deps.windowStore, instance.id).list()),
  );
  return store;
}
