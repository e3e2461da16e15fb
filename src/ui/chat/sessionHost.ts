import type { InstanceRef } from "../../api/wire.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import type { ChatViews } from "./chatViews.ts";

/** What the session commands need of the chats on screen. */
export interface SessionHost {
  current(): { readonly instance: InstanceRef; readonly sessionId: string } | undefined;
  open(instance: InstanceRef, sessionId: string): Promise<void>;
  /** The session is gone from the server. */
  forget(sessionId: string): void;
  /** Whether a turn of the session is known to run. */
  isRunning(sessionId: string): boolean;
}

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
      if (!known) await chat.open(instance, sessionId);
    },
    forget(sessionId) {
      const chat = chats.findSession(sessionId);
      if (chat) for (const surface of views.surfacesOf(chat)) views.newChat(surface);
    },
    isRunning: (sessionId) => chats.findSession(sessionId)?.isBusy ?? false,
  };
}
