import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { allowedUsd } from "../../core/spend/spendFacts.ts";
import type { SpendWarning } from "../../core/spend/spendWarnings.ts";
import { remedies } from "../problems/remedies.ts";
import { showWarning } from "../problems/warning.ts";
import { labelOf, percent, resetWords, usd } from "./spendWords.ts";

/** Says that an instance comes near what it may spend, or is there, and runs what the user picks. */
export async function warnOfSpend(
  { instanceId, level, spend }: SpendWarning,
  instance: Instance | undefined,
): Promise<void> {
  const label = labelOf(instance ?? { id: instanceId, name: undefined });
  const raise = remedies.raiseSpendCap.label();
  const show = vscode.l10n.t("Show Spend");
  const reset = resetWords(spend);
  const figures = [usd(spend.usedUsd), usd(allowedUsd(spend))] as const;
  const sentences = [
    level === 100
      ? vscode.l10n.t("{0} has spent all that it may spend: {1} of {2}.", label, ...figures)
      : vscode.l10n.t(
          "{0} has spent {1} of what it may spend: {2} of {3}.",
          label,
          percent(spend.usedUsd / allowedUsd(spend)),
          ...figures,
        ),
    reset === undefined ? undefined : vscode.l10n.t("The monthly cap counts anew from {0}.", reset),
  ];
  const chosen = await showWarning(sentences.filter(Boolean).join(" "), raise, show);
  if (chosen === raise) await vscode.commands.executeCommand(remedies.raiseSpendCap.command, { instanceId });
  else if (chosen === show) await vscode.commands.executeCommand("agent37.showSpend", { instanceId });
}
