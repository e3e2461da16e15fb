import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { TerminalUiDeps } from "./deps.ts";
import { InstanceTerminal } from "./instanceTerminal.ts";
import { terminalName } from "./terminalWords.ts";

interface OpenTerminal {
  readonly instanceId: string;
  readonly pty: InstanceTerminal;
  readonly terminal: vscode.Terminal;
}

/** The open terminals of instances. */
export class InstanceTerminals implements Disposable {
  readonly #deps: TerminalUiDeps;
  readonly #store = new DisposableStore();
  #open: readonly OpenTerminal[] = [];

  constructor(deps: TerminalUiDeps) {
    this.#deps = deps;
    this.#store.add(
      vscode.window.onDidCloseTerminal((closed) => {
        this.#open = this.#open.filter(({ terminal }) => terminal !== closed);
      }),
    );
  }

  /** Shows the instance's terminal that waits for a command, or a new one. */
  show(instance: Instance): InstanceTerminal {
    const free = this.#open.find(({ instanceId, pty }) => instanceId === instance.id && !pty.isBusy);
    const { pty, terminal } = free ?? this.#create(instance);
    terminal.show();
    return pty;
  }

  dispose(): void {
    this.#store.dispose();
    for (const { terminal } of this.#open) terminal.dispose();
  }

  #create(instance: Instance): OpenTerminal {
    const pty = new InstanceTerminal(this.#deps, instance);
    const terminal = vscode.window.createTerminal({
      name: terminalName(instance),
      pty,
      iconPath: new vscode.ThemeIcon("vm"),
      isTransient: true,
    });
    const created = { instanceId: instance.id, pty, terminal };
    this.#open = [...this.#open, created];
    return created;
  }
}
