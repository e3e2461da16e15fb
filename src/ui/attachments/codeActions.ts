import * as vscode from "vscode";
import type { Disposable } from "../../common/disposable.ts";

/** Documents that belong to files; problems of an output or a diff's old side have nothing to fix. */
const selector: vscode.DocumentSelector = ["file", "untitled", "vscode-remote", "vscode-vfs"].map(
  (scheme) => ({
    scheme,
  }),
);

const selectionKind = "agent37.addSelection";

/** Offers the agent in the menu of quick fixes. */
export function registerAttachCodeActions(): Disposable {
  const kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.Empty.append(selectionKind)];
  return vscode.languages.registerCodeActionsProvider(
    selector,
    { provideCodeActions },
    { providedCodeActionKinds: kinds },
  );
}

/**
 * A question about the problems at hand, which may light the bulb as quick fixes do, and the selection. VS Code asks by
 * itself whenever something is selected and shows a bulb for any answer, so the selection is offered only to a user who
 * has opened the menu.
 */
function provideCodeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  { diagnostics, triggerKind, only }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const wants = (kind: vscode.CodeActionKind): boolean => !only || only.contains(kind);
  const actions: vscode.CodeAction[] = [];
  if (diagnostics.length > 0 && wants(vscode.CodeActionKind.QuickFix)) {
    const title =
      diagnostics.length === 1
        ? vscode.l10n.t("Ask the agent about this problem")
        : vscode.l10n.t("Ask the agent about these problems");
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [...diagnostics];
    action.command = {
      command: "agent37.askAboutProblem",
      title,
      arguments: [document.uri, [...diagnostics]],
    };
    actions.push(action);
  }
  const kind = vscode.CodeActionKind.Empty.append(selectionKind);
  if (triggerKind === vscode.CodeActionTriggerKind.Invoke && !range.isEmpty && wants(kind)) {
    const title = vscode.l10n.t("Add selection to chat");
    const action = new vscode.CodeAction(title, kind);
    action.command = { command: "agent37.addSelection", title };
    actions.push(action);
  }
  return actions;
}
