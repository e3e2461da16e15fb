/** What the host writes into the chat page when it makes it; read once by the webview before it asks for a snapshot. */
export interface PageData {
  /** Translations of the strings that the webview shows, as `vscode.l10n.bundle` has them. */
  readonly l10n: Readonly<Record<string, unknown>> | undefined;
  /** BCP 47 tag of the editor's display language. */
  readonly locale: string;
  /** Names this page; another one each time the host makes it. */
  readonly pageId: string;
  /** The draft to start with, unless the view remembers a newer one from this very page. */
  readonly draft: string;
  /** Names this view; kept in the webview's state, from which VS Code gives it back when it restores an editor tab. */
  readonly viewId: string;
}

/** Id of the `<script type="application/json">` element that holds {@link PageData}. */
export const pageDataElementId = "agent37-page-data";
/** Id of the element into which the webview renders. */
export const rootElementId = "agent37-root";
