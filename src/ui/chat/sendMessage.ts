import * as v from "valibot";
import * as vscode from "vscode";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { InstanceRef } from "../../api/wire.ts";
import type { Disposable } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { answerOf } from "../../core/conversation/state.ts";
import type { Instances } from "../../core/instances/instances.ts";

const argumentsSchema = v.object({
  text: v.pipe(v.string(), v.nonEmpty()),
  instanceId: v.optional(v.string()),
  sessionId: v.optional(v.string()),
});

/** How a turn that was sent by command has ended. */
export interface SendMessageResult {
  readonly responseId: string | undefined;
  readonly sessionId: string | undefined;
  readonly status: "completed" | "failed" | "cancelled";
  readonly outputText: string;
}

/** `agent37.sendMessage`, for keybindings, tasks and other extensions: sends and resolves when the turn has ended. */
export function registerSendMessage(chats: Chats, instances: Instances): Disposable {
  return vscode.commands.registerCommand(
    "agent37.sendMessage",
    async (input: unknown): Promise<SendMessageResult> => {
      const { text, instanceId, sessionId } = v.parse(argumentsSchema, input);
      const instance = await findInstance(instances, instanceId);
      const chat = await idleChat(chats, instance, sessionId);
      const turn = await chat.send({ text, attachments: [] }, instance);
      const { kind } = turn?.phase ?? { kind: "failed" };
      return {
        responseId: turn?.responseId,
        sessionId: chat.conversation.sessionId,
        status: kind === "completed" || kind === "cancelled" ? kind : "failed",
        outputText: turn ? answerOf(turn) : "",
      };
    },
  );
}

async function findInstance(instances: Instances, id: string | undefined): Promise<InstanceRef> {
  if (id === undefined ? !instances.selected : !instances.find(id)) await instances.refresh();
  const instance = id === undefined ? instances.selected : instances.find(id);
  if (instance) return instance;
  throw new Agent37Error({
    code: "instance_not_found",
    plane: "local",
    message:
      id === undefined
        ? vscode.l10n.t("No instance is selected.")
        : vscode.l10n.t("There is no instance {0} on this account.", id),
  });
}

/** A turn that has ended can keep its session busy for a moment longer. */
const echoMs = 1_000;

/** @throws `session_busy` when a turn runs on the session; what the server said when the session cannot be read */
async function idleChat(chats: Chats, instance: InstanceRef, sessionId: string | undefined): Promise<Chat> {
  const chat = await chatFor(chats, instance, sessionId);
  if (!chat.isBusy) return chat;
  await endOfTurn(chat, echoMs);
  // A chat that nobody shows may have been let go together with its turn.
  const again = await chatFor(chats, instance, sessionId);
  if (!again.isBusy) return again;
  throw new Agent37Error({
    code: "session_busy",
    plane: "local",
    message: vscode.l10n.t("A turn is running on the session; the message was not sent."),
  });
}

async function chatFor(chats: Chats, instance: InstanceRef, sessionId: string | undefined): Promise<Chat> {
  if (sessionId === undefined) return chats.create();
  const open = chats.findSession(sessionId);
  if (open) return open;
  const chat = chats.create();
  await chat.open(instance, sessionId);
  // Without its session the chat would start another one.
  if (chat.load.kind === "failed") throw chat.load.error;
  return chat;
}

/** Resolves when the chat's turn has ended, or after `withinMs`. */
async function endOfTurn(chat: Chat, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(done, withinMs);
    const subscription = chat.onDidEndTurn(done);
  });
}
