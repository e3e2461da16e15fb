import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import { showInformation } from "../../platform/messages.ts";
import type { ShowReport } from "../../protocol/reportTab.ts";
import type { Problems } from "../problems/problems.ts";
import { type RemedyContext, remedies } from "../problems/remedies.ts";
import { raiseSpendCap } from "./raiseSpendCap.ts";

export interface SpendUiDeps {
  readonly spend: SpendTracker;
  readonly instances: {
    readonly selected: Instance | undefined;
    find(id: string): Instance | undefined;
  };
  readonly problems: Problems;
  /** What a turn failed for has been put right; its message can go out again. */
  readonly onRemedied: (context: RemedyContext) => void;
  readonly showReport: ShowReport;
}

/** The command that raises an instance's spend cap. */
export function registerSpend({ spend, instances, problems, onRemedied }: SpendUiDeps): Disposable {
  const target = ({ instanceId }: RemedyContext): Instance | undefined =>
    instanceId === undefined ? instances.selected : instances.find(instanceId);

  return vscode.commands.registerCommand("agent37.raiseSpendCap", async (context: RemedyContext = {}) => {
    try {
      if (!target(context)) await vscode.commands.executeCommand(remedies.selectInstance.command);
      const instance = target(context) ?? instances.selected;
      if (!instance) return;
      if (instance.dialect === "gateway") {
        void showInformation(vscode.l10n.t("This gateway runs on your own computer and has no spend cap."));
        return;
      }
      const label = instance.name?.trim() || instance.id;
      await raiseSpendCap(spend, { ref: instance, label }, context, () => onRemedied(context));
    } catch (error) {
      void problems.report(error, context, `agent37.raiseSpendCap:${crypto.randomUUID()}`);
    }
  });
}
