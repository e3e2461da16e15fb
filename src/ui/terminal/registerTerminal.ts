import type { Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { CommandHistory } from "../../core/terminal/commandHistory.ts";
import { instanceCommand } from "../problems/instanceCommands.ts";
import type { TerminalUiDeps } from "./deps.ts";
import { InstanceTerminals } from "./instanceTerminals.ts";
import { runCommand } from "./runCommand.ts";

export type { TerminalUiDeps } from "./deps.ts";

/** The commands that run something on an instance. */
export function registerTerminal(deps: TerminalUiDeps): Disposable {
  const store = new DisposableStore();
  const terminals = store.add(new InstanceTerminals(deps));
  const command = (id: string, run: (instance: Instance) => unknown): void => {
    store.add(instanceCommand(deps, id, run, "exec"));
  };
  command("agent37.openInstanceTerminal", (instance) => terminals.show(instance));
  command("agent37.runCommand", (instance) =>
    runCommand(terminals, instance, new CommandHistory(deps.windowStore, instance.id).list()),
  );
  return store;
}
