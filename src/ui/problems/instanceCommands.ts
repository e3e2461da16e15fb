import * as vscode from "vscode";
import { capabilities, type Capabilities, type Instance } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { showInformation } from "../../platform/messages.ts";
import type { Problems } from "./problems.ts";
import { type RemedyContext, remedies } from "./remedies.ts";

export interface InstanceCommandDeps {
  readonly instances: { readonly selected: Instance | undefined; find(id: string): Instance | undefined };
  readonly problems: Pick<Problems, "report">;
}

/**
 * Registers a command on the instance of its context, on the selected one, or on the one that the user then selects.
 * While it does something, the same again does nothing: a double click asks once. What it fails with is reported, with
 * a Retry that runs the command again.
 * @param needs what the instance's API must have for it; where it does not, the user is told
 */
export function instanceCommand(
  { instances, problems }: InstanceCommandDeps,
  id: string,
  run: (instance: Instance, context: RemedyContext) => unknown,
  needs?: keyof Capabilities,
): Disposable {
  const underWay = new Set<string>();
  const known = ({ instanceId }: RemedyContext): Instance | undefined => {
    const { selected } = instances;
    if (instanceId === undefined) return selected;
    return instances.find(instanceId) ?? (selected?.id === instanceId ? selected : undefined);
  };
  const runOnce = async (instance: Instance, context: RemedyContext): Promise<void> => {
    const key = JSON.stringify([instance.id, context.turnId]);
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      await run(instance, context);
    } finally {
      underWay.delete(key);
    }
  };
  return vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
    const context = (given[0] ?? {}) as RemedyContext;
    // VS Code gives undefined for a row of a tree that is being drawn anew: which one was clicked is not known then.
    const isLost = given.length > 0 && given[0] === undefined;
    let instance: Instance | undefined;
    try {
      // Not what is selected afterwards: who closes the list does not mean the instance of before.
      instance = (isLost ? undefined : known(context)) ?? (await selectedByUser());
      if (instance && (!needs || isOffered(instance, needs))) await runOnce(instance, context);
    } catch (error) {
      const instanceId = instance?.id ?? context.instanceId;
      const retry = () => vscode.commands.executeCommand(id, { ...context, instanceId });
      // Without the turn: its Retry would be that of the message.
      void problems.report(error, { instanceId }, `${id}:${crypto.randomUUID()}`, { retry });
    }
  });
}

async function selectedByUser(): Promise<Instance | undefined> {
  return vscode.commands.executeCommand<Instance | undefined>(remedies.selectInstance.command);
}

/** Whether there is such a thing where the instance lives; else the user is told. */
function isOffered(instance: Instance, needs: keyof Capabilities): boolean {
  const offer = capabilities[instance.dialect][needs];
  if (offer !== "none" && Boolean(offer)) return true;
  void showInformation(
    instance.dialect === "gateway"
      ? vscode.l10n.t("This gateway runs on your own computer; only instances on Agent37 have this.")
      : vscode.l10n.t("The API of {0} does not offer this.", instanceLabel(instance)),
  );
  return false;
}
