import * as vscode from "vscode";
import { withoutLinks } from "../../common/withoutLinks.ts";

/**
 * Warns of something that has not failed yet. Names in it may be of foreign origin, so nothing in it becomes a link.
 * @returns the chosen button; undefined when it was closed.
 */
export async function showWarning(text: string, ...buttons: readonly string[]): Promise<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(text), ...buttons);
}
