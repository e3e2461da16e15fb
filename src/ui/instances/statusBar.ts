import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Account } from "../../core/account/account.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import { plainTooltip } from "./instanceFacts.ts";
import { statusText, statusView, type StatusView } from "./statusView.ts";

/** The figures of the selected instance are read again after this time, while the list is being read anyway. */
const spendAgeMs = 60_000;

/** The status-bar item of the selected instance; a click selects another one. */
export function createStatusBar(account: Account, instances: Instances, spend: SpendTracker): Disposable {
  const store = new DisposableStore();
  const item = store.add(vscode.window.createStatusBarItem("instance", vscode.StatusBarAlignment.Left, 10));
  item.name = vscode.l10n.t("Agent37 Instance");
  item.command = "agent37.selectInstance";

  const update = (): void => {
    if (!account.state) return;
    const { selected, state } = instances;
    if (selected && state.kind === "ready") void spend.refresh(selected, spendAgeMs);
    const view = statusView({
      account: account.state,
      selected,
      spend: selected && spend.known(selected.id),
      error: state.kind === "failed" ? state.error : undefined,
    });
    item.text = statusText(view);
    item.accessibilityInformation = { label: view.name };
    item.tooltip = tooltip(view);
    item.backgroundColor =
      view.background && new vscode.ThemeColor(`statusBarItem.${view.background}Background`);
    item.show();
    void vscode.commands.executeCommand("setContext", "agent37.hasInstance", selected !== undefined);
  };
  store.add(account.onDidChange(() => spend.clear()));
  store.add(account.onDidChange(update));
  store.add(instances.onDidChange(update));
  store.add(spend.onDidChange(update));
  void account.ready().then(update);
  return store;
}

/** Texts of foreign origin are plain text in it; only the commands of the links can be run from it. */
function tooltip({ name, facts, notes, links }: StatusView): vscode.MarkdownString {
  const text = plainTooltip([name, ...notes, ...facts.map(([what, value]) => `${what}: ${value}`)]);
  text.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  text.appendMarkdown("\n");
  text.appendMarkdown(links.map(({ label, command }) => `[${label}](command:${command})`).join(" · "));
  return text;
}
