import type { Agent37Client, LostTurn } from "../../api/client.ts";
import type { InstanceRef, Session } from "../../api/wire.ts";
import type { ChatRecord, RunningRecord } from "./records.ts";

/** What the server says of a chat that was shown before: its history, and what to do about the turn that ran. */
export interface Restored {
  readonly session: Session | undefined;
  /** A turn to be followed from its start. */
  readonly follow?: { readonly responseId: string; readonly running: RunningRecord | undefined };
  /** A message that was on its way when the window closed, to be looked for. */
  readonly lost?: LostTurn & { readonly turnId: string };
}

/**
 * Reads the server's view of a chat. Sends nothing.
 * @throws Agent37Error when the server cannot be asked
 */
export async function readRestored(
  client: Agent37Client,
  instance: InstanceRef,
  { sessionId, running }: ChatRecord,
  signal: AbortSignal,
): Promise<Restored> {
  const session =
    sessionId === undefined ? undefined : await client.getSession(instance, sessionId, { signal });
  if (running?.responseId !== undefined) {
    return { session: withoutTurn(session, running), follow: { responseId: running.responseId, running } };
  }
  if (running?.input !== undefined) {
    const { turnId, input, startedAt: sentAt = 0, knownUserMessages } = running;
    return {
      session: withoutTurn(session, running),
      lost: { turnId, input, sessionId, sentAt, knownUserMessages },
    };
  }
  return session?.activeResponseId
    ? { session, follow: { responseId: session.activeResponseId, running: undefined } }
    : { session };
}

/**
 * The history as it was before the turn that will be followed: its replay tells the turn again, with the reasoning and
 * the tools that the history does not have.
 */
function withoutTurn(session: Session | undefined, running: RunningRecord | undefined): Session | undefined {
  if (!session || !running) return session;
  const starts = session.history.flatMap((row, index) => (row.role === "user" ? [index] : []));
  const start = starts.at(-1);
  if (start === undefined || starts.length <= running.knownUserMessages) return session;
  return { ...session, history: session.history.slice(0, start) };
}
