/** What a session or a stored response says about a turn whose stream cannot be had. Reads only; nothing is sent. */
import { isSameMessage } from "../dialects/attachedFiles.ts";
import { localError } from "../errors/localError.ts";
import type { FoundTurn, LostTurn } from "../options.ts";
import type { AgentResponse, HistoryItem, Session, TurnEvent } from "../wire.ts";
import type { Turn, TurnPort } from "./turnPort.ts";

export type Outcome =
  | { readonly kind: "running" }
  | { readonly kind: "over"; readonly event: TurnEvent }
  /** The server knows neither a running turn nor an answer. */
  | { readonly kind: "unknown" };

/** Two clocks may differ by this much, in milliseconds. */
const clockSkewMs = 60_000;
/** Sessions that are opened to look for a message whose session is not known. */
const sessionsLookedAt = 3;

/** How a turn ended, or that it still runs. @throws Agent37Error when the server cannot be asked */
export async function readOutcome(
  port: TurnPort,
  turn: Turn,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  if (turn.responseId !== undefined) {
    const stored = await port.getResponse(turn.responseId, signal);
    if (stored) return outcomeOf(stored);
  }
  if (turn.sessionId === undefined) return { kind: "unknown" };
  const session = await port.getSession(turn.sessionId, signal);
  if (session.activeResponseId && session.activeResponseId === turn.responseId) return { kind: "running" };
  // Without its message, nothing tells which of the answers is this turn's.
  const at = turn.input === undefined ? undefined : rowOfMessage(session.history, turn.input, turn);
  if (at === undefined) return { kind: "unknown" };
  const cancelled = turn.responseId !== undefined && port.wasCancelRequested(turn.responseId);
  return {
    kind: "over",
    event: {
      type: "completed",
      outputText: answerAfter(session.history, at),
      context: session.context,
      ...(cancelled ? { cancelled } : {}),
    },
  };
}

/** The terminal event that a stored response stands for. */
export function outcomeOf(stored: AgentResponse): Outcome {
  if (stored.status === "in_progress") return { kind: "running" };
  if (stored.status === "failed") {
    const error =
      stored.error ?? localError("turn_lost", "The turn failed, and the server does not say why any more.");
    return { kind: "over", event: { type: "failed", error } };
  }
  const { outputText, usage, context, reasoningEffort } = stored;
  const cancelled = stored.status === "cancelled" ? { cancelled: true } : {};
  return {
    kind: "over",
    event: { type: "completed", outputText, usage, context, reasoningEffort, ...cancelled },
  };
}

/**
 * Looks for a message that may have arrived. Undefined: the server does not have it (yet).
 * @throws Agent37Error when the server cannot be asked
 */
export async function findTurn(
  port: TurnPort,
  lost: LostTurn,
  signal: AbortSignal | undefined,
): Promise<FoundTurn | undefined> {
  if (lost.sessionId !== undefined) return foundIn(await port.getSession(lost.sessionId, signal), lost);

  const summaries = (await port.listSessions(signal)).filter(
    ({ lastActiveAt }) => lastActiveAt === undefined || lastActiveAt >= lost.sentAt - clockSkewMs,
  );
  // Only a message that the history holds is surely ours; a turn that runs in a session without history may be.
  const running: FoundTurn[] = [];
  for (const { id } of summaries.slice(0, sessionsLookedAt)) {
    const session = await port.getSession(id, signal);
    if (rowOfMessage(session.history, lost.input, lost) !== undefined) return { sessionId: id };
    if (session.activeResponseId && session.history.length === 0) {
      running.push({ sessionId: id, responseId: session.activeResponseId });
    }
  }
  return running.length === 1 ? running[0] : undefined;
}

function foundIn(session: Session, lost: LostTurn): FoundTurn | undefined {
  if (rowOfMessage(session.history, lost.input, lost) !== undefined) return { sessionId: session.id };
  const responseId = session.activeResponseId;
  // A turn that was there before runs on although it could not be followed: it is not this message's.
  const isOther = !responseId || lost.earlierTurns?.includes(responseId);
  return isOther ? undefined : { sessionId: session.id, responseId };
}

/**
 * The row of a message in a history: a user row with its text that was not there before. What was there before is told
 * by the number of user rows, or by time where that is not known (or the history has been compacted).
 */
function rowOfMessage(
  history: readonly HistoryItem[],
  input: string,
  known: { readonly sentAt: number | undefined; readonly knownUserMessages?: number | undefined },
): number | undefined {
  const { sentAt, knownUserMessages } = known;
  const userRows = history.flatMap((item, index) => (item.role === "user" ? [{ item, index }] : []));
  const countable = knownUserMessages !== undefined && userRows.length >= knownUserMessages;
  const added = countable
    ? userRows.slice(knownUserMessages)
    : userRows.filter(
        ({ item }) => sentAt !== undefined && item.at !== undefined && item.at >= sentAt - clockSkewMs,
      );
  return added.findLast(({ item }) => isSameMessage(item, input))?.index;
}

/** The assistant's text between a user row and the next one. */
function answerAfter(history: readonly HistoryItem[], userRow: number): string {
  const texts: string[] = [];
  for (const { role, text } of history.slice(userRow + 1)) {
    if (role === "user") break;
    if (text !== "") texts.push(text);
  }
  return texts.join("\n\n");
}
