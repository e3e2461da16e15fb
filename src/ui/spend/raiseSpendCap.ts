import * as vscode from "vscode";
import type { InstanceRef, Spend } from "../../api/wire.ts";
import { capProblem, suggestedCapUsd } from "../../core/spend/capPlan.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import { parseUsd } from "../../core/spend/usd.ts";
import { showInformation } from "../../platform/messages.ts";
import { withProgress } from "../../platform/progress.ts";
import { type RemedyContext, runRemedy } from "../problems/remedies.ts";
import { usd } from "./spendWords.ts";

/** The instance whose cap is raised, with the name that the user knows it by. */
export interface CapTarget {
  readonly ref: InstanceRef;
  readonly label: string;
}

/**
 * Asks for a new spend cap with the present figures in view, and sets it. When a turn failed for want of it, the last
 * step also says whether the turn is sent again.
 * @param onRaised called once the cap is set.
 */
export async function raiseSpendCap(
  spend: SpendTracker,
  { ref, label }: CapTarget,
  context: RemedyContext,
  onRaised: () => void,
): Promise<void> {
  const present = await withProgress(vscode.l10n.t("Reading the spend of {0}…", label), (signal) =>
    spend.read(ref, { signal }),
  );
  const cap = await askForCap(present, label);
  if (cap === undefined) return;
  const then = context.turnId === undefined ? "raise" : await askWhatThen(present, cap, label);
  if (!then) return;
  const changed = await withProgress(
    vscode.l10n.t("Setting the spend cap of {0}…", label),
    () => spend.setCap(ref, cap),
    { cancellable: false },
  );
  onRaised();
  if (then === "retry") {
    await runRemedy("retry", context);
    return;
  }
  void showInformation(
    vscode.l10n.t(
      "The spend cap of {0} was {1} and is {2} now.",
      label,
      usd(present.capUsd),
      usd(changed.capUsd),
    ),
  );
}

function askForCap(present: Spend, label: string): Promise<number | undefined> {
  return Promise.resolve(
    vscode.window.showInputBox({
      // A message about what is typed takes the prompt's place, so the figures stand in the title.
      title: vscode.l10n.t(
        "Raise Spend Cap of {0}: {1} of {2} spent",
        label,
        usd(present.usedUsd),
        usd(present.capUsd),
      ),
      prompt: vscode.l10n.t("New cap in USD"),
      value: String(suggestedCapUsd(present)),
      ignoreFocusOut: true,
      validateInput: (text) => complaint(present, text),
    }),
  ).then((text) => (text === undefined ? undefined : parseUsd(text)));
}

function complaint(present: Spend, text: string): string | vscode.InputBoxValidationMessage | undefined {
  const cap = parseUsd(text);
  if (cap === undefined) return vscode.l10n.t("Enter an amount such as 5, $5 or 5.50.");
  switch (capProblem(present, cap)) {
    case "unchanged":
      return vscode.l10n.t("This is the present cap.");
    case "notAboveUsed":
      return vscode.l10n.t("More than {0} is needed: that much is spent already.", usd(present.usedUsd));
    case undefined:
      return {
        message: vscode.l10n.t("From {0} to {1}", usd(present.capUsd), usd(cap)),
        severity: vscode.InputBoxValidationSeverity.Info,
      };
  }
}

async function askWhatThen(
  present: Spend,
  cap: number,
  label: string,
): Promise<"retry" | "raise" | undefined> {
  const answer = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("Raise and Retry"),
        detail: vscode.l10n.t("Sets the cap and sends the message again."),
        then: "retry" as const,
      },
      {
        label: vscode.l10n.t("Raise Only"),
        detail: vscode.l10n.t("Sets the cap; the message stays where it is."),
        then: "raise" as const,
      },
    ],
    {
      title: vscode.l10n.t("Raise Spend Cap of {0}", label),
      placeHolder: vscode.l10n.t("From {0} to {1}", usd(present.capUsd), usd(cap)),
      ignoreFocusOut: true,
    },
  );
  return answer?.then;
}
