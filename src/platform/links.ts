import * as vscode from "vscode";

const schemes: readonly string[] = ["http:", "https:", "mailto:"];

/**
 * Opens a link outside of VS Code. Links come from agents too, so only schemes that show something are followed:
 * `command:` or `vscode:` would act.
 * @returns whether something was opened.
 */
export async function openLink(href: string): Promise<boolean> {
  const url = URL.parse(href);
  if (!url || !schemes.includes(url.protocol)) return false;
  // A Uri would be written anew on its way, and `?q=a%26b` would open as `?q=a&b`. A string is handed on as it is by
  // `openUri(stringOrUri)` of the extension host, although the type does not say so (1.104.0 to 1.139.1). It is the
  // parsed link's own text, so that what opens is what was checked.
  return vscode.env.openExternal(url.href as unknown as vscode.Uri);
}
