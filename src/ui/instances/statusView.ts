import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import { capabilities, type Instance, type Spend } from "../../api/wire.ts";
import type { AccountState } from "../../core/account/chooseAccount.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { sentenceOf } from "../problems/wording.ts";
import { type Fact, instanceFacts, instanceNotes } from "./instanceFacts.ts";
import { plainLabel, statusIcon, statusWords } from "./instanceWords.ts";

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
  readonly facts: readonly Fact[];
  readonly notes: readonly string[];
  readonly links: readonly Link[];
}

/** A command on the selected instance. */
export interface Link {
  readonly label: string;
  readonly command: string;
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
    return {
      name: vscode.l10n.t("Agent37: set API key"),
      icon: "$(key)",
      background,
      facts: [],
      notes,
      links: [],
    };
  }
  if (!selected) {
    const background = refused ? "error" : undefined;
    return {
      name: vscode.l10n.t("Agent37: select instance"),
      icon: "$(vm)",
      background,
      facts: [],
      notes,
      links: [],
    };
  }
  const isUnread = selected.status === "unknown" && selected.statusText === "";
  // Nothing is being checked any more once the read has failed.
  const status = isUnread && error ? vscode.l10n.t("status unknown") : statusWords(selected);
  const broken = selected.status === "failed" || refused;
  return {
    name: vscode.l10n.t("Agent37: {0}, {1}", instanceLabel(selected), status),
    icon: statusIcon(selected.status),
    background: broken ? "error" : selected.pastDue ? "warning" : undefined,
    facts: instanceFacts(selected, situation.spend ?? selected.spend),
    notes: [...instanceNotes(selected), ...notes],
    links: links(selected),
  };
}

/** What of the instance can be shown and changed from here. */
function links({ dialect }: Instance): readonly Link[] {
  const can = capabilities[dialect];
  return [
    ...(can.spend
      ? [
          { label: vscode.l10n.t("Show Spend"), command: "agent37.showSpend" },
          { label: vscode.l10n.t("Raise Spend Cap"), command: "agent37.raiseSpendCap" },
        ]
      : []),
    { label: vscode.l10n.t("Open Instance Files"), command: "agent37.openInstanceFiles" },
    ...(can.exec
      ? [{ label: vscode.l10n.t("Open Instance Terminal"), command: "agent37.openInstanceTerminal" }]
      : []),
    ...(can.logs ? [{ label: vscode.l10n.t("Show Instance Log"), command: "agent37.showInstanceLog" }] : []),
    ...(can.pages === "none"
      ? []
      : [{ label: vscode.l10n.t("Open in Browser"), command: "agent37.openInstancePage" }]),
  ];
}

/** The text of the item: the icon, then the name. */
export function statusText({ icon, name }: StatusView): string {
  return `${icon} ${plainLabel(name)}`;
}
