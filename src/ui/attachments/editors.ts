import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../../common/disposable.ts";
import { hasFiles } from "../../platform/resources.ts";

/** Files that were in front of the user and are remembered. */
const maxRecent = 30;

/**
 * The editors of the window. VS Code knows no active editor while a chat in an editor tab has the focus, so the last one
 * is remembered.
 */
export class Editors implements Disposable {
  readonly #store = new DisposableStore();
  #last: vscode.TextEditor | undefined;
  #recent: readonly vscode.Uri[] = [];

  constructor() {
    this.#remember(vscode.window.activeTextEditor);
    this.#store.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor)));
  }

  /** The editor of a file that the user sees and was in last. */
  get front(): vscode.TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    return [
      activeTextEditor,
      this.#last && visibleTextEditors.find((editor) => isSame(editor, this.#last)),
    ].find((editor) => editor && isFile(editor.document.uri));
  }

  /** The editor in which something is selected; other texts than files count, such as the output. */
  get selecting(): vscode.TextEditor | undefined {
    return [vscode.window.activeTextEditor, this.front].find((editor) =>
      editor?.selections.some((selection) => !selection.isEmpty),
    );
  }

  /** The file in front, which may be a notebook. */
  get fileInFront(): vscode.Uri | undefined {
    return vscode.window.activeNotebookEditor?.notebook.uri ?? this.front?.document.uri;
  }

  /** What is open in tabs, the one that was in front last first. */
  get open(): readonly vscode.Uri[] {
    const uris = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.flatMap(({ input }) => shownBy(input)),
    );
    const files = new Map(uris.filter(isFile).map((uri) => [uri.toString(), uri]));
    const order = this.#recent.map((uri) => uri.toString());
    const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
    return [...files].sort(([a], [b]) => rank(a) - rank(b)).map(([, uri]) => uri);
  }

  /** What was in front, the last one first. */
  get recent(): readonly vscode.Uri[] {
    return this.#recent;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    if (!editor || !isFile(editor.document.uri)) return;
    this.#last = editor;
    const { uri } = editor.document;
    const others = this.#recent.filter((other) => other.toString() !== uri.toString());
    this.#recent = [uri, ...others].slice(0, maxRecent);
  }
}

function isFile(uri: vscode.Uri): boolean {
  return uri.scheme === "untitled" || hasFiles(uri.scheme);
}

/** Editors are made anew when a tab is shown again, so the same one is that of the same document in the same place. */
function isSame(editor: vscode.TextEditor, other: vscode.TextEditor | undefined): boolean {
  return editor === other || (editor.document === other?.document && editor.viewColumn === other.viewColumn);
}

function shownBy(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputTextDiff) return [input.modified];
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook
  )
    return [input.uri];
  return [];
}
