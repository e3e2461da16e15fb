/** Sending a message: never twice, unless the first attempt is proved to have started nothing. */
import { Agent37Error } from "../errors/agent37Error.ts";
import { localError } from "../errors/localError.ts";
import { mayHaveStarted } from "../errors/mayHaveStarted.ts";
import type { OpenAnswer } from "../caller.ts";
import { isEventStream, readText } from "../http/body.ts";
import { backoffMs, shouldRetry } from "../http/retry.ts";
import type { LostTurn, TurnOptions } from "../options.ts";
import type { AgentResponse, TurnRequest, TurnSignal } from "../wire.ts";
import { OfflineTime } from "./offline.ts";
import { createdOf, readConnection, silenceMs } from "./reading.ts";
import { findTurn, outcomeOf } from "./recover.ts";
import { isPassing, pollOutcome, resumeTurn } from "./resumable.ts";
import type { Turn, TurnPort } from "./turnPort.ts";
import { startWatchdog } from "./watchdog.ts";

export interface StartPort extends TurnPort {
  /** `POST /responses`, once. */
  start(request: TurnRequest, stream: boolean, signal: AbortSignal | undefined): Promise<OpenAnswer>;
  /** Reads a finished turn's object. @throws Agent37Error */
  decodeTurn(body: string, answer: OpenAnswer): AgentResponse;
  /** The session's previous turn ended within the last second. */
  hasJustEnded(sessionId: string): boolean;
}

/** Looks for a message this often before its arrival counts as not confirmed. */
const looks = 5;
const bodyLimit = 20 * 1024 * 1024;

/** A turn from its message to its end. @throws see `Agent37Client.runTurn` */
export async function* runTurn(
  port: StartPort,
  request: TurnRequest,
  options: TurnOptions,
): AsyncGenerator<TurnSignal, void> {
  const { signal } = options;
  const turn = newTurn(port, request, options);
  let answer: OpenAnswer;
  try {
    answer = await sendTurn(port, request, true, options);
  } catch (caught) {
    if (!mayHaveStarted(caught)) throw caught;
    return yield* recoverTurn(port, lostOf(turn), caught, signal);
  }
  if (!isEventStream(answer.response)) return yield* readFinished(port, turn, answer, signal);
  const end = yield* readConnection(port, answer, turn, false);
  if (end.kind === "terminal") return;
  yield* turn.responseId === undefined
    ? recoverTurn(port, lostOf(turn), end.error, signal)
    : resumeTurn(port, turn, end, signal);
}

/** A turn without streaming. @throws see `Agent37Client.runTurn`; a failed turn is given, not thrown */
export async function completeTurn(
  port: StartPort,
  request: TurnRequest,
  options: TurnOptions,
): Promise<AgentResponse> {
  const turn = newTurn(port, request, options);
  try {
    const answer = await sendTurn(port, request, false, options);
    const response = port.decodeTurn(await readTurnBody(port, answer), answer);
    if (response.status !== "in_progress") port.onSessionIdle(response.sessionId);
    return response;
  } catch (caught) {
    if (!mayHaveStarted(caught)) throw caught;
    return await collect(recoverTurn(port, lostOf(turn), caught, options.signal));
  }
}

function newTurn({ clock }: TurnPort, request: TurnRequest, options: TurnOptions): Turn {
  const { knownUserMessages, earlierTurns } = options;
  const { input, sessionId } = request;
  return { responseId: undefined, sessionId, input, sentAt: clock.now(), knownUserMessages, earlierTurns };
}

/** What is known of a turn whose answer was lost. */
function lostOf({ input = "", sessionId, sentAt = 0, knownUserMessages, earlierTurns }: Turn): LostTurn {
  return { input, sessionId, sentAt, knownUserMessages, earlierTurns };
}

async function sendTurn(
  port: StartPort,
  request: TurnRequest,
  stream: boolean,
  { signal, waitForRetry }: TurnOptions,
): Promise<OpenAnswer> {
  for (let attempt = 1; ; attempt++) {
    const sessionJustEnded = request.sessionId !== undefined && port.hasJustEnded(request.sessionId);
    try {
      return await port.start(request, stream, signal);
    } catch (error) {
      if (!(error instanceof Agent37Error)) throw error;
      const decision = shouldRetry({ error, idempotent: false, startsTurn: true, attempt, sessionJustEnded });
      if (!decision.retry) throw error;
      const { delayMs, reason } = decision;
      port.logger.info(`Sending again in ${delayMs} ms: ${reason}`, { code: error.code, attempt });
      // The echo of a turn that has ended is nothing to be told about.
      if (waitForRetry && error.code !== "session_busy")
        await waitForRetry({ error, attempt, delayMs }, signal);
      else await port.clock.sleep(delayMs, signal);
    }
  }
}

/**
 * Looks for a message whose answer was lost, and follows its turn where it is found. Sends nothing.
 * @param cause why the answer was lost; undefined: nobody was there to receive it
 * @throws `turn_unconfirmed` when it is not found; the server's own error when it said that the message failed
 */
export async function* recoverTurn(
  port: TurnPort,
  lost: LostTurn,
  cause: Agent37Error | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<TurnSignal, void> {
  const { clock, logger } = port;
  const { input, sentAt, knownUserMessages } = lost;
  const offline = new OfflineTime(clock);
  let missed = 0;
  let error = cause ?? unconfirmed(undefined);
  for (let attempt = 1; ; attempt++) {
    yield { type: "reconnecting", attempt, error };
    await clock.sleep(Math.max(backoffMs(attempt), error.retryAfterMs ?? 0), signal);
    try {
      const found = await findTurn(port, lost, signal);
      offline.heard();
      if (found) {
        logger.info("The message had arrived", found);
        const turn: Turn = { ...found, responseId: found.responseId, input, sentAt, knownUserMessages };
        if (found.responseId !== undefined) return yield* resumeTurn(port, turn, undefined, signal);
        if (lost.sessionId === undefined) yield createdOf(turn);
        return yield* pollOutcome(port, turn, false, signal);
      }
      missed += 1;
    } catch (caught) {
      if (!(caught instanceof Agent37Error)) throw caught;
      if (caught.status === 404) missed += 1;
      else if (!isPassing(caught)) throw unconfirmed(caught);
      error = caught;
    }
    if (missed >= looks) throw !cause || cause.plane === "local" ? unconfirmed(cause) : cause;
    if (offline.isTooLong()) throw unconfirmed(error);
  }
}

function unconfirmed(cause: Agent37Error | undefined): Agent37Error {
  const advice =
    "The connection ended while the message was being sent, and the server does not show it. " +
    "Look into the session before you send it again: the agent may be working on it.";
  return localError("turn_unconfirmed", cause ? `${advice} ${cause.message}` : advice, { cause });
}

/** The answer of a streaming call that is no stream: the finished turn, or an error. */
async function* readFinished(
  port: StartPort,
  turn: Turn,
  answer: OpenAnswer,
  signal: AbortSignal | undefined,
): AsyncGenerator<TurnSignal, void> {
  let response: AgentResponse;
  try {
    response = port.decodeTurn(await readTurnBody(port, answer), answer);
  } catch (caught) {
    if (!mayHaveStarted(caught)) throw caught;
    return yield* recoverTurn(port, lostOf(turn), caught, signal);
  }
  turn.responseId = response.id;
  turn.sessionId = response.sessionId;
  const outcome = outcomeOf(response);
  if (outcome.kind !== "over") return yield* resumeTurn(port, turn, undefined, signal);
  port.onSessionIdle(response.sessionId);
  yield createdOf(turn);
  if (response.outputText !== "") yield { type: "text", text: response.outputText };
  yield outcome.event;
}

/** The body of an answer that takes as long as the turn; the server writes a space every 25 s meanwhile. */
async function readTurnBody({ clock, keepsStreamsAlive }: TurnPort, answer: OpenAnswer): Promise<string> {
  const { response, host } = answer;
  const watchdog = startWatchdog({
    clock,
    silenceMs,
    keepWaiting: keepsStreamsAlive ? undefined : () => Promise.resolve(true),
    onSilent: () => response.close(localError("stream_silent", `${host} has gone silent.`)),
  });
  try {
    return await readText(response, bodyLimit, "cut", () => watchdog.touch());
  } finally {
    watchdog.stop();
  }
}

async function collect(signals: AsyncIterable<TurnSignal>): Promise<AgentResponse> {
  let id = "";
  let sessionId = "";
  let streamed = "";
  for await (const signal of signals) {
    if (signal.type === "created") ({ responseId: id, sessionId } = signal);
    else if (signal.type === "replay") streamed = "";
    else if (signal.type === "text") streamed += signal.text;
    else if (signal.type === "failed") {
      return { id, sessionId, status: "failed", outputText: streamed, error: signal.error };
    } else if (signal.type === "completed") {
      const { outputText, usage, context, reasoningEffort, cancelled } = signal;
      const status = cancelled ? "cancelled" : "completed";
      return { id, sessionId, status, outputText: outputText || streamed, usage, context, reasoningEffort };
    }
  }
  throw localError("turn_lost", "The turn ended without an outcome.");
}
