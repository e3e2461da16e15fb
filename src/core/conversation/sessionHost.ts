import type { InstanceRef } from "../../api/wire.ts";

/** What the session commands need of the chats on screen: which session is in front, and how to change that. */
export interface SessionHost {
  /** The session of the chat that was used last; undefined while it has none. */
  current(): { readonly instance: InstanceRef; readonly sessionId: string } | undefined;
  /** @param agent the harness that the session is of, where the instance has several */
  open(instance: InstanceRef, sessionId: string, agent?: string): Promise<void>;
  /** The session has another title at the server. */
  renamed(sessionId: string, title: string): void;
  /** The session was deleted: nothing of it is kept or shown any more. */
  forget(sessionId: string): void;
  /** Whether a turn of the session is known to be running. */
  isRunning(sessionId: string): boolean;
}
