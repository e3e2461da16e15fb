import * as vscode from "vscode";
import { type Capabilities, capabilities, type Instance } from "../../api/wire.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { showInformation } from "../../platform/messages.ts";
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

  const onInstance = (
    id: string,
    can: (all: Capabilities) => boolean,
    run: (instance: Instance) => void | Promise<void>,
  ): void => {
    store.add(
      instanceCommand(deps, id, async (instance) => {
        if (can(capabilities[instance.dialect])) await run(instance);
        else void showInformation(whyNot(instance));
      }),
    );
  };
  onInstance(
    "agent37.showInstanceLog",
    (all) => all.logs,
    (instance) => logs.show(instance),
  );
  onInstance(
    "agent37.showInstanceMetrics",
    (all) => all.metrics,
    (instance) =>
      deps.showReport(
        { command: "agent37.showInstanceMetrics", instanceId: instance.id },
        (tab) => new MetricsView(deps, tab, instance),
      ),
  );
  onInstance(
    "agent37.openInstancePage",
    (all) => all.pages !== "none",
    (instance) => openInstancePage(deps, instance),
  );

  const onLog = (id: string, run: (uri: vscode.Uri) => Promise<void>): void => {
    store.add(
      vscode.commands.registerCommand(id, async (chosen?: vscode.Uri) => {
        const uri = chosen ?? vscode.window.activeTextEditor?.document.uri;
        if (uri?.scheme !== logScheme) return;
        try {
          await run(uri);
        } catch (error) {
          void deps.problems.report(error, { instanceId: uri.query }, `${id}:${crypto.randomUUID()}`);
        }
      }),
    );
  };
  onLog("agent37.refreshInstanceLog", (uri) => logs.refresh(uri));
  onLog("agent37.followInstanceLog", (uri) => logs.toggleFollow(uri));
  return store;
}

function whyNot({ dialect }: Instance): string {
  return dialect === "gateway"
    ? vscode.l10n.t("This gateway runs on your own computer; Agent37 knows nothing of that computer.")
    : vscode.l10n.t("The API that this instance is on has no call for that.");
}
