import type { Agent37Client, FoundTurn, LostTurn } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { localError } from "../../api/errors/localError.ts";
import type { InstanceRef, Session, TurnSignal } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { ChatRecord, RunningRecord } from "./records.ts";

/** A message is looked for this often before its arrival counts as not confirmed. */
const looks = 5;
/** The wait before the first look, in milliseconds; each further one is twice as long. */
const firstWaitMs = 500;

/** What the server says of a chat that was shown before: its history, and what to do about the turn that ran. */
export interface Restored {
  readonly session: Session | undefined;
  /** A turn to be followed from its start. */
  readonly follow?: {
    readonly responseId: string;
    readonly running: RunningRecord | undefined;
  };
  /** A message of which the server tells nothing: it never arrived, or its turn is running. */
  readonly missing?: LostTurn & { readonly turnId: string };
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
  const lost = running && lostTurn(running, record.sessionId);
  const found = lost && (await client.findTurn(instance, lost, { signal }));
  const sessionId = record.sessionId ?? found?.sessionId;
  const session =
    sessionId === undefined ? undefined : await client.getSession(instance, sessionId, { signal });
  const own = running?.responseId ?? found?.responseId;
  if (own !== undefined)
    return { session: withoutTurn(session, running), follow: { responseId: own, running } };
  if (session?.activeResponseId)
    return { session, follow: { responseId: session.activeResponseId, running } };
  return lost && !found ? { session, missing: { ...lost, turnId: running.turnId } } : { session };
}

/** A message that went out without an answer; undefined where the server has given the turn an id. */
function lostTurn(running: RunningRecord, sessionId: string | undefined): LostTurn | undefined {
  const { input, responseId, startedAt, knownUserMessages } = running;
  if (input === undefined || responseId !== undefined) return undefined;
  return { input, sessionId, sentAt: startedAt ?? 0, knownUserMessages };
}

/**
 * Goes on looking for a message: some servers tell of a turn only when it is over. Sends nothing.
 * @throws `turn_unconfirmed` when it is not found
 */
export async function* lookFor(
  client: Agent37Client,
  clock: Clock,
  instance: InstanceRef,
  lost: LostTurn,
  signal: AbortSignal,
): AsyncGenerator<TurnSignal, FoundTurn> {
  let error = unconfirmed(undefined);
  for (let attempt = 1; attempt <= looks; attempt += 1) {
    yield { type: "reconnecting", attempt, error };
    await clock.sleep(firstWaitMs * 2 ** (attempt - 1), signal);
    try {
      const found = await client.findTurn(instance, lost, { signal });
      if (found) return found;
    } catch (caught) {
      if (!(caught instanceof Agent37Error)) throw caught;
      error = unconfirmed(caught);
    }
  }
  throw error;
}

function unconfirmed(cause: Agent37Error | undefined): Agent37Error {
  return localError(
    "turn_unconfirmed",
    "The window was closed while the message was being sent, and the server does not show it. " +
      `Look into the session before you send it again: the agent may be working on it. ${cause?.message ?? ""}`.trim(),
    { cause },
  );
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
