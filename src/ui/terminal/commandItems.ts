import type * as vscode from "vscode";

/** A row of a list of commands. */
export interface CommandItem extends vscode.QuickPickItem {
  readonly command: string;
}

/** A row for a command: on one line, with `$(…)` as it was written and not as an icon. */
export function commandItem(command: string): CommandItem {
  return { label: command.replace(/\$\(/g, "\\$(").replaceAll("\n", "↵"), command };
}

/** Rows for commands that are given oldest first; the newest is the first row. */
export function commandItems(commands: readonly string[]): readonly CommandItem[] {
  return [...commands].reverse().map((command) => commandItem(command));
}
