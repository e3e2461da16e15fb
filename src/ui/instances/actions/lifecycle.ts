import * as vscode from "vscode";
import type { Instance } from "../../../api/wire.ts";
import { instanceLabel, isTransitional } from "../../../core/instances/instanceState.ts";
import { confirm } from "../../../platform/messages.ts";
import { type RemedyContext, runRemedy } from "../../problems/remedies.ts";
import { attempt } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import { acting, untilReady } from "../untilReady.ts";

type LifecycleDeps = Pick<InstancesUiDeps, "clock" | "instances" | "onRemedied" | "problems">;

/** Starts the instance and waits for its agent; a turn that failed for want of it is then sent again. */
export async function startInstance(
  deps: LifecycleDeps,
  instance: Instance,
  context: RemedyContext,
): Promise<void> {
  const { instances } = deps;
  const title = vscode.l10n.t("Starting {0}", instanceLabel(instance));
  await attempt(deps, instance.id, async () => {
    await untilReady(deps, instance, title, async (signal) => {
      const { status } = instances.find(instance.id) ?? instance;
      const onItsWay = isTransitional(status) && status !== "stopping";
      if (!onItsWay) await instances.actions.start(instance, signal);
    });
    await remedied(deps, context);
  });
}

export async function stopInstance(deps: LifecycleDeps, instance: Instance): Promise<void> {
  const sure = await confirm(
    vscode.l10n.t("Stop {0}?", instanceLabel(instance)),
    vscode.l10n.t("A turn that runs on it ends. Its disk is kept."),
    vscode.l10n.t("Stop"),
  );
  if (!sure) return;
  const title = vscode.l10n.t("Stopping {0}", instanceLabel(instance));
  await attempt(deps, instance.id, () =>
    acting(deps, instance, title, (signal) => deps.instances.actions.stop(instance, signal)),
  );
}

export async function restartInstance(
  deps: LifecycleDeps,
  instance: Instance,
  context: RemedyContext,
): Promise<void> {
  const { instances } = deps;
  const sure = await confirm(
    vscode.l10n.t("Restart {0}?", instanceLabel(instance)),
    vscode.l10n.t("A turn that runs on it ends. Its disk is kept."),
    vscode.l10n.t("Restart"),
  );
  if (!sure) return;
  const title = vscode.l10n.t("Restarting {0}", instanceLabel(instance));
  await attempt(deps, instance.id, async () => {
    await untilReady(deps, instance, title, (signal) => instances.actions.restart(instance, signal));
    await remedied(deps, context);
  });
}

/** Moves the instance to the newest version of its template. */
export async function updateInstance(deps: LifecycleDeps, instance: Instance): Promise<void> {
  const { instances } = deps;
  const sure = await confirm(
    vscode.l10n.t("Update {0} to the newest version of its template?", instanceLabel(instance)),
    vscode.l10n.t(
      "The operating system is set up anew: what was installed or changed outside of the home folder is lost. The home folder with the agent's files is kept. A turn that runs on it ends.",
    ),
    vscode.l10n.t("Update"),
  );
  if (!sure) return;
  const title = vscode.l10n.t("Updating {0}", instanceLabel(instance));
  await attempt(deps, instance.id, () =>
    // A stopped one stays stopped.
    instance.status === "stopped"
      ? acting(deps, instance, title, (signal) => instances.actions.update(instance, signal))
      : untilReady(deps, instance, title, (signal) => instances.actions.update(instance, signal)),
  );
}

/** What a turn failed for is put right, so it can go out again. */
async function remedied({ onRemedied }: LifecycleDeps, context: RemedyContext): Promise<void> {
  onRemedied(context);
  if (context.turnId !== undefined) await runRemedy("retry", context);
}
