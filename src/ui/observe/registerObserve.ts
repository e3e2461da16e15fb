import * as vscode from "vscode";
import type { Capabilities, Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { instanceCommand } from "../problems/instanceCommands.ts";
import type { ObserveUiDeps } from "./deps.ts";
import { InstanceLogs, logScheme } from "./instanceLogs.ts";
import { openInstancePage } from "./instancePage.ts";
import { MetricsView } from "./metricsView.ts";

export type { ObserveUiDeps } from "./deps.ts";

/** The commands that show what an instance's computer does, and its pages. */
export function registerObserve(deps: ObserveUiDeps): Disposable {
  const store = new DisposableStore();
  const logs = store.add(new InstanceLogs(deps));

  const onInstance = (id: string, needs: keyof Capabilities, run: (instance: Instance) => unknown): void => {
    store.add(instanceCommand(deps, id, run, needs));
  };
  onInstance("agent37.showInstanceLog", "logs", (instance) => logs.show(instance));
  onInstance("agent37.showInstanceMetrics", "metrics", (instance) =>
    deps.showReport(
      { command: "agent37.showInstanceMetrics", instanceId: instance.id },
      (tab) => new MetricsView(deps, tab, instance),
    ),
  );
  onInstance("agent37.openInstancePage", "pages", (instance) => openInstancePage(deps, instance));

  const onLog = (id: string, run: (uri: vscode.Uri) => Promise<void>): void => {
    store.add(
      vscode.commands.registerCommand(id, async (chosen?: vscode.Uri) => {
        const uri = chosen ?? vscode.window.activeTextEditor?.document.uri;
        if (uri?.scheme !== logScheme) return;
        try {
          await run(uri);
        } catch (error) {
          const retry = () => vscode.commands.executeCommand(id, uri);
          const key = `${id}:${crypto.randomUUID()}`;
          void deps.problems.report(error, { instanceId: uri.query }, key, { retry });
        }
      }),
    );
  };
  onLog("agent37.refreshInstanceLog", (uri) => logs.refresh(uri));
  onLog("agent37.followInstanceLog", (uri) => logs.toggleFollow(uri));
  return store;
}
