import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageHtml, type WebPage } from "./pageHtml.ts";

/** Where a webview may load files from. */
export function webviewRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview")];
}

/** The HTML of a page in this webview. */
export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, page: WebPage): string {
  return pageHtml(page, {
    language: vscode.env.language,
    nonce: randomBytes(16).toString("base64url"),
    source: webview.cspSource,
    file: (name) =>
      webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", name)).toString(),
  });
}
