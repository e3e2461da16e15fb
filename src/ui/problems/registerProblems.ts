import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { Logger } from "../../common/logger.ts";
import { Claims } from "./claims.ts";
import { Problems, type ShowNotification } from "./problems.ts";
import { type RemedyContext, runRemedy } from "./remedies.ts";
import { settingOf } from "./settingOf.ts";

export interface ProblemsUiDeps {
  /** Records that all windows share. */
  readonly globalStore: KeyValueStore;
  readonly windowFocus: { readonly focused: boolean };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The window's reporter of failures. */
export function createProblems(deps: ProblemsUiDeps): Problems {
  return new Problems({
    show,
    hideToasts: () => void vscode.commands.executeCommand("notifications.hideToasts"),
    run: runRemedy,
    claims: new Claims(deps.globalStore, deps.clock, () => deps.windowFocus.focused),
    logger: deps.logger,
  });
}

/** The remedy that belongs to no other part: the setting that was refused, shown in the settings editor. */
export function registerProblems(extensionId: string): vscode.Disposable {
  return vscode.commands.registerCommand("agent37.openSettings", (context?: RemedyContext) =>
    vscode.commands.executeCommand(
      "workbench.action.openSettings",
      settingOf(context?.param) ?? `@ext:${extensionId}`,
    ),
  );
}

const show: ShowNotification = async (severity, text, buttons) =>
  severity === "error"
    ? vscode.window.showErrorMessage(text, ...buttons)
    : vscode.window.showWarningMessage(text, ...buttons);
