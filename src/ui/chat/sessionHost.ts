import type { Chats } from "../../core/conversation/chats.ts";
import type { SessionHost } from "../../core/conversation/sessionHost.ts";
import type { ChatViews } from "./chatViews.ts";

/** The chats on screen, as the session commands know them. */
export function createSessionHost(chats: Chats, views: ChatViews): SessionHost {
  return {
    current() {
      const { instance, conversation } = views.current.chat;
      const { sessionId } = conversation;
      return instance && sessionId !== undefined ? { instance, sessionId } : undefined;
    },
    async open(instance, sessionId) {
      const surface = views.current;
      const known = chats.findSession(sessionId);
      const chat = known ?? chats.create();
      views.show(surface, chat);
      await views.reveal(surface);
      await (known ? known.refresh() : chat.open(instance, sessionId));
    },
    forget(sessionId) {
      const chat = chats.findSession(sessionId);
      if (chat) for (const surface of views.surfacesOf(chat)) views.newChat(surface);
    },
    renamed: (sessionId, title) => chats.findSession(sessionId)?.rename(title),
    isRunning: (sessionId) => chats.findSession(sessionId)?.isBusy ?? false,
  };
}
