import * as vscode from "vscode";
import type { Disposable } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { answerOf, type Turn } from "../../core/conversation/state.ts";
import { showInformation } from "../../platform/messages.ts";
import type { ChatViews } from "./chatViews.ts";

/** When a finished turn is announced by a notification; the setting `agent37.notifyWhenTurnEnds`. */
export type NotifyWhen = "whenHidden" | "always" | "never";

/** Longest beginning of an answer in a notification, in UTF-16 units. */
const maxPreview = 120;

/** Says that an answer is there when the user was not looking. Failures are ui/problems' to tell. */
export function registerTurnEndNotice(chats: Chats, views: ChatViews, when: () => NotifyWhen): Disposable {
  return chats.onDidCreate((chat) => {
    chat.onDidEndTurn((turn) => {
      if (turn.phase.kind !== "completed") return;
      const seen = views.isVisible(chat) && vscode.window.state.focused;
      if (when() === "always" || (when() === "whenHidden" && !seen)) void notify(chat, turn, views);
    });
  });
}

async function notify(chat: Chat, turn: Turn, views: ChatViews): Promise<void> {
  const show = vscode.l10n.t("Show");
  const line = answerOf(turn).trim().split("\n", 1)[0] ?? "";
  const preview = line.length > maxPreview ? `${line.slice(0, maxPreview - 1)}…` : line;
  const text = preview === "" ? vscode.l10n.t("The agent has finished.") : preview;
  if ((await showInformation(text, show)) !== show) return;
  const surface = views.surfaceOf(chat) ?? views.sidebar;
  views.show(surface, chat);
  await views.reveal(surface);
}
