import * as vscode from "vscode";
import type { Spend } from "../../api/wire.ts";
import type { CreditIntents } from "../../core/spend/creditIntents.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import { parseUsd } from "../../core/spend/usd.ts";
import { showInformation } from "../../platform/messages.ts";
import { withProgress } from "../../platform/progress.ts";
import type { CapTarget } from "./raiseSpendCap.ts";
import { usd } from "./spendWords.ts";

/**
 * Asks how much one-off credit an instance gets, and adds it: what it may spend once the monthly part is used up. When
 * the server's answer is lost, the same amount entered again is the same addition.
 * @param onAdded called once the credit is there
 */
export async function addCredit(
  spend: SpendTracker,
  intents: CreditIntents,
  { ref, label }: CapTarget,
  onAdded: () => void,
): Promise<void> {
  const present = await withProgress(vscode.l10n.t("Reading the spend of {0}…", label), (signal) =>
    spend.read(ref, { signal }),
  );
  const unconfirmed = intents.unconfirmed(ref.id);
  const amount = await askForAmount(present, label, unconfirmed);
  if (amount === undefined) return;
  const key = await intents.keyFor(ref.id, amount);
  const changed = await withProgress(
    vscode.l10n.t("Adding credit to {0}…", label),
    () => spend.addCredit(ref, amount, key),
    { cancellable: false },
  );
  await intents.confirmed(ref.id);
  onAdded();
  const now = usd(changed.creditUsd ?? 0);
  void showInformation(
    amount === unconfirmed && changed.creditUsd === present.creditUsd
      ? vscode.l10n.t("It had arrived the first time: the credit of {0} is {1} now.", label, now)
      : vscode.l10n.t("The credit of {0} was {1} and is {2} now.", label, usd(present.creditUsd ?? 0), now),
  );
}

async function askForAmount(
  present: Spend,
  label: string,
  unconfirmed: number | undefined,
): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t(
      "Add Credit to {0}: {1} of {2} spent, credit {3}",
      label,
      usd(present.usedUsd),
      usd(present.capUsd),
      usd(present.creditUsd ?? 0),
    ),
    prompt:
      unconfirmed === undefined
        ? vscode.l10n.t(
            "Amount in USD. Credit is used after the monthly cap; it raises what may be spent and moves no money.",
          )
        : vscode.l10n.t(
            "Adding {0} was not confirmed. Enter the same amount to make sure of it: it is not added twice.",
            usd(unconfirmed),
          ),
    value: String(unconfirmed ?? 1),
    ignoreFocusOut: true,
    validateInput: (typed) => complaint(present, typed, unconfirmed),
  });
  return text === undefined ? undefined : parseUsd(text);
}

function complaint(
  present: Spend,
  text: string,
  unconfirmed: number | undefined,
): string | vscode.InputBoxValidationMessage | undefined {
  const amount = parseUsd(text);
  if (amount === undefined || amount === 0) return vscode.l10n.t("Enter an amount such as 5, $5 or 5.50.");
  // Whether it is there already is not known, so no sum can be told.
  if (amount === unconfirmed) return undefined;
  const before = present.creditUsd ?? 0;
  return {
    message: vscode.l10n.t(
      "Credit from {0} to {1}. It is used after the monthly cap and moves no money.",
      usd(before),
      usd(before + amount),
    ),
    severity: vscode.InputBoxValidationSeverity.Info,
  };
}
