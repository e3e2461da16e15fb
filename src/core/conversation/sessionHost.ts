import type { InstanceRef } from "../../api/wire.ts";

export interface OpenSessionOptions {
  /** The harness that the session is of, where the instance has several. */
  readonly agent?: string | undefined;
  /** What the list calls it. */
  readonly title?: string | undefined;
  /** In an editor tab of its own instead of the chat that was used last. */
  readonly inEditor?: boolean | undefined;
}

/** A session that a chat shows. */
export interface ShownSession {
  readonly instance: InstanceRef;
  readonly sessionId: string;
  readonly agent?: string | undefined;
  /** What it is called on screen: its title, else how it starts. */
  readonly title?: string | undefined;
}

/** What the session commands need of the chats on screen: which session is in front, and how to change that. */
export interface SessionHost {
  /** The session of the chat that was used last; undefined while it has none. */
  current(): ShownSession | undefined;
  open(instance: InstanceRef, sessionId: string, options?: OpenSessionOptions): Promise<void>;
  /** The session has another title at the server. */
  renamed(sessionId: string, title: string): void;
  /** The session was deleted: nothing of it is kept or shown any more. */
  forget(sessionId: string): void;
  /** What the session is called on screen, where a chat has it. */
  titleOf(sessionId: string): string | undefined;
  /** Whether a turn of the session is known to be running. */
  isRunning(sessionId: string): boolean;
}
