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
      const chat = await chatFor(chats, instance, sessionId);
      const turn = await chat.send(text, instance);
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

async function chatFor(chats: Chats, instance: InstanceRef, sessionId: string | undefined): Promise<Chat> {
  if (sessionId === undefined) return chats.create();
  const open = chats.findSession(sessionId);
  if (open) return open;
  const chat = chats.create();
  await chat.open(instance, sessionId);
  return chat;
}
