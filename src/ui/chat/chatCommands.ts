import * as vscode from "vscode";
import type { Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { conversationMarkdown } from "../../core/conversation/markdown.ts";
import { messageOf } from "../../core/conversation/message.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Problems } from "../problems/problems.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import type { ChatSurface } from "./chatSurface.ts";
import type { ChatViews } from "./chatViews.ts";
import { draftKey, type Drafts } from "./drafts.ts";
import { agentOf, targetOf, titleOf } from "./header.ts";

export interface ChatCommandsDeps {
  readonly chats: Chats;
  readonly views: ChatViews;
  readonly drafts: Drafts;
  readonly instances: Instances;
  readonly problems: Problems;
}

/** The commands that act on a chat: the one a remedy names, else the one in front. */
export function registerChatCommands({
  chats,
  views,
  drafts,
  instances,
  problems,
}: ChatCommandsDeps): Disposable {
  const store = new DisposableStore();
  const command = (id: string, run: (context: RemedyContext) => unknown): void => {
    store.add(vscode.commands.registerCommand(id, (context?: RemedyContext) => run(context ?? {})));
  };
  /** The chat that a remedy names, if it is still there; without a name the one in front. */
  const chatOf = ({ chatId }: RemedyContext): Chat | undefined =>
    chatId === undefined ? views.current.chat : chats.find(chatId);
  /** The chat whose turn runs, where no chat is named and the one in front has none. */
  const busyChat = (context: RemedyContext): Chat | undefined => {
    const chat = chatOf(context);
    return chat?.isBusy || context.chatId !== undefined
      ? chat
      : (chats.all.find(({ isBusy }) => isBusy) ?? chat);
  };
  /** The place that is named; without a name the one in front, if it shows the chat. */
  const surfaceOf = (chat: Chat | undefined, { viewId }: RemedyContext): ChatSurface => {
    const { current } = views;
    return (chat && views.surfaceOf(chat, viewId ?? current.viewId)) ?? current;
  };
  const reported = async (chat: Chat, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const context = { chatId: chat.id, instanceId: chat.instance?.id };
      void problems.report(error, context, crypto.randomUUID());
    }
  };

  command("agent37.focusChat", () => views.reveal(views.current));
  command("agent37.newChat", async (context) => {
    const chat = chatOf(context);
    const surface = surfaceOf(chat, context);
    const message = failedMessage(chat, context);
    // The message that found its session busy comes along.
    if (chat && message) drafts.forget(draftKey(chat, surface.viewId), message);
    views.newChat(surface);
    if (message) surface.takeBack(message);
    await views.reveal(surface);
  });
  // The buttons above the side bar's view mean its chat, wherever the user was before; VS Code does not tell them apart.
  const ofSideBar = (id: string): Thenable<unknown> => {
    views.turnTo(views.sidebar);
    return vscode.commands.executeCommand(id);
  };
  command("agent37.sideBar.newChat", () => ofSideBar("agent37.newChat"));
  command("agent37.sideBar.openSession", () => ofSideBar("agent37.openSession"));
  command("agent37.sideBar.openChatInEditor", () => ofSideBar("agent37.openChatInEditor"));
  command("agent37.sideBar.renameSession", () => ofSideBar("agent37.renameSession"));
  command("agent37.sideBar.deleteSession", () => ofSideBar("agent37.deleteSession"));
  command("agent37.sideBar.exportChat", () => ofSideBar("agent37.exportChat"));
  command("agent37.sideBar.selectModel", () => ofSideBar("agent37.selectModel"));
  command("agent37.openChatInEditor", () => {
    const { chat, viewId } = views.current;
    const { viewId: tabId } = views.openInEditor(chat);
    // What was written to a chat without a session moves with it.
    drafts.move(draftKey(chat, viewId), draftKey(chat, tabId));
  });
  command("agent37.exportChat", async (context) => {
    const chat = chatOf(context) ?? views.current.chat;
    const instance = targetOf(chat, instances);
    const content = conversationMarkdown(chat.conversation, {
      title: titleOf(chat),
      place: instance && instanceLabel(instance),
      agent: agentOf(chat, instances),
    });
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
    await vscode.window.showTextDocument(document);
  });
  command("agent37.cancelTurn", (context) => {
    const chat = busyChat(context);
    if (!chat) return undefined;
    const blocked = chat.failedTurn(context.turnId);
    const busySession = !chat.isBusy && blocked?.phase.error.code === "session_busy";
    return reported(chat, () => (busySession ? chat.cancelRunningThenSend(blocked.id) : chat.cancel()));
  });
  command("agent37.followTurn", (context) => {
    const chat = chatOf(context);
    return chat && reported(chat, () => chat.followRunning(context.turnId));
  });
  command("agent37.retryTurn", (context) => {
    const chat = chatOf(context);
    if (instances.state.kind === "failed") void instances.refresh();
    // A view without a failed turn asks for the connection to be tried again, not for an old message to be sent.
    const connectionOnly = context.chatId !== undefined && context.turnId === undefined;
    if (!chat || (connectionOnly && chat.load.kind !== "failed")) return undefined;
    return reported(chat, () => chat.retry(context.turnId, targetOf(chat, instances)));
  });
  command("agent37.stopRetrying", (context) => busyChat(context)?.stopRetrying());
  command("agent37.editMessage", async (context) => {
    const chat = chatOf(context);
    const surface = surfaceOf(chat, context);
    const turn = chat?.failedTurn(context.turnId);
    const message = turn && messageOf(turn);
    if (message) surface.takeBack(message);
    await views.reveal(surface);
  });
  return store;
}

/** The message of the failed turn that a remedy is for. */
function failedMessage(chat: Chat | undefined, { turnId }: RemedyContext): Message | undefined {
  const turn = turnId === undefined ? undefined : chat?.failedTurn(turnId);
  return turn && messageOf(turn);
}
