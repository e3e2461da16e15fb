import * as vscode from "vscode";
import type { Attachment } from "../../common/attachment.ts";
import { DisposableStore, type Disposable } from "../../common/disposable.ts";
import type { AttachTarget } from "../../core/attachments/attachmentSource.ts";
import { showInformation } from "../../platform/messages.ts";
import type { Problems } from "../problems/problems.ts";
import { registerAttachCodeActions } from "./codeActions.ts";
import type { Attachments } from "./createAttachmentSource.ts";
import { oneLine } from "./names.ts";
import { codeAround, problemsSnippet } from "./problemSnippets.ts";
import { selectionSnippets, terminalSnippet } from "./snippets.ts";
import { readTerminalSelection } from "./terminalSelection.ts";

export interface AttachCommandsDeps {
  readonly source: Attachments;
  readonly target: AttachTarget;
  readonly problems: Pick<Problems, "report">;
}

/** The commands that attach what the editor shows, and the code actions that offer them. */
export function registerAttachCommands({ source, target, problems }: AttachCommandsDeps): Disposable {
  const store = new DisposableStore();
  const command = (id: string, run: (...args: readonly unknown[]) => Promise<void>): void => {
    store.add(
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
        run(...args).catch((error: unknown) => problems.report(error, {}, `${id}:${crypto.randomUUID()}`)),
      ),
    );
  };
  const add = async (attachments: readonly Attachment[], text?: string): Promise<void> => {
    if (attachments.length > 0) await target.add(attachments, text);
  };

  command("agent37.addFile", async (resource, resources) => {
    const uris = urisOf(resource, resources);
    await add(uris.length > 0 ? await source.fromResources(uris) : await source.pick());
  });
  command("agent37.addSelection", async () => {
    const { selecting, fileInFront } = source.editors;
    if (selecting) await add(await source.fromSnippets(selectionSnippets(selecting)));
    else if (fileInFront) await add(await source.fromResources([fileInFront]));
    else void showInformation(vscode.l10n.t("No file is open to attach something of."));
  });
  command("agent37.addTerminalSelection", async () => {
    const { activeTerminal } = vscode.window;
    if (!activeTerminal) {
      void showInformation(vscode.l10n.t("No terminal is open."));
      return;
    }
    const text = await readTerminalSelection();
    // Of an empty selection VS Code tells by itself.
    if (text.trim() !== "")
      await add(await source.fromSnippets([terminalSnippet(activeTerminal.name, text)]));
  });
  command("agent37.askAboutProblem", async (resource, diagnostics) => {
    const asked = problemsOf(resource, diagnostics) ?? problemsAtCursor(source.editors.front);
    if (!asked) {
      void showInformation(vscode.l10n.t("There is no problem at the cursor."));
      return;
    }
    const document = await vscode.workspace.openTextDocument(asked.uri);
    const snippets = [codeAround(document, asked.problems), problemsSnippet(document, asked.problems)];
    await add(await source.fromSnippets(snippets), question(asked.problems));
  });
  store.add(registerAttachCodeActions());
  return store;
}

/** The Explorer gives the file of the menu and all that are selected, an editor the file alone. */
function urisOf(resource: unknown, resources: unknown): readonly vscode.Uri[] {
  const all: readonly unknown[] = Array.isArray(resources) && resources.length > 0 ? resources : [resource];
  return all.filter((uri) => uri instanceof vscode.Uri);
}

interface Asked {
  readonly uri: vscode.Uri;
  readonly problems: readonly vscode.Diagnostic[];
}

function problemsOf(uri: unknown, diagnostics: unknown): Asked | undefined {
  if (!(uri instanceof vscode.Uri) || !Array.isArray(diagnostics)) return undefined;
  const problems = (diagnostics as readonly unknown[]).filter(isDiagnostic);
  return problems.length > 0 ? { uri, problems } : undefined;
}

/** Not every extension makes its problems with the class. */
function isDiagnostic(value: unknown): value is vscode.Diagnostic {
  if (typeof value !== "object" || value === null || !("range" in value) || !("message" in value))
    return false;
  return value.range instanceof vscode.Range && typeof value.message === "string";
}

function problemsAtCursor(editor: vscode.TextEditor | undefined): Asked | undefined {
  if (!editor) return undefined;
  const { uri } = editor.document;
  const problems = vscode.languages
    .getDiagnostics(uri)
    .filter(({ range }) => range.intersection(editor.selection) !== undefined);
  return problems.length > 0 ? { uri, problems } : undefined;
}

function question(problems: readonly vscode.Diagnostic[]): string {
  const [only, ...others] = problems;
  return only && others.length === 0
    ? vscode.l10n.t("Explain and fix this problem: {0}", oneLine(only.message, 300))
    : vscode.l10n.t("Explain and fix these problems.");
}
