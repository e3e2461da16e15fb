import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { showInformation } from "../../platform/messages.ts";

const scheme = "agent37-answer";

/** Texts that are kept for open comparisons: this many, and this many characters of them. The newest always stays. */
const kept = { texts: 20, chars: 8_000_000 };

interface Compared {
  readonly target: vscode.Uri;
  readonly text: string;
}

/** Shows files next to what an answer would make of them. */
export class Comparison implements Disposable {
  readonly #store = new DisposableStore();
  /** By the query of the document's URI, oldest first. */
  readonly #texts = new Map<string, Compared>();
  #count = 0;

  constructor() {
    this.#store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) =>
          this.#texts.get(uri.query)?.text ??
          vscode.l10n.t("This code is no longer kept. Compare it again from the chat."),
      }),
    );
  }

  /** Opens the comparison: the file at the left, the code at the right. */
  async show(target: vscode.Uri, code: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(target);
    const text = withEndOf(document.getText(), code);
    const query = String((this.#count += 1));
    this.#texts.set(query, { target, text });
    this.#forgetOld();
    const name = vscode.workspace.asRelativePath(target);
    await vscode.commands.executeCommand(
      "vscode.diff",
      target,
      vscode.Uri.from({ scheme, path: target.path, query }),
      vscode.l10n.t("{0} ↔ Answer", name),
    );
  }

  /**
   * Gives a file the text it is compared with. It is not saved, and one undo takes it back.
   * @param uri the document with that text
   */
  async apply(uri: vscode.Uri | undefined): Promise<void> {
    const compared = uri?.scheme === scheme ? this.#texts.get(uri.query) : undefined;
    if (!compared) return;
    const document = await vscode.workspace.openTextDocument(compared.target);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const all = new vscode.Range(
      new vscode.Position(0, 0),
      document.lineAt(document.lineCount - 1).range.end,
    );
    if (await editor.edit((edit) => edit.replace(all, compared.text))) return;
    void showInformation(vscode.l10n.t("This file cannot be changed."));
  }

  dispose(): void {
    this.#store.dispose();
    this.#texts.clear();
  }

  #forgetOld(): void {
    let chars = [...this.#texts.values()].reduce((sum, { text }) => sum + text.length, 0);
    for (const [query, { text }] of this.#texts) {
      if (this.#texts.size <= 1 || (this.#texts.size <= kept.texts && chars <= kept.chars)) break;
      this.#texts.delete(query);
      chars -= text.length;
    }
  }
}

/** A code block says nothing about the last line end, so that the file's own is no difference. */
function withEndOf(file: string, code: string): string {
  const text = code.replace(/\r?\n$/, "");
  return file === "" || file.endsWith("\n") ? `${text}\n` : text;
}
