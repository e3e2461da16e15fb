import * as vscode from "vscode";
import { type RemedyId, remedyIds } from "../../api/errors/catalogue.ts";

/** What a remedy acts on; the only argument of its command. Plain JSON, so that it can travel. */
export interface RemedyContext {
  readonly chatId?: string | undefined;
  /** The view whose button was pressed, where several show the chat. */
  readonly viewId?: string | undefined;
  readonly turnId?: string | undefined;
  readonly instanceId?: string | undefined;
  /** The field or setting that was refused. */
  readonly param?: string | undefined;
}

export interface Remedy {
  readonly label: () => string;
  readonly command: string;
  /** It does something to a turn, so it means nothing where none failed. */
  readonly needsTurn?: true;
  /** It is about the instance that failed, so it means nothing where none is known. */
  readonly needsInstance?: true;
  /** It only shows something; it does no harm when the problem is solved already. */
  readonly harmless?: true;
}

/** Each remedy's one label and one command, for notifications, cards and the palette alike. */
export const remedies: Readonly<Record<RemedyId, Remedy>> = {
  setApiKey: { label: () => vscode.l10n.t("Set API Key"), command: "agent37.setApiKey" },
  openApiKeysDashboard: {
    label: () => vscode.l10n.t("Open API Keys Dashboard"),
    command: "agent37.openApiKeysDashboard",
    harmless: true,
  },
  openBillingDashboard: {
    label: () => vscode.l10n.t("Open Billing Dashboard"),
    command: "agent37.openBillingDashboard",
    harmless: true,
  },
  retry: { label: () => vscode.l10n.t("Retry"), command: "agent37.retryTurn", needsTurn: true },
  stopRetrying: {
    label: () => vscode.l10n.t("Stop Retrying"),
    command: "agent37.stopRetrying",
    needsTurn: true,
  },
  raiseSpendCap: { label: () => vscode.l10n.t("Raise Spend Cap"), command: "agent37.raiseSpendCap" },
  selectInstance: { label: () => vscode.l10n.t("Select Instance"), command: "agent37.selectInstance" },
  resizeInstance: { label: () => vscode.l10n.t("Resize Instance"), command: "agent37.resizeInstance" },
  showInstances: {
    label: () => vscode.l10n.t("Show Instances"),
    // VS Code makes this command for the view.
    command: "agent37.instances.focus",
    harmless: true,
  },
  refreshFiles: {
    label: () => vscode.l10n.t("Refresh Files"),
    command: "agent37.refreshInstanceFiles",
    harmless: true,
  },
  createInstance: { label: () => vscode.l10n.t("Create Instance"), command: "agent37.createInstance" },
  startInstance: { label: () => vscode.l10n.t("Start Instance"), command: "agent37.startInstance" },
  restartInstance: { label: () => vscode.l10n.t("Restart Instance"), command: "agent37.restartInstance" },
  showInstanceProblem: {
    label: () => vscode.l10n.t("Show What Failed"),
    command: "agent37.showInstanceProblem",
    needsInstance: true,
    harmless: true,
  },
  cancelTurn: {
    label: () => vscode.l10n.t("Cancel Running Turn"),
    command: "agent37.cancelTurn",
    needsTurn: true,
  },
  followTurn: {
    label: () => vscode.l10n.t("Follow Running Turn"),
    command: "agent37.followTurn",
    needsTurn: true,
  },
  newChat: { label: () => vscode.l10n.t("New Chat"), command: "agent37.newChat" },
  selectModel: { label: () => vscode.l10n.t("Select Model"), command: "agent37.selectModel" },
  editMessage: {
    label: () => vscode.l10n.t("Edit Message"),
    command: "agent37.editMessage",
    needsTurn: true,
  },
  openSettings: {
    label: () => vscode.l10n.t("Open Settings"),
    command: "agent37.openSettings",
    harmless: true,
  },
  diagnoseConnection: {
    label: () => vscode.l10n.t("Diagnose Connection"),
    command: "agent37.diagnoseConnection",
    harmless: true,
  },
  showLog: { label: () => vscode.l10n.t("Show Log"), command: "agent37.showLog", harmless: true },
};

/** Whether a text, such as one that a view has sent, names a remedy. */
export function isRemedyId(text: string): text is RemedyId {
  return (remedyIds as readonly string[]).includes(text);
}

/** Runs a remedy's command. Resolves with the command's own result. */
export async function runRemedy(id: RemedyId, context: RemedyContext): Promise<void> {
  await vscode.commands.executeCommand(remedies[id].command, context);
}
