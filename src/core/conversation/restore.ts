import type { Agent37Client } from "../../api/client.ts";
import type { InstanceRef, Session } from "../../api/wire.ts";
import type { ChatRecord, RunningRecord } from "./records.ts";

/** What the server says of a chat that was shown before: its history, and what to do about the turn that ran. */
export interface Restored {
  readonly session: Session | undefined;
  /** A turn to be followed from its start. */
  readonly follow?: {
    readonly responseId: string;
    readonly running: RunningRecord | undefined;
  };
  /** A message of which the server knows nothing. */
  readonly unsent?: RunningRecord;
}

/**
 * Reads the server's view of a chat. Sends nothing: a message whose arrival is in doubt is looked for.
 * @throws Agent37Error when the server cannot be asked
 */
export async function readRestored(
  client: Agent37Client,
  instance: InstanceRef,
  record: ChatRecord,
  signal: AbortSignal,
): Promise<Restored> {
  const { running } = record;
  const found =
    running && running.responseId === undefined && running.input !== undefined
      ? await client.findTurn(
          instance,
          {
            input: running.input,
            sessionId: record.sessionId,
            sentAt: running.startedAt ?? 0,
            knownUserMessages: running.knownUserMessages,
          },
          { signal },
        )
      : undefined;
  const sessionId = record.sessionId ?? found?.sessionId;
  const session =
    sessionId === undefined ? undefined : await client.getSession(instance, sessionId, { signal });
  const own = running?.responseId ?? found?.responseId;
  if (own !== undefined)
    return { session: withoutTurn(session, running), follow: { responseId: own, running } };
  if (session?.activeResponseId)
    return { session, follow: { responseId: session.activeResponseId, running } };
  return running && !found ? { session, unsent: running } : { session };
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
