import * as vscode from "vscode";
import { type Instance, type Model, reasoningEfforts } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { TurnDefaults } from "../../core/conversation/dials.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { showInformation } from "../../platform/messages.ts";
import type { Problems } from "../problems/problems.ts";
import { remedies, type RemedyContext } from "../problems/remedies.ts";
import { withWaking } from "../problems/withWaking.ts";
import type { ChatViews } from "./chatViews.ts";
import { agentName, targetOf } from "./header.ts";
import type { ModelLists } from "./modelLists.ts";
import { modelRows } from "./modelRows.ts";

export interface DialCommandsDeps {
  readonly chats: Pick<Chats, "find">;
  readonly views: Pick<ChatViews, "current">;
  readonly instances: Instances;
  readonly models: Pick<ModelLists, "get">;
  readonly defaults: () => TurnDefaults;
  readonly problems: Problems;
  readonly clock: Clock;
  /** What a turn failed for has been put right; its message can go out again. */
  readonly onRemedied: (context: RemedyContext) => void;
}

/**
 * `agent37.selectModel`, `agent37.selectReasoningEffort` and `agent37.selectAgent`: what the next messages of a chat are
 * sent with. They act on the chat that is named, else on the one in front.
 */
export function registerDialCommands(deps: DialCommandsDeps): Disposable {
  const { chats, instances, problems, views } = deps;
  const store = new DisposableStore();
  const dial = (id: string, choose: (chat: Chat, instance: Instance) => Promise<boolean>): void => {
    const run = async (context: RemedyContext = {}): Promise<void> => {
      const { chatId } = context;
      const chat = (chatId === undefined ? undefined : chats.find(chatId)) ?? views.current.chat;
      const instance = targetOf(chat, instances);
      if (!instance) {
        await vscode.commands.executeCommand(remedies.selectInstance.command);
        return;
      }
      try {
        if (await choose(chat, instance)) deps.onRemedied(context);
      } catch (error) {
        void problems.report(error, context, `${id}:${crypto.randomUUID()}`, { retry: () => run(context) });
      }
    };
    store.add(vscode.commands.registerCommand(id, run));
  };
  dial("agent37.selectModel", (chat, instance) => selectModel(deps, chat, instance));
  dial("agent37.selectReasoningEffort", (chat) => selectEffort(deps, chat));
  dial("agent37.selectAgent", (chat, instance) => selectAgent(chat, instance));
  return store;
}

async function selectModel(deps: DialCommandsDeps, chat: Chat, instance: Instance): Promise<boolean> {
  const { agent, model } = chat.dials;
  const { model: id, provider } = deps.defaults();
  const present = model === undefined && id !== undefined ? { id, provider, label: id } : model;
  const models = (): Promise<readonly Model[]> => deps.models.get(instance, agent);
  // The list says by itself that it is being read, but not what a sleeping instance keeps it waiting for.
  const isAsleep = instance.status === "sleeping" || instance.status === "waking";
  const read = isAsleep
    ? withWaking(vscode.l10n.t("Reading the models"), instance, deps.clock, models)
    : models();
  const rows = read.then((all) => modelRows(all, present, instance));
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Select Model"),
    placeHolder: vscode.l10n.t("The model that the next messages of this chat are sent with"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.choice === undefined) return false;
  chat.setDials({ ...chat.dials, model: picked.choice });
  return true;
}

async function selectEffort({ defaults }: DialCommandsDeps, chat: Chat): Promise<boolean> {
  const { effort } = chat.dials;
  const present = effort === undefined ? (defaults().reasoningEffort ?? null) : effort;
  const rows = [null, ...reasoningEfforts].map((choice) => ({
    label: choice ?? vscode.l10n.t("The session's own effort"),
    ...selectedMark(choice === present),
    choice,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Select Reasoning Effort"),
    placeHolder: vscode.l10n.t("How much the model thinks before it answers"),
  });
  if (!picked) return false;
  chat.setDials({ ...chat.dials, effort: picked.choice });
  return true;
}

async function selectAgent(chat: Chat, instance: Instance): Promise<boolean> {
  const { agents } = instance;
  const present = chat.dials.agent ?? agents[0];
  if (agents.length < 2 || chat.sessionId !== undefined) {
    await showInformation(
      agents.length < 2
        ? vscode.l10n.t("There is one agent on {0}.", instanceLabel(instance))
        : vscode.l10n.t("This session stays with its agent. Start a new chat to choose another one."),
    );
    return false;
  }
  const rows = agents.map((agent) => ({
    label: agentName(agent),
    ...selectedMark(agent === present),
    choice: agent,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Select Agent"),
    placeHolder: vscode.l10n.t("The agent that the new session is with"),
  });
  if (!picked || picked.choice === present) return false;
  // The models of one agent are not those of another.
  chat.setDials({ ...chat.dials, agent: picked.choice, model: undefined });
  return true;
}

function selectedMark(isSelected: boolean): { readonly description?: string } {
  return isSelected ? { description: vscode.l10n.t("selected") } : {};
}
