import * as vscode from "vscode";
import * as v from "valibot";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";
import { type ReportPlace, reportPlaceSchema } from "../../protocol/report.ts";
import type { ShowReport } from "../../protocol/reportTab.ts";
import { PanelTab } from "./panelTab.ts";

const panelType = "agent37.report";

export interface ReportsDeps {
  /** Changes with another key, another server or no key. */
  readonly account: { readonly onDidChange: Event<unknown> };
  readonly extensionUri: vscode.Uri;
  readonly instances: {
    readonly state: { readonly kind: string };
    find(id: string): unknown;
    readonly onDidChange: Event<void>;
  };
}

export interface Reports extends Disposable {
  readonly show: ShowReport;
}

/** The editor tabs that show reports; one for each command and instance, which survives a reload of the window. */
export function registerReports({ account, extensionUri, instances }: ReportsDeps): Reports {
  const store = new DisposableStore();
  const tabs = new Map<string, { readonly tab: PanelTab; readonly place: ReportPlace }>();

  const take = (place: ReportPlace, panel: vscode.WebviewPanel): PanelTab => {
    const tab = new PanelTab(panel, extensionUri, place);
    tabs.set(keyOf(place), { tab, place });
    tab.onDidDispose(() => {
      if (tabs.get(keyOf(place))?.tab === tab) tabs.delete(keyOf(place));
    });
    return tab;
  };
  const show: ShowReport = (place, open) => {
    const known = tabs.get(keyOf(place))?.tab;
    const tab =
      known ?? take(place, vscode.window.createWebviewPanel(panelType, "Agent37", vscode.ViewColumn.Active));
    if (tab.isFilled) tab.reveal();
    else tab.fill(open);
  };

  /** Fills an empty tab as soon as its instance is known, and closes it when there is none. */
  const restore = (tab: PanelTab, place: ReportPlace): void => {
    const decided = new DisposableStore();
    const decide = (): void => {
      if (decided.isDisposed) return;
      if (instances.find(place.instanceId)) {
        decided.dispose();
        // The command finds the tab under the same place.
        void vscode.commands.executeCommand(place.command, { instanceId: place.instanceId });
      } else if (instances.state.kind === "ready" || instances.state.kind === "noKey") {
        decided.dispose();
        tab.close();
      }
    };
    decided.add(instances.onDidChange(decide));
    tab.onDidDispose(() => decided.dispose());
    store.add(decided);
    decide();
  };
  store.add(
    account.onDidChange(() => {
      for (const { tab, place } of [...tabs.values()].filter(({ tab: open }) => open.isFilled)) {
        tab.clear();
        restore(tab, place);
      }
    }),
  );
  store.add(
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: unknown): Promise<void> => {
        const kept = v.safeParse(reportPlaceSchema, state);
        // Somebody may have opened the same report before VS Code gave the old tab back.
        if (kept.success && !tabs.has(keyOf(kept.output))) restore(take(kept.output, panel), kept.output);
        else panel.dispose();
        return Promise.resolve();
      },
    }),
  );
  store.add({
    dispose: () => {
      for (const { tab } of [...tabs.values()]) tab.dispose();
    },
  });
  return { show, dispose: () => store.dispose() };
}

function keyOf({ command, instanceId }: ReportPlace): string {
  return `${command}:${instanceId}`;
}
