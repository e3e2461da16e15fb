import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import type { Instance, Spend } from "../../api/wire.ts";
import type { AccountState } from "../../core/account/chooseAccount.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { formatUsd } from "../../core/spend/usd.ts";
import { sentenceOf } from "../problems/wording.ts";
import { plainLabel, shapeWords, statusIcon, statusWords } from "./instanceWords.ts";

export interface StatusSituation {
  readonly account: AccountState;
  readonly selected: Instance | undefined;
  readonly spend: Spend | undefined;
  /** Why the list could not be read. */
  readonly error: Agent37Error | undefined;
}

export interface StatusView {
  /** What a screen reader says, and what stands behind the icon. */
  readonly name: string;
  readonly icon: string;
  readonly background: "error" | "warning" | undefined;
  /** Rows of the tooltip: what, and its value as plain text. */
  readonly facts: readonly (readonly [string, string])[];
  readonly notes: readonly string[];
}

/** What the status bar says of the selected instance. */
export function statusView(situation: StatusSituation): StatusView {
  const { account, selected, error } = situation;
  const notes = [
    account.source === "environment"
      ? vscode.l10n.t("The API key comes from the environment variable AGENT37_API_KEY.")
      : undefined,
    error && sentenceOf(error),
  ].filter((note) => note !== undefined);
  const refused = error !== undefined && rowOf(error).kind === "auth";

  if (account.source === "none" && selected?.dialect !== "gateway") {
    const background = account.baseUrl === undefined ? "error" : undefined;
    return { name: vscode.l10n.t("Agent37: set API key"), icon: "$(key)", background, facts: [], notes };
  }
  if (!selected) {
    const background = refused ? "error" : undefined;
    return { name: vscode.l10n.t("Agent37: select instance"), icon: "$(vm)", background, facts: [], notes };
  }
  const isUnread = selected.status === "unknown" && selected.statusText === "";
  // Nothing is being checked any more once the read has failed.
  const status = isUnread && error ? vscode.l10n.t("status unknown") : statusWords(selected);
  const broken = selected.status === "failed" || refused;
  return {
    name: vscode.l10n.t("Agent37: {0}, {1}", instanceLabel(selected), status),
    icon: statusIcon(selected.status),
    background: broken ? "error" : selected.pastDue ? "warning" : undefined,
    facts: facts(selected, situation.spend ?? selected.spend),
    notes: [
      ...(selected.statusReason ? [selected.statusReason.message] : []),
      ...(selected.pastDue ? [vscode.l10n.t("The instance is suspended because of a missing payment.")] : []),
      ...notes,
    ],
  };
}

/** The text of the item: the icon, then the name. */
export function statusText({ icon, name }: StatusView): string {
  return `${icon} ${plainLabel(name)}`;
}

function facts(instance: Instance, spend: Spend | undefined): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [
    [vscode.l10n.t("Id"), instance.id],
    [vscode.l10n.t("API"), instance.dialect],
    [vscode.l10n.t("Agent"), instance.agents.join(", ")],
    [vscode.l10n.t("Size"), shapeWords(instance.shape)],
    [vscode.l10n.t("User"), instance.user ?? ""],
  ];
  if (spend) {
    const { language } = vscode.env;
    rows.push([
      vscode.l10n.t("Spend"),
      vscode.l10n.t(
        "{0} of {1}",
        formatUsd(spend.usedUsd, language),
        formatUsd(spend.capUsd + (spend.creditUsd ?? 0), language),
      ),
    ]);
  }
  return rows.filter(([, value]) => value !== "");
}
