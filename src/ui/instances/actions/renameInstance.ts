import * as vscode from "vscode";
import type { Instance } from "../../../api/wire.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { attempt } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import { acting } from "../untilReady.ts";

/** The hosting API's limit. */
export const longestName = 60;

/** Gives the instance another name, or none. */
export async function renameInstance(
  deps: Pick<InstancesUiDeps, "clock" | "instances" | "problems">,
  instance: Instance,
): Promise<void> {
  const before = instance.name?.trim() ?? "";
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t("Rename {0}", instanceLabel(instance)),
    prompt: vscode.l10n.t("Without a name the instance is shown by its id, {0}.", instance.id),
    value: before,
    validateInput: nameProblem,
  });
  const name = answer?.trim();
  if (name === undefined || name === before) return;
  const title = vscode.l10n.t("Renaming {0}", instanceLabel(instance));
  await attempt(deps, instance.id, async () => {
    await acting(deps, instance, title, (signal) =>
      deps.instances.actions.patch(instance, { name: name === "" ? null : name }, signal),
    );
  });
}

/** Why a text cannot be a name; undefined: it can. */
export function nameProblem(text: string): string | undefined {
  return text.trim().length > longestName ? vscode.l10n.t("At most {0} characters.", longestName) : undefined;
}
