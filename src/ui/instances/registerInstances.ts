import * as vscode from "vscode";
import { capabilities, type Capabilities, type Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { showInformation } from "../../platform/messages.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import { createBackup, forkInstance, restoreBackup } from "./actions/copies.ts";
import { deleteInstance } from "./actions/deleteInstance.ts";
import { restartInstance, startInstance, stopInstance, updateInstance } from "./actions/lifecycle.ts";
import { renameInstance } from "./actions/renameInstance.ts";
import { resizeInstance } from "./actions/resizeInstance.ts";
import { setAutoSleep } from "./actions/setAutoSleep.ts";
import { createInstance } from "./create/createInstance.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { ProblemDocument } from "./problemDocument.ts";
import { selectInstance } from "./selectInstance.ts";
import { createStatusBar } from "./statusBar.ts";
import { filterInstances } from "./tree/filterInstances.ts";
import { InstancesTree } from "./tree/instancesTree.ts";

export type { InstancesUiDeps } from "./deps.ts";

/** The status-bar item, the view "Instances" and the commands around instances. */
export function registerInstances(deps: InstancesUiDeps): Disposable {
  const { account, instances, problems, spend } = deps;
  const store = new DisposableStore();
  const command = (id: string, run: (context: RemedyContext) => Promise<unknown>): void => {
    store.add(
      vscode.commands.registerCommand(id, async (context: RemedyContext = {}) => {
        try {
          return await run(context);
        } catch (error) {
          const retry = () => vscode.commands.executeCommand(id, context);
          void problems.report(error, context, `${id}:${crypto.randomUUID()}`, { retry });
          return undefined;
        }
      }),
    );
  };
  /** What is being asked or done, so that a double click asks and does nothing twice. */
  const underWay = new Map<string, Promise<void>>();
  /** A command on the instance of its context, on the selected one, or on the one that the user then selects. */
  const onInstance = (
    id: string,
    run: (instance: Instance, context: RemedyContext) => Promise<void>,
    needs?: keyof Capabilities,
  ): void =>
    command(id, async (context) => {
      const instance = target(deps, context) ?? (await selectInstance(deps));
      if (!instance || (needs && !isOffered(instance, needs))) return;
      const key = JSON.stringify([id, instance.id, context.turnId]);
      const running = underWay.get(key) ?? run(instance, context).finally(() => underWay.delete(key));
      underWay.set(key, running);
      await running;
    });

  const tree = store.add(new InstancesTree(deps));
  const problemDocument = store.add(new ProblemDocument(deps));
  store.add(createStatusBar(account, instances, spend));
  command("agent37.selectInstance", () => selectInstance(deps));
  command("agent37.createInstance", () => createInstance(deps));
  command("agent37.refreshInstances", () => instances.refresh());
  command("agent37.filterInstances", () => filterInstances(tree));
  command("agent37.clearInstanceFilter", () => Promise.resolve(tree.setFilter("")));
  onInstance("agent37.useInstance", (instance) => instances.select(instance));
  onInstance("agent37.showInstanceProblem", (instance) => problemDocument.show(instance));
  onInstance("agent37.copyInstanceId", async ({ id }) => vscode.env.clipboard.writeText(id));
  onInstance(
    "agent37.startInstance",
    (instance, context) => startInstance(deps, instance, context),
    "lifecycle",
  );
  onInstance("agent37.stopInstance", (instance) => stopInstance(deps, instance), "lifecycle");
  onInstance(
    "agent37.restartInstance",
    (instance, context) => restartInstance(deps, instance, context),
    "lifecycle",
  );
  onInstance("agent37.resizeInstance", (instance) => resizeInstance(deps, instance), "lifecycle");
  onInstance("agent37.updateInstance", (instance) => updateInstance(deps, instance), "lifecycle");
  onInstance("agent37.renameInstance", (instance) => renameInstance(deps, instance), "rename");
  onInstance("agent37.setAutoSleep", (instance) => setAutoSleep(deps, instance), "autoSleep");
  onInstance("agent37.forkInstance", (instance) => forkInstance(deps, instance), "copies");
  onInstance("agent37.createBackup", (instance) => createBackup(deps, instance), "copies");
  onInstance("agent37.restoreBackup", (instance) => restoreBackup(deps, instance), "copies");
  onInstance("agent37.deleteInstance", (instance) => deleteInstance(deps, instance), "lifecycle");
  return store;
}

/** Whether there is such a thing where the instance lives; else the user is told. */
function isOffered(instance: Instance, needs: keyof Capabilities): boolean {
  if (capabilities[instance.dialect][needs]) return true;
  void showInformation(
    instance.dialect === "gateway"
      ? vscode.l10n.t("This gateway runs on your own computer; Agent37 does not start, stop or resize it.")
      : vscode.l10n.t("The API of {0} does not offer this.", instanceLabel(instance)),
  );
  return false;
}

function target({ instances }: InstancesUiDeps, { instanceId }: RemedyContext): Instance | undefined {
  if (instanceId === undefined) return instances.selected;
  return (
    instances.find(instanceId) ?? (instances.selected?.id === instanceId ? instances.selected : undefined)
  );
}
