import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { showInformation } from "../../platform/messages.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import { createInstance } from "./createInstance.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { deleteInstance, resizeInstance, restartInstance, startInstance, stopInstance } from "./lifecycle.ts";
import { selectInstance } from "./selectInstance.ts";
import { createStatusBar } from "./statusBar.ts";

export type { InstancesUiDeps } from "./deps.ts";

/** The status-bar item and the commands around instances. */
export function registerInstances(deps: InstancesUiDeps): Disposable {
  const { account, instances, problems, spend } = deps;
  const store = new DisposableStore();
  const command = (id: string, run: (context: RemedyContext) => Promise<unknown>): void => {
    store.add(
      vscode.commands.registerCommand(id, async (context: RemedyContext = {}) => {
        try {
          return await run(context);
        } catch (error) {
          void problems.report(error, context, `${id}:${crypto.randomUUID()}`);
          return undefined;
        }
      }),
    );
  };
  /** A command on the instance of its context, on the selected one, or on the one that the user then selects. */
  const onInstance = (id: string, run: (instance: Instance, context: RemedyContext) => Promise<void>): void =>
    command(id, async (context) => {
      const instance = target(deps, context) ?? (await selectInstance(deps));
      if (instance?.dialect === "gateway") {
        void showInformation(
          vscode.l10n.t("This gateway runs on your own computer; Agent37 does not start, stop or resize it."),
        );
      } else if (instance) await run(instance, context);
    });

  store.add(createStatusBar(account, instances, spend));
  command("agent37.selectInstance", () => selectInstance(deps));
  command("agent37.createInstance", () => createInstance(deps));
  onInstance("agent37.startInstance", (instance, context) => startInstance(deps, instance, context));
  onInstance("agent37.stopInstance", (instance) => stopInstance(instances, instance));
  onInstance("agent37.restartInstance", (instance, context) => restartInstance(deps, instance, context));
  onInstance("agent37.resizeInstance", (instance) => resizeInstance(instances, instance));
  onInstance("agent37.deleteInstance", (instance) => deleteInstance(instances, instance));
  return store;
}

function target({ instances }: InstancesUiDeps, { instanceId }: RemedyContext): Instance | undefined {
  if (instanceId === undefined) return instances.selected;
  return (
    instances.find(instanceId) ?? (instances.selected?.id === instanceId ? instances.selected : undefined)
  );
}
