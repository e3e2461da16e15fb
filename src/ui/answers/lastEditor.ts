import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";

/** Documents that are shown in text editors and that nobody writes code into. */
const notForCode: ReadonlySet<string> = new Set([
  "output",
  "debug",
  "comment",
  "vscode-scm",
  "agent37-answer",
  "agent37-diagnosis",
]);

const takesCode = ({ document }: vscode.TextEditor): boolean => !notForCode.has(document.uri.scheme);

/** Remembers the text editor that the user was in: while a chat in an editor tab has the focus none is active. */
export class LastEditor implements Disposable {
  readonly #store = new DisposableStore();
  #last: vscode.TextEditor | undefined;

  constructor() {
    this.#note(vscode.window.activeTextEditor);
    this.#store.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#note(editor)));
  }

  /** The active text editor, else the last one that is still visible, else one that is visible. */
  get current(): vscode.TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    if (activeTextEditor && takesCode(activeTextEditor)) return activeTextEditor;
    const visible = visibleTextEditors.filter(takesCode);
    const last = this.#last;
    return (
      // A tab that was hidden and shown again is another object for the same document.
      visible.find((editor) => editor === last) ??
      visible.find((editor) => editor.document === last?.document) ??
      visible[0]
    );
  }

  dispose(): void {
    this.#store.dispose();
    this.#last = undefined;
  }

  #note(editor: vscode.TextEditor | undefined): void {
    if (editor && takesCode(editor)) this.#last = editor;
  }
}
