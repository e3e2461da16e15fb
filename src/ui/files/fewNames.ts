import * as vscode from "vscode";

/** Names for a sentence: the first ones, and how many more there are. */
export function fewNames(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(", ");
  return names.length <= most ? shown : vscode.l10n.t("{0} and {1} more", shown, names.length - most);
}
