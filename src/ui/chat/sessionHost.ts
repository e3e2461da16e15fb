import type { Chat } from "../../core/conversation/chat.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { SessionHost } from "../../core/conversation/sessionHost.ts";
import type { ChatViews } from "./chatViews.ts";
import type { Drafts } from "./drafts.ts";
import { titleOf } from "./header.ts";

/** The chats on screen, as the session commands know them. */
export function createSessionHost(chats: Chats, views: ChatViews, drafts: Drafts): SessionHost {
  return {
    current() {
      const { chat } = views.current;
      const { instance, sessionId } = chat;
      if (!instance || sessionId === undefined) return undefined;
      return { instance, sessionId, agent: chat.dials.agent, title: titleOf(chat) };
    },
    async open(instance, sessionId, { agent, title, inEditor = false } = {}) {
      const known = chats.findSession(sessionId);
      const chat = known ?? chats.create();
      // It knows its session from here on, and with it the draft that belongs into the composer.
      const opened = known ? readAgain(known) : chat.open(instance, sessionId, agent);
      if (title !== undefined) chat.rename(title);
      const surface = inEditor ? (views.tabOf(chat) ?? views.openInEditor(chat)) : views.current;
      views.show(surface, chat);
      await Promise.all([opened, views.reveal(surface)]);
    },
    forget(sessionId) {
      const chat = chats.findSession(sessionId);
      if (chat) for (const surface of views.surfacesOf(chat)) views.newChat(surface);
      chats.forgetSession(sessionId);
      drafts.delete(sessionId);
    },
    renamed: (sessionId, title) => chats.findSession(sessionId)?.rename(title),
    titleOf(sessionId) {
      const chat = chats.findSession(sessionId);
      return chat && titleOf(chat);
    },
    isRunning: (sessionId) => chats.findSession(sessionId)?.isBusy ?? false,
  };
}

/** Others may have gone on with the session meanwhile; one that could not be read is read now. */
function readAgain(chat: Chat): Promise<void> {
  return chat.load.kind === "failed" ? chat.restore() : chat.refresh();
}
