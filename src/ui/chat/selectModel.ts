import * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import type { Instance, Model } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { ModelChoice } from "../../platform/modelSetting.ts";
import type { Settings } from "../../platform/settings.ts";
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
  readonly settings: Pick<Settings, "turnDefaults" | "setModel">;
  /** What a turn failed for has been put right; its message can go out again. */
  readonly onRemedied: (context: RemedyContext) => void;
}

type ModelItem = vscode.QuickPickItem & { readonly choice: ModelChoice };

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

async function selectModel(deps: SelectModelDeps, context: RemedyContext): Promise<void> {
  const { chats, client, instances, settings, views } = deps;
  const { chatId } = context;
  const chat = (chatId === undefined ? undefined : chats.find(chatId)) ?? views.current.chat;
  const instance = targetOf(chat, instances);
  if (!instance) {
    await vscode.commands.executeCommand(remedies.selectInstance.command);
    return;
  }
  const present = settings.turnDefaults();
  const items = client.listModels(instance).then(({ models }) => [
    item(vscode.l10n.t("The session's own model"), undefined, {}, present),
    ...models.map((model) => ({
      ...item(model.label, model.provider, choiceOf(instance, model), present),
      detail: model.description ?? "",
    })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Select Model"),
    placeHolder: vscode.l10n.t("The model that new turns are sent with"),
  });
  if (!picked) return;
  await settings.setModel(picked.choice);
  deps.onRemedied(context);
}

/** Ids of the two-plane API, such as `@provider:model`, say everything; the unified one has a field for the provider. */
export function choiceOf({ dialect }: Pick<Instance, "dialect">, { id, provider }: Model): ModelChoice {
  return { model: id, provider: dialect === "unified" ? provider : undefined };
}

function item(
  label: string,
  provider: string | undefined,
  choice: ModelChoice,
  present: ModelChoice,
): ModelItem {
  const isPresent =
    choice.model === present.model &&
    // A model may be set by hand, without its provider.
    (present.provider === undefined || choice.provider === present.provider);
  return {
    label,
    description: [provider, isPresent ? vscode.l10n.t("selected") : undefined].filter(Boolean).join(" · "),
    choice,
  };
}
