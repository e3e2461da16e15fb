import * as vscode from "vscode";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import { isAbortError } from "../../common/clock.ts";
import { withoutLinks } from "../../common/withoutLinks.ts";
import type { Account } from "../../core/account/account.ts";
import { checkKey, type KeyProblem, keyPrefix } from "../../core/account/keyFormat.ts";
import { confirm } from "../../platform/messages.ts";
import { remedies } from "../problems/remedies.ts";
import { sentenceOf } from "../problems/wording.ts";

/**
 * Asks for the key until one is kept or the user gives up. A refused key leaves the box open with the server's words;
 * the key itself is never shown or logged.
 * @returns whether a key was kept.
 */
export async function askForApiKey(account: Account): Promise<boolean> {
  const origin = account.configuredOrigin ?? "";
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t("Set API Key");
  box.password = true;
  box.ignoreFocusOut = true;
  box.placeholder = `${keyPrefix}…`;
  box.prompt = vscode.l10n.t(
    "API key for {0}. It is kept in the secret storage and sent to this server only.",
    origin,
  );
  // Where keys are made, for whoever has none.
  const dashboard: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("link-external"),
    tooltip: remedies.openApiKeysDashboard.label(),
  };
  box.buttons = [dashboard];
  const closed = new AbortController();
  try {
    return await new Promise<boolean>((resolve) => {
      box.onDidTriggerButton(
        () => void vscode.commands.executeCommand(remedies.openApiKeysDashboard.command),
      );
      box.onDidChangeValue(() => (box.validationMessage = undefined));
      box.onDidHide(() => {
        closed.abort();
        resolve(false);
      });
      box.onDidAccept(async () => {
        if (box.busy) return;
        const key = box.value;
        const problem = checkKey(key.trim());
        if (problem) {
          box.validationMessage = wordsFor(problem);
          return;
        }
        box.busy = true;
        box.enabled = false;
        box.validationMessage = {
          message: vscode.l10n.t("Checking the key…"),
          severity: vscode.InputBoxValidationSeverity.Info,
        };
        try {
          if (await keep(account, key, origin, closed.signal)) resolve(true);
        } catch (error) {
          box.validationMessage = isAbortError(error) ? undefined : describe(error);
        } finally {
          box.busy = false;
          box.enabled = true;
        }
      });
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** @returns false when the server could not be asked and the user does not want the key unchecked. */
async function keep(account: Account, key: string, origin: string, signal: AbortSignal): Promise<boolean> {
  try {
    await account.setKey(key, { origin, signal });
    return true;
  } catch (error) {
    if (!(error instanceof Agent37Error) || rowOf(error).kind !== "network" || error.param !== undefined)
      throw error;
    const keepAnyway = vscode.l10n.t("Keep It Anyway");
    const question = vscode.l10n.t("The key could not be checked. Keep it anyway?");
    if (!(await confirm(question, sentenceOf(error), keepAnyway))) throw error;
    await account.setKey(key, { origin, force: true });
    return true;
  }
}

function wordsFor(problem: KeyProblem): string {
  switch (problem) {
    case "empty":
      return vscode.l10n.t("Enter the API key.");
    case "whitespace":
      return vscode.l10n.t("An API key has no spaces.");
    case "prefix":
      return vscode.l10n.t("An API key starts with {0}.", keyPrefix);
  }
}

function describe(error: unknown): string {
  if (error instanceof Agent37Error) return sentenceOf(error);
  // VS Code draws links in what a box says, too.
  return withoutLinks(
    vscode.l10n.t("The key could not be kept: {0}", error instanceof Error ? error.message : String(error)),
  );
}
