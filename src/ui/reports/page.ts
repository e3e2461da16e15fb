import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageDataElementId, rootElementId } from "../../protocol/page.ts";
import type { ReportPageData } from "../../protocol/report.ts";

/** Where the page may load files from. */
export function reportRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview")];
}

/**
 * The page that draws reports. It may run the one script that carries this page's nonce, and load styles and fonts from
 * the extension; it can reach nothing on the network.
 */
export function reportPage(webview: vscode.Webview, extensionUri: vscode.Uri, data: ReportPageData): string {
  const nonce = randomBytes(16).toString("base64url");
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", name)).toString();
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // JSON that cannot end the script element it stands in.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language.replaceAll(/[^\w-]/g, "")}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${csp}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${file("report.css")}">
    <title>Agent37</title>
  </head>
  <body>
    <div id="${rootElementId}"></div>
    <script type="application/json" id="${pageDataElementId}" nonce="${nonce}">${json}</script>
    <script type="module" nonce="${nonce}" src="${file("report.js")}"></script>
  </body>
</html>`;
}
