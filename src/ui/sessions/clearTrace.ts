import * as vscode from "vscode";
import type { Traces } from "../../core/conversation/ports.ts";
import { confirm, showInformation } from "../../platform/messages.ts";

/** Deletes what is kept on this machine of finished turns, if the user is sure. */
export async function clearTrace(traces: Pick<Traces, "clear">): Promise<void> {
  const sure = await confirm(
    vscode.l10n.t("Clear the local trace of all sessions?"),
    vscode.l10n.t(
      "The reasoning and the tool details of finished turns are kept on this machine only and will be lost. The sessions and their messages stay on the instances.",
    ),
    vscode.l10n.t("Clear"),
  );
  if (!sure) return;
  await traces.clear();
  void showInformation(vscode.l10n.t("The local trace was cleared."));
}
