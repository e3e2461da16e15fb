import * as vscode from "vscode";
import type { Capabilities, Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { instanceCommand } from "../problems/instanceCommands.ts";
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
  const onInstance = (
    id: string,
    run: (instance: Instance, flows: Flows, context: RemedyContext) => Promise<void>,
    needs?: keyof Capabilities,
  ): void => {
    const load = async (instance: Instance, context: RemedyContext): Promise<void> =>
      run(instance, await import("./flows.ts"), context);
    store.add(instanceCommand(deps, id, load, needs));
  };

  const tree = store.add(new InstancesTree(deps));
  const problemDocument = store.add(new ProblemDocument(deps));
  store.add(createStatusBar(account, instances, spend));
  command("agent37.selectInstance", () => selectInstance(deps));
  command("agent37.createInstance", async () => (await import("./flows.ts")).createInstance(deps));
  command("agent37.refreshInstances", () => tree.refresh());
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
