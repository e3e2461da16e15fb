import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { instanceLabel, isTransitional } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { confirm } from "../../platform/messages.ts";
import { withProgress } from "../../platform/progress.ts";
import { type RemedyContext, runRemedy } from "../problems/remedies.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { shapeItems } from "./shapes.ts";
import { pick } from "./steps.ts";
import { untilReady } from "./untilReady.ts";

/** Starts the instance and waits for its agent; a turn that failed for want of it is then sent again. */
export async function startInstance(
  { instances, onRemedied }: Pick<InstancesUiDeps, "instances" | "onRemedied">,
  instance: Instance,
  context: RemedyContext,
): Promise<void> {
  const title = vscode.l10n.t("Starting {0}", instanceLabel(instance));
  await untilReady(instances, instance, title, async (signal) => {
    const onItsWay = isTransitional(instance.status) && instance.status !== "stopping";
    if (!onItsWay) await instances.startInstance(instance, signal);
  });
  onRemedied(context);
  if (context.turnId !== undefined) await runRemedy("retry", context);
}

export async function stopInstance(instances: Instances, instance: Instance): Promise<void> {
  const stop = vscode.l10n.t("Stop");
  const sure = await confirm(
    vscode.l10n.t("Stop {0}?", instanceLabel(instance)),
    vscode.l10n.t("A turn that runs on it ends. Its disk is kept."),
    stop,
  );
  if (!sure) return;
  await withProgress(vscode.l10n.t("Stopping {0}", instanceLabel(instance)), (signal) =>
    instances.stopInstance(instance, signal),
  );
}

export async function restartInstance(
  { instances, onRemedied }: Pick<InstancesUiDeps, "instances" | "onRemedied">,
  instance: Instance,
  context: RemedyContext,
): Promise<void> {
  const restart = vscode.l10n.t("Restart");
  const sure = await confirm(
    vscode.l10n.t("Restart {0}?", instanceLabel(instance)),
    vscode.l10n.t("A turn that runs on it ends. Its disk is kept."),
    restart,
  );
  if (!sure) return;
  const title = vscode.l10n.t("Restarting {0}", instanceLabel(instance));
  await untilReady(instances, instance, title, (signal) => instances.restartInstance(instance, signal));
  onRemedied(context);
  if (context.turnId !== undefined) await runRemedy("retry", context);
}

export async function resizeInstance(instances: Instances, instance: Instance): Promise<void> {
  const vcpu = await pick({
    title: vscode.l10n.t("Resize {0}", instanceLabel(instance)),
    number: 1,
    total: 1,
    placeholder: vscode.l10n.t("The size changes the price. The instance restarts, and a running turn ends."),
    items: shapeItems(instance.dialect === "unified", instance.shape.vcpu),
  });
  if (typeof vcpu !== "number" || vcpu === instance.shape.vcpu) return;
  const title = vscode.l10n.t("Resizing {0}", instanceLabel(instance));
  await untilReady(instances, instance, title, (signal) => instances.resizeInstance(instance, vcpu, signal));
}

export async function deleteInstance(instances: Instances, instance: Instance): Promise<void> {
  const remove = vscode.l10n.t("Delete");
  const sure = await confirm(
    vscode.l10n.t("Delete {0} ({1})?", instanceLabel(instance), instance.id),
    vscode.l10n.t(
      "Its files, its agent's memory, its sessions and its schedules are lost. This cannot be undone here.",
    ),
    remove,
  );
  if (!sure) return;
  // Not cancellable: the server would delete it all the same.
  await withProgress(
    vscode.l10n.t("Deleting {0}", instanceLabel(instance)),
    () => instances.deleteInstance(instance),
    { cancellable: false },
  );
}
