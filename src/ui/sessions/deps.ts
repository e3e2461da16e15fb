import type { Agent37Client } from "../../api/client.ts";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import type { Problems } from "../problems/problems.ts";

/** The chat side: which session is in front of the user, and how to put another one there. */
export interface SessionHost {
  /** The session of the chat that was used last; undefined while it has none. */
  current(): { readonly instance: InstanceRef; readonly sessionId: string } | undefined;
  open(instance: InstanceRef, sessionId: string): Promise<void>;
  /** The session was deleted: nothing of it is kept or shown any more. */
  forget(sessionId: string): void;
  /** Whether a turn of the session is known to be running. */
  isRunning(sessionId: string): boolean;
}

export interface SessionsUiDeps {
  readonly client: Pick<Agent37Client, "listSessions" | "renameSession" | "deleteSession">;
  readonly instances: { readonly selected: Instance | undefined };
  readonly host: SessionHost;
  readonly problems: Problems;
}
