import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { AnswerActions, CodeAction, CodeBlock } from "../../core/conversation/answerActions.ts";
import { showInformation } from "../../platform/messages.ts";
import type { Instance } from "../../api/wire.ts";
import type { InstanceFiles } from "../../core/files/files.ts";
import type { Homes } from "../../core/files/homes.ts";
import { fileScheme, uriPathOf } from "../../core/files/place.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Problems } from "../problems/problems.ts";
import { Comparison } from "./comparison.ts";
import { insertCode } from "./insertCode.ts";
import { languageId } from "./languages.ts";
import { InstancePaths } from "./instancePaths.ts";
import { LastEditor } from "./lastEditor.ts";
import { openFile } from "./openFile.ts";
import { saveCode } from "./saveCode.ts";
import { typeIntoTerminal } from "./typeIntoTerminal.ts";
import { WorkspaceFiles } from "./workspaceFiles.ts";

export interface AnswersUiDeps {
  readonly files: Pick<InstanceFiles, "list">;
  readonly homes: Homes;
  readonly instances: Pick<Instances, "find" | "selected">;
  readonly problems: Pick<Problems, "report">;
  readonly clock: Clock;
}

/** Brings what an answer says into the editor: its code blocks and the files that it names. */
export function registerAnswers(deps: AnswersUiDeps): AnswerActions & Disposable {
  const { problems, clock } = deps;
  const store = new DisposableStore();
  const lastEditor = store.add(new LastEditor());
  const comparison = store.add(new Comparison());
  const files = new WorkspaceFiles(clock);
  const remote = new InstancePaths(deps.files, deps.homes, clock);
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

  const reporting = async (work: () => Promise<void>, instanceId?: string): Promise<void> => {
    try {
      await work();
    } catch (error) {
      void problems.report(error, { instanceId }, `agent37.answers:${crypto.randomUUID()}`);
    }
  };

  const instanceOf = (id: string | undefined): Instance | undefined => {
    const { selected } = deps.instances;
    return id === undefined || id === selected?.id ? selected : deps.instances.find(id);
  };

  /** The file of the instance that a path means. The user has asked for it: one that sleeps wakes. */
  const onInstance = async (
    path: string,
    instanceId: string | undefined,
  ): Promise<vscode.Uri | undefined> => {
    const instance = instanceOf(instanceId);
    if (!instance) return undefined;
    const place = await remote.place(instance, path);
    if (!place || (instance.status === "running" && !(await remote.find(instance, [path])).has(path)))
      return undefined;
    const { instanceId: authority } = place;
    return vscode.Uri.from({ scheme: fileScheme, authority, path: uriPathOf(place.path) });
  };

  store.add(
    vscode.commands.registerCommand("agent37.applyAnswer", (uri?: vscode.Uri) =>
      reporting(() => comparison.apply(uri)),
    ),
  );

  return {
    run: (action, block) => reporting(() => actions[action](block)),
    find: async (paths, instanceId) => {
      const here = new Set(await files.find(paths));
      const instance = instanceOf(instanceId);
      const others = paths.filter((path) => !here.has(path));
      const there = instance ? await remote.find(instance, others) : new Set<string>();
      return paths.filter((path) => here.has(path) || there.has(path));
    },
    open: ({ path, line, column }, instanceId) =>
      reporting(async () => {
        const uri = (await files.resolve(path)) ?? (await onInstance(path, instanceId));
        if (uri) return openFile(uri, line, column);
        void showInformation(
          instanceOf(instanceId)
            ? vscode.l10n.t("{0} is not a file of this workspace or of the instance, or not any more.", path)
            : vscode.l10n.t("{0} is not a file of this workspace, or not any more.", path),
        );
      }, instanceId),
    dispose: () => store.dispose(),
  };
}
