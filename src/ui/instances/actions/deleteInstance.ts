import * as vscode from "vscode";
import { capabilities, type Instance } from "../../../api/wire.ts";
import { instanceLabel } from "../../../core/instances/instanceState.ts";
import { confirm, showInformation } from "../../../platform/messages.ts";
import { attempt } from "../attempt.ts";
import type { InstancesUiDeps } from "../deps.ts";
import { acting, untilReady } from "../untilReady.ts";

type DeleteDeps = Pick<InstancesUiDeps, "clock" | "instances" | "problems">;

/** Deletes the instance once the user has read what is lost; where the server keeps it, it can be brought back. */
export async function deleteInstance(deps: DeleteDeps, instance: Instance): Promise<void> {
  const { instances } = deps;
  const { undelete } = capabilities[instance.dialect];
  const sure = await confirm(
    vscode.l10n.t("Delete {0} ({1})?", instanceLabel(instance), instance.id),
    undelete
      ? vscode.l10n.t(
          "Its files, its agent's memory, its sessions and its schedules go with it. Agent37 archives it, and right after this it can be brought back.",
        )
      : vscode.l10n.t(
          "Its files, its agent's memory, its sessions, its schedules and its backups are lost. This cannot be undone here. Agent37 may keep the data in its backup storage for some days; do not count on it.",
        ),
    vscode.l10n.t("Delete"),
  );
  if (!sure) return;
  const wasSelected = instances.selected?.id === instance.id;
  const done = await attempt(deps, instance.id, () =>
    // Not cancellable: the server would delete it all the same.
    acting(
      deps,
      instance,
      vscode.l10n.t("Deleting {0}", instanceLabel(instance)),
      () => instances.actions.delete(instance),
      { cancellable: false },
    ),
  );
  if (done && undelete) void offerUndo(deps, instance, wasSelected);
}

async function offerUndo(deps: DeleteDeps, instance: Instance, select: boolean): Promise<void> {
  const { instances } = deps;
  const undo = vscode.l10n.t("Undo");
  const answer = await showInformation(
    vscode.l10n.t("{0} was deleted and is in the archive.", instanceLabel(instance)),
    undo,
  );
  if (answer !== undo) return;
  await attempt(deps, instance.id, async () => {
    await untilReady(deps, instance, vscode.l10n.t("Bringing {0} back", instanceLabel(instance)), (signal) =>
      instances.actions.undelete(instance, signal),
    );
    if (select) await instances.select(instance);
  });
}
