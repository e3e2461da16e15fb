import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { ChatViews } from "./chatViews.ts";

/**
 * Counts at the view's icon the chats whose turn has ended or failed where nobody saw it. A chat that is shown counts no
 * more, and none does once the view is opened.
 */
export function registerViewBadge(
  chats: Pick<Chats, "onDidCreate">,
  views: Pick<ChatViews, "isVisible" | "onDidShowChat" | "onDidShowSidebar" | "setBadge">,
): Disposable {
  const store = new DisposableStore();
  const unseen = new Set<Chat>();
  const update = (): void => {
    const { size: value } = unseen;
    const tooltip =
      value === 1 ? vscode.l10n.t("1 chat has news") : vscode.l10n.t("{0} chats have news", value);
    views.setBadge(value === 0 ? undefined : { value, tooltip });
  };
  store.add(
    chats.onDidCreate((chat) => {
      chat.onDidEndTurn(({ phase }) => {
        if (phase.kind === "cancelled" || views.isVisible(chat)) return;
        unseen.add(chat);
        update();
      });
    }),
  );
  store.add(
    views.onDidShowChat((chat) => {
      if (unseen.delete(chat)) update();
    }),
  );
  store.add(
    views.onDidShowSidebar(() => {
      unseen.clear();
      update();
    }),
  );
  return store;
}
