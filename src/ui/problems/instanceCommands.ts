import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Problems } from "./problems.ts";
import { type RemedyContext, remedies } from "./remedies.ts";

export interface InstanceCommandDeps {
  readonly instances: { readonly selected: Instance | undefined; find(id: string): Instance | undefined };
  readonly problems: Problems;
}

/**
 * Registers a command on the instance of its context, on the selected one, or on the one that the user then selects.
 * What it fails with is reported once.
 */
export function instanceCommand(
  { instances, problems }: InstanceCommandDeps,
  id: string,
  run: (instance: Instance) => Promise<void>,
): Disposable {
  const target = ({ instanceId }: RemedyContext): Instance | undefined =>
    instanceId === undefined
      ? instances.selected
      : (instances.find(instanceId) ??
        (instances.selected?.id === instanceId ? instances.selected : undefined));
  return vscode.commands.registerCommand(id, async (context: RemedyContext = {}) => {
    let instance: Instance | undefined;
    try {
      instance = target(context);
      if (!instance) {
        await vscode.commands.executeCommand(remedies.selectInstance.command);
        instance = instances.selected;
      }
      if (instance) await run(instance);
    } catch (error) {
      const instanceId = instance?.id ?? context.instanceId;
      const retry = () => vscode.commands.executeCommand(id, { instanceId });
      void problems.report(error, { instanceId }, `${id}:${crypto.randomUUID()}`, { retry });
    }
  });
}
