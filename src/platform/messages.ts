import * as vscode from "vscode";
import { withoutLinks } from "../common/withoutLinks.ts";

/**
 * Tells the user something that is no failure. Names in it may be of foreign origin, so nothing in it becomes a link.
 * @returns the chosen button; undefined when it was closed.
 */
export async function showInformation(
  text: string,
  ...buttons: readonly string[]
): Promise<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(text), ...buttons);
}

/**
 * Asks before something that cannot be undone. Nothing in the texts becomes a link.
 * @param yes the button that agrees.
 */
export async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(
    withoutLinks(question),
    { modal: true, detail: withoutLinks(detail) },
    yes,
  );
  return answer === yes;
}
