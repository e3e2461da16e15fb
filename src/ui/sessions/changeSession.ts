import * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import type { InstanceRef, SessionSummary } from "../../api/wire.ts";
import { confirm } from "../../platform/messages.ts";
import { withProgress } from "../../platform/progress.ts";
import { sessionLabel } from "./sessionWords.ts";

/** A session, and how its instance is asked about it. */
export interface SessionPlace {
  readonly instance: InstanceRef;
  /** Where the instance has several harnesses. */
  readonly agent?: string | undefined;
  readonly session: SessionSummary;
}

/**
 * Asks for another title and sets it. Not every agent has titles; the server says so.
 * @param onAccept runs when a title was entered, before the box closes: what it shows takes the place of the box
 * @returns the title; undefined when it stays as it is.
 */
export async function renameSession(
  client: Pick<Agent37Client, "renameSession">,
  { instance, agent, session }: SessionPlace,
  onAccept: () => void = () => {},
): Promise<string | undefined> {
  const title = await askTitle(session.title ?? "", onAccept);
  const trimmed = title?.trim();
  if (!trimmed || trimmed === session.title) return undefined;
  await withProgress(
    vscode.l10n.t("Renaming the session…"),
    () => client.renameSession(instance, session.id, trimmed, { agent }),
    { cancellable: false },
  );
  return trimmed;
}

/** @returns whether the session was deleted. */
export async function deleteSession(
  client: Pick<Agent37Client, "deleteSession">,
  { instance, agent, session }: SessionPlace,
): Promise<boolean> {
  const remove = vscode.l10n.t("Delete");
  const sure = await confirm(
    vscode.l10n.t("Delete the session “{0}”?", sessionLabel(session)),
    vscode.l10n.t("Its messages are deleted on the instance. This cannot be undone."),
    remove,
  );
  if (!sure) return false;
  await withProgress(
    vscode.l10n.t("Deleting the session…"),
    () => client.deleteSession(instance, session.id, { agent }),
    { cancellable: false },
  );
  return true;
}

async function askTitle(before: string, onAccept: () => void): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t("Rename Session");
  box.prompt = vscode.l10n.t("The title of the session");
  box.value = before;
  box.ignoreFocusOut = true;
  const check = (text: string): string | undefined =>
    text.trim() === "" ? vscode.l10n.t("Enter a title.") : undefined;
  try {
    return await new Promise<string | undefined>((resolve) => {
      box.onDidChangeValue((text) => (box.validationMessage = check(text)));
      box.onDidAccept(() => {
        box.validationMessage = check(box.value);
        if (box.validationMessage !== undefined) return;
        resolve(box.value);
        onAccept();
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}
