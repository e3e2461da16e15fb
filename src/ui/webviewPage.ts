import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageDataElementId, rootElementId } from "../protocol/page.ts";

export interface WebviewPage {
  readonly title: string;
  /** Of the bundle: `name.js` is its script, `name.css` its style sheet. */
  readonly name: string;
  /** Scripts that the page will import, as file names, to be fetched with the first one. */
  readonly preloads?: readonly string[];
  /** What the page reads at its start, as JSON. */
  readonly data: unknown;
}

/** Where a webview may load files from. */
export function webviewRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview")];
}

/**
 * The HTML of a webview. It may run the one script that carries this page's nonce, with what that imports, and load
 * styles and fonts from the extension; it can reach nothing on the network.
 */
export function webviewPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { title, name, preloads = [], data }: WebviewPage,
): string {
  const nonce = randomBytes(16).toString("base64url");
  const file = (path: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", path)).toString();
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const links = preloads.map(
    (script) => `<link rel="modulepreload" nonce="${nonce}" href="${file(script)}">`,
  );
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${csp}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${file(`${name}.css`)}">
    ${links.join("\n    ")}
    <title>${title}</title>
  </head>
  <body>
    <div id="${rootElementId}"></div>
    <script type="application/json" id="${pageDataElementId}" nonce="${nonce}">${escapeJson(data)}</script>
    <script type="module" nonce="${nonce}" src="${file(`${name}.js`)}"></script>
  </body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** JSON that cannot end the script element it stands in. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
