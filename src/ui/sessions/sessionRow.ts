import * as vscode from "vscode";
import type { Instance } from "../../api/wire.ts";
import { sentenceOf } from "../problems/wording.ts";
import type { FailedList, SessionRow } from "./sessionList.ts";
import { messagesWords, oneLine, relativeTime, sessionLabel } from "./sessionWords.ts";

/** An entry of the box: a session, or a list that could not be read. */
export type Entry = vscode.QuickPickItem & { readonly row?: SessionRow };

/** What can be done with a session beside opening it here, in the order of the buttons. */
export type Action = "openInEditor" | "rename" | "delete";
export type ActionButton = vscode.QuickInputButton & { readonly action: Action };

/** @param now epoch milliseconds */
export function sessionEntry(
  row: SessionRow,
  instance: Pick<Instance, "agents">,
  now: number,
  buttons: readonly ActionButton[],
): Entry {
  const { session, isRunning } = row;
  const label = sessionLabel(session);
  const preview = oneLine(session.preview);
  const facts = [
    isRunning ? vscode.l10n.t("a turn is running") : undefined,
    session.lastActiveAt === undefined
      ? undefined
      : relativeTime(session.lastActiveAt, now, vscode.env.language),
    // A first turn that runs is not counted yet.
    session.messageCount ? messagesWords(session.messageCount) : undefined,
    instance.agents.length > 1 ? session.agent : undefined,
  ];
  return {
    label: `${isRunning ? "$(sync~spin)" : "$(comment-discussion)"} ${withoutIcons(label)}`,
    description: facts.filter((fact) => fact !== undefined).join(" · "),
    ...(preview !== "" && preview !== label && { detail: withoutIcons(preview) }),
    buttons,
    row,
  };
}

export function failedEntry({ agent, error }: FailedList): Entry {
  return {
    label: `$(warning) ${vscode.l10n.t("The sessions of {0} could not be read. Try again", agent)}`,
    detail: withoutIcons(sentenceOf(error)),
    alwaysShow: true,
  };
}

export function actionButtons(): readonly ActionButton[] {
  const button = (action: Action, icon: string, tooltip: string): ActionButton => ({
    action,
    iconPath: new vscode.ThemeIcon(icon),
    tooltip,
  });
  return [
    button("openInEditor", "split-horizontal", vscode.l10n.t("Open in Editor")),
    button("rename", "edit", vscode.l10n.t("Rename")),
    button("delete", "trash", vscode.l10n.t("Delete")),
  ];
}

/** Keeps a text of foreign origin from showing VS Code's icons. */
function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, "\\$(");
}
