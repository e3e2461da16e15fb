import * as vscode from "vscode";

const schemes: readonly string[] = ["http", "https", "mailto"];

/**
 * Opens a link outside of VS Code. Links come from agents too, so only schemes that show something are followed:
 * `command:` or `vscode:` would act.
 * @returns whether something was opened.
 */
export async function openLink(href: string): Promise<boolean> {
  const uri = parse(href);
  return uri !== undefined && schemes.includes(uri.scheme) && (await vscode.env.openExternal(uri));
}

function parse(href: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(href, true);
  } catch {
    return undefined;
  }
}
