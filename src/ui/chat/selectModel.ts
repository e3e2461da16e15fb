import * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Problems } from "../problems/problems.ts";
import { remedies, type RemedyContext } from "../problems/remedies.ts";
import type { ChatViews } from "./chatViews.ts";
import { targetOf } from "./header.ts";

export interface SelectModelDeps {
  readonly client: Pick<Agent37Client, "listModels">;
  readonly chats: Chats;
  readonly views: ChatViews;
  readonly instances: Instances;
  readonly problems: Problems;
}

type ModelItem = vscode.QuickPickItem & { readonly model: string | undefined };

/** `agent37.selectModel`: picks from what the chat's instance offers and keeps it as the setting for new turns. */
export function registerSelectModel(deps: SelectModelDeps): Disposable {
  return vscode.commands.registerCommand("agent37.selectModel", async (context: RemedyContext = {}) => {
    try {
      await selectModel(deps, context);
    } catch (error) {
      void deps.problems.report(error, context, `agent37.selectModel:${crypto.randomUUID()}`);
    }
  });
}

async function selectModel(deps: SelectModelDeps, { chatId }: RemedyContext): Promise<void> {
  const { chats, client, instances, views } = deps;
  const chat = (chatId === undefined ? undefined : chats.find(chatId)) ?? views.current.chat;
  const instance = targetOf(chat, instances);
  if (!instance) {
    await vscode.commands.executeCommand(remedies.selectInstance.command);
    return;
  }
  const configuration = vscode.workspace.getConfiguration("agent37");
  const current = configuration.get<string>("model") ?? "";
  const items = client.listModels(instance).then(({ models }): ModelItem[] => [
    {
      label: vscode.l10n.t("The session's own model"),
      description: current === "" ? vscode.l10n.t("selected") : "",
      model: undefined,
    },
    ...models.map((model) => ({
      label: model.label,
      description: [model.provider, model.id === current ? vscode.l10n.t("selected") : undefined]
        .filter(Boolean)
        .join(" · "),
      detail: model.description ?? "",
      model: model.id,
    })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Select Model"),
    placeHolder: vscode.l10n.t("The model that new turns are sent with"),
  });
  if (picked) await configuration.update("model", picked.model, vscode.ConfigurationTarget.Global);
}
