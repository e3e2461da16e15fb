import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../../common/disposable.ts";
import type { Account } from "../../core/account/account.ts";
import { confirm, showInformation } from "../../platform/messages.ts";
import type { Problems } from "../problems/problems.ts";
import { type RemedyContext, runRemedy } from "../problems/remedies.ts";
import { dashboards } from "./dashboards.ts";
import { askForApiKey } from "./setApiKey.ts";

export interface AccountUiDeps {
  readonly account: Account;
  readonly problems: Problems;
  readonly openLink: (href: string) => Promise<boolean>;
}

/** The commands around the API key, and the context key `agent37.hasKey`. */
export function registerAccount({ account, problems, openLink }: AccountUiDeps): Disposable {
  const store = new DisposableStore();
  const command = (id: string, run: (context?: RemedyContext) => unknown): void => {
    store.add(vscode.commands.registerCommand(id, run));
  };
  command("agent37.setApiKey", (context) => setApiKey(account, problems, context));
  command("agent37.removeApiKey", () =>
    removeApiKey(account).catch((error: unknown) =>
      problems.report(error, {}, `removeApiKey:${crypto.randomUUID()}`),
    ),
  );
  command("agent37.openApiKeysDashboard", () => openLink(dashboards.apiKeys));
  command("agent37.openBillingDashboard", () => openLink(dashboards.billing));

  const show = (hasKey: boolean): void => {
    void vscode.commands.executeCommand("setContext", "agent37.hasKey", hasKey);
  };
  void account.ready().then(({ source }) => show(source !== "none"));
  store.add(
    account.onDidChange(({ source }) => {
      show(source !== "none");
      if (source !== "none") problems.resolveKind("auth");
    }),
  );
  return store;
}

/** @returns whether there is a new key. A message that failed for want of it can then be sent again. */
async function setApiKey(
  account: Account,
  problems: Problems,
  context: RemedyContext | undefined,
): Promise<boolean> {
  const { urlProblem } = account;
  if (urlProblem) {
    // A key belongs to a server, so there is nothing to enter one for.
    void problems.report(urlProblem, {}, `agent37.setApiKey:${crypto.randomUUID()}`);
    return false;
  }
  const kept = await askForApiKey(account);
  if (!kept) return false;
  const retry = vscode.l10n.t("Retry");
  const buttons = context?.turnId === undefined ? [] : [retry];
  void showInformation(vscode.l10n.t("The API key is set."), ...buttons).then((chosen) => {
    if (chosen === retry && context) return runRemedy("retry", context);
    return undefined;
  });
  return true;
}

async function removeApiKey(account: Account): Promise<void> {
  const { source } = await account.ready();
  if (source !== "stored") {
    void showInformation(
      source === "environment"
        ? vscode.l10n.t(
            "No key is stored. The one in use comes from the environment variable AGENT37_API_KEY.",
          )
        : vscode.l10n.t("No key is stored for this server."),
    );
    return;
  }
  const remove = vscode.l10n.t("Remove");
  const sure = await confirm(
    vscode.l10n.t("Remove the stored API key?"),
    vscode.l10n.t("Running turns go on at the server. The key itself stays valid until it is revoked."),
    remove,
  );
  if (sure) await account.removeKey();
}
