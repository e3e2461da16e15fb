import * as vscode from "vscode";
import { capabilities, type Capabilities, type Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { showInformation } from "../../platform/messages.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import type { InstancesUiDeps } from "./deps.ts";
import { ProblemDocument } from "./problemDocument.ts";
import { selectInstance } from "./selectInstance.ts";
import { createStatusBar } from "./statusBar.ts";
import { filterInstances } from "./tree/filterInstances.ts";
import { InstancesTree } from "./tree/instancesTree.ts";

export type { InstancesUiDeps } from "./deps.ts";

/** What is asked and done is loaded with the first command that needs it. */
type Flows = typeof import("./flows.ts");

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
  const underWay = new Set<string>();
  /** A command on the instance of its context, on the selected one, or on the one that the user then selects. */
  const onInstance = (
    id: string,
    run: (instance: Instance, flows: Flows, context: RemedyContext) => Promise<void>,
    needs?: keyof Capabilities,
  ): void =>
    command(id, async (context) => {
      const instance = target(deps, context) ?? (await selectInstance(deps));
      if (!instance || (needs && !isOffered(instance, needs))) return;
      const key = JSON.stringify([id, instance.id, context.turnId]);
      if (underWay.has(key)) return;
      underWay.add(key);
      try {
        await run(instance, await import("./flows.ts"), context);
      } finally {
        underWay.delete(key);
      }
    });

  const tree = store.add(new InstancesTree(deps));
  const problemDocument = store.add(new ProblemDocument(deps));
  store.add(createStatusBar(account, instances, spend));
  command("agent37.selectInstance", () => selectInstance(deps));
  command("agent37.createInstance", async () => (await import("./flows.ts")).createInstance(deps));
  command("agent37.refreshInstances", () => instances.refresh());
  command("agent37.filterInstances", () => filterInstances(tree));
  command("agent37.clearInstanceFilter", () => Promise.resolve(tree.setFilter("")));
  onInstance("agent37.useInstance", (instance) => instances.select(instance));
  onInstance("agent37.showInstanceProblem", (instance) => problemDocument.show(instance));
  onInstance("agent37.copyInstanceId", async ({ id }) => vscode.env.clipboard.writeText(id));
  onInstance(
    "agent37.startInstance",
    (instance, flows, context) => flows.startInstance(deps, instance, context),
    "lifecycle",
  );
  onInstance("agent37.stopInstance", (instance, flows) => flows.stopInstance(deps, instance), "lifecycle");
  onInstance(
    "agent37.restartInstance",
    (instance, flows, context) => flows.restartInstance(deps, instance, context),
    "lifecycle",
  );
  onInstance(
    "agent37.resizeInstance",
    (instance, flows) => flows.resizeInstance(deps, instance),
    "lifecycle",
  );
  onInstance(
    "agent37.updateInstance",
    (instance, flows) => flows.updateInstance(deps, instance),
    "lifecycle",
  );
  onInstance("agent37.renameInstance", (instance, flows) => flows.renameInstance(deps, instance), "rename");
  onInstance("agent37.setAutoSleep", (instance, flows) => flows.setAutoSleep(deps, instance), "autoSleep");
  onInstance("agent37.forkInstance", (instance, flows) => flows.forkInstance(deps, instance), "copies");
  onInstance("agent37.createBackup", (instance, flows) => flows.createBackup(deps, instance), "copies");
  onInstance("agent37.restoreBackup", (instance, flows) => flows.restoreBackup(deps, instance), "copies");
  onInstance(
    "agent37.deleteInstance",
    (instance, flows) => flows.deleteInstance(deps, instance),
    "lifecycle",
  );
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
