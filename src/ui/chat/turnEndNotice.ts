import * as vscode from "vscode";
import type { Disposable } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { answerOf, asksUser, type Turn } from "../../core/conversation/state.ts";
import { showInformation } from "../../platform/messages.ts";
import type { ChatViews } from "./chatViews.ts";
import { plainLine } from "./plainLine.ts";

/** When a finished turn is announced by a notification; the setting `agent37.notifyWhenTurnEnds`. */
export type NotifyWhen = "whenHidden" | "always" | "never";

export interface TurnEndNoticeDeps {
  readonly chats: Pick<Chats, "onDidCreate" | "all">;
  readonly views: ChatViews;
  readonly when: () => NotifyWhen;
  /** What the agent of a chat is called; empty when that is not known. */
  readonly agentName: (chat: Chat) => string;
}

/** Says that an answer is there when the user was not looking. Failures are ui/problems' to tell. */
export function registerTurnEndNotice(deps: TurnEndNoticeDeps): Disposable {
  const { chats, views, when } = deps;
  return chats.onDidCreate((chat) => {
    chat.onDidEndTurn((turn) => {
      if (turn.phase.kind !== "completed") return;
      const seen = views.isVisible(chat) && vscode.window.state.focused;
      if (when() === "always" || (when() === "whenHidden" && !seen)) void notify(chat, turn, deps);
    });
  });
}

async function notify(chat: Chat, turn: Turn, { chats, views, agentName }: TurnEndNoticeDeps): Promise<void> {
  const show = vscode.l10n.t("Show");
  if ((await showInformation(noticeText(turn, agentName(chat)), show)) !== show) return;
  // The notice outlives the chat, whose session may have been deleted.
  if (!chats.all.includes(chat)) return;
  const surface = views.surfaceOf(chat) ?? views.sidebar;
  views.show(surface, chat);
  await views.reveal(surface);
}

/** The beginning of the answer, or the question that it ends with. */
function noticeText(turn: Turn, agent: string): string {
  const answer = answerOf(turn);
  if (asksUser(turn)) {
    const paragraph =
      answer
        .trim()
        .split(/\n\s*\n/)
        .at(-1) ?? "";
    const question = plainLine(paragraph.split("\n").at(-1) ?? "");
    return agent === ""
      ? vscode.l10n.t("The agent asks: {0}", question)
      : vscode.l10n.t("{0} asks: {1}", agent, question);
  }
  const line = plainLine(answer);
  return line === "" ? vscode.l10n.t("The agent has finished.") : line;
}
