import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { AnswerActions, CodeAction, CodeBlock } from "../../core/conversation/answerActions.ts";
import { showInformation } from "../../platform/messages.ts";
import type { Problems } from "../problems/problems.ts";
import { Comparison } from "./comparison.ts";
import { insertCode } from "./insertCode.ts";
import { languageId } from "./languages.ts";
import { LastEditor } from "./lastEditor.ts";
import { openFile } from "./openFile.ts";
import { saveCode } from "./saveCode.ts";
import { typeIntoTerminal } from "./typeIntoTerminal.ts";
import { WorkspaceFiles } from "./workspaceFiles.ts";

export interface AnswersUiDeps {
  readonly problems: Pick<Problems, "report">;
  readonly clock: Clock;
}

/** Brings what an answer says into the editor: its code blocks and the files that it names. */
export function registerAnswers({ problems, clock }: AnswersUiDeps): AnswerActions & Disposable {
  const store = new DisposableStore();
  const lastEditor = store.add(new LastEditor());
  const comparison = store.add(new Comparison());
  const files = new WorkspaceFiles(clock);
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => files.clear()));

  const actions: Readonly<Record<CodeAction, (block: CodeBlock) => Promise<void>>> = {
    insert: (block) => insert(block, "cursor"),
    replace: (block) => insert(block, "selection"),
    compare: async ({ text, path }) => {
      const target =
        (path === undefined ? undefined : await files.resolve(path)) ?? lastEditor.current?.document.uri;
      if (target) return comparison.show(target, text);
      void showInformation(vscode.l10n.t("There is no file to compare the code with. Open one first."));
    },
    save: ({ text, language, path }) => saveCode(text, language, path),
    run: ({ text }) => typeIntoTerminal(text, clock),
  };

  const insert = async (block: CodeBlock, where: "cursor" | "selection"): Promise<void> => {
    const editor = lastEditor.current;
    if (editor && (await insertCode(editor, block.text, where))) return;
    const newFile = vscode.l10n.t("New File");
    const answer = await showInformation(
      editor
        ? vscode.l10n.t("This file cannot be changed.")
        : vscode.l10n.t("No editor is open that the code could go into."),
      newFile,
    );
    if (answer !== newFile) return;
    const { text: content, language } = block;
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content, language: languageId(language) }),
    );
  };

  const reporting = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      void problems.report(error, {}, `agent37.answers:${crypto.randomUUID()}`);
    }
  };

  store.add(
    vscode.commands.registerCommand("agent37.applyAnswer", (uri?: vscode.Uri) =>
      reporting(() => comparison.apply(uri)),
    ),
  );

  return {
    run: (action, block) => reporting(() => actions[action](block)),
    find: (paths) => files.find(paths),
    open: (path, line, column) =>
      reporting(async () => {
        const uri = await files.resolve(path);
        if (uri) return openFile(uri, line, column);
        void showInformation(vscode.l10n.t("{0} is not a file of this workspace, or not any more.", path));
      }),
    dispose: () => store.dispose(),
  };
}
