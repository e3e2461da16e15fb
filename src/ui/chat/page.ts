import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { type PageData, pageDataElementId, rootElementId } from "../../protocol/page.ts";
import { firstScripts } from "./firstScripts.ts";

/** Where a webview may load files from. */
export function webviewRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview")];
}

/**
 * The page of a chat view. It may run the one script that carries this page's nonce, with what that imports, and load
 * styles and fonts from the extension; it can reach nothing on the network.
 */
export function chatPage(webview: vscode.Webview, extensionUri: vscode.Uri, data: PageData): string {
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
  const preloads = firstScripts.map(
    (name) => `<link rel="modulepreload" nonce="${nonce}" href="${file(name)}">`,
  );
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(data.locale)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${csp}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${file("main.css")}">
    ${preloads.join("\n    ")}
    <title>Agent37 Chat</title>
  </head>
  <body>
    <div id="${rootElementId}"></div>
    <script type="application/json" id="${pageDataElementId}" nonce="${nonce}">${escapeJson(data)}</script>
    <script type="module" nonce="${nonce}" src="${file("main.js")}"></script>
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
