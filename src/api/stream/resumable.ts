/** A turn over as many connections as it takes. */
import { Agent37Error } from "../errors/agent37Error.ts";
import { rowOf } from "../errors/catalogue.ts";
import { localError } from "../errors/localError.ts";
import type { ProblemKind } from "../errors/problem.ts";
import { backoffMs } from "../http/retry.ts";
import type { TurnSignal } from "../wire.ts";
import { OfflineTime } from "./offline.ts";
import { createdOf, readConnection, type StreamEnd } from "./reading.ts";
import { readOutcome } from "./recover.ts";
import type { Turn, TurnPort } from "./turnPort.ts";

/** A replay that is closed within this time without the end of the turn has nothing more to tell. */
const rightAwayMs = 5_000;
/** A connection that lasted this long was a good one: the next failure starts with a short delay again. */
const goodConnectionMs = 10_000;
/** Reads that may find nothing before a turn counts as lost. */
const unknownReads = 4;
const longestPollMs = 10_000;

/** Troubles that waiting does not cure. */
const fatalKinds: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "auth",
  "billing",
  "spendCap",
  "instanceMissing",
  "instanceNotRunning",
  "validation",
  "conflict",
  "limit",
  "notFound",
]);

/** Whether asking again later may help. */
export function isPassing(error: Agent37Error): boolean {
  const { kind, retry } = rowOf(error);
  // Something in between answered, such as a proxy or a sign-in page; it says nothing about the turn.
  if (error.plane === "local" && error.status !== undefined) return true;
  if (fatalKinds.has(kind)) return false;
  // A URL that must not be used is a network trouble that only a setting cures; a broken TLS or proxy may pass.
  if (kind === "network" && retry === "afterFix") return ["tls_failed", "proxy_failed"].includes(error.code);
  return error.status === undefined || error.status === 429 || error.status >= 500;
}

/** The record of the turn is gone; the session may still have its answer. */
function isGone(error: Agent37Error): boolean {
  if (error.code === "response_not_found") return true;
  const answeredByAgent = error.plane === "agent" || error.plane === "unified";
  return error.status === 404 && answeredByAgent && error.code !== "instance_not_found";
}

/**
 * Follows a turn whose id is known, to its end.
 * @param drop how the connection before ended; undefined: there was none, so the first signal is `replay`
 * @throws `turn_lost`, `connection_lost` with the `responseId` after half an hour offline, or a failure that waiting
 * does not cure
 */
export async function* resumeTurn(
  port: TurnPort,
  turn: Turn,
  drop: Extract<StreamEnd, { kind: "dropped" }> | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<TurnSignal, void> {
  const { clock, logger } = port;
  const responseId = turn.responseId ?? "";
  let error = drop?.error;
  let attempt = 0;
  let replayed = drop !== undefined;
  const offline = new OfflineTime(clock);
  let mostEvents = drop?.events ?? 0;
  let stalls = 0;

  for (;;) {
    if (error) {
      attempt += 1;
      if (offline.isTooLong()) throw givenUp(error, responseId);
      logger.info(`Reconnecting to turn ${responseId}, attempt ${attempt}`, { code: error.code });
      yield { type: "reconnecting", attempt, error };
      await clock.sleep(Math.max(backoffMs(attempt), error.retryAfterMs ?? 0), signal);
    }
    let answer;
    try {
      answer = await port.attach(responseId, signal);
    } catch (caught) {
      if (!(caught instanceof Agent37Error)) throw caught;
      if (isGone(caught)) {
        logger.info(`The stream of turn ${responseId} is gone; reading its outcome`, { code: caught.code });
        return yield* pollOutcome(port, turn, !replayed, signal);
      }
      if (!isPassing(caught)) throw caught;
      error = caught;
      continue;
    }
    const end = yield* readConnection(port, answer, turn, true);
    if (end.kind === "terminal") return;
    replayed ||= end.events > 0;
    error = end.error;
    if (end.bytes > 0) offline.heard();
    if (end.events > mostEvents || end.lastedMs >= goodConnectionMs) attempt = 0;
    // The server keeps a bounded number of events: a longer turn's replay ends early, and will every time.
    stalls = end.clean && end.lastedMs < rightAwayMs && end.events <= mostEvents ? stalls + 1 : 0;
    mostEvents = Math.max(mostEvents, end.events);
    if (stalls >= 2) {
      logger.info(`The replay of turn ${responseId} is incomplete; waiting for its outcome`);
      return yield* pollOutcome(port, turn, !replayed, signal);
    }
  }
}

/**
 * Reads the turn's outcome until there is one, and yields it as the turn's last event.
 * @param announce nothing of the turn was yielded yet: `replay` and `created` come first
 */
export async function* pollOutcome(
  port: TurnPort,
  turn: Turn,
  announce: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<TurnSignal, void> {
  const { clock } = port;
  const offline = new OfflineTime(clock);
  let failures = 0;
  let unknowns = 0;
  for (let round = 1; ; round++) {
    let delayMs = Math.min(longestPollMs, 500 * 2 ** Math.min(round - 1, 5));
    try {
      const outcome = await readOutcome(port, turn, signal);
      offline.heard();
      failures = 0;
      if (outcome.kind === "over") {
        if (turn.sessionId !== undefined) port.onSessionIdle(turn.sessionId);
        if (announce) {
          yield { type: "replay" };
          yield createdOf(turn);
        }
        yield outcome.event;
        return;
      }
      unknowns = outcome.kind === "unknown" ? unknowns + 1 : 0;
    } catch (caught) {
      if (!(caught instanceof Agent37Error)) throw caught;
      if (isGone(caught)) unknowns += 1;
      else {
        if (!isPassing(caught)) throw caught;
        if (offline.isTooLong()) throw givenUp(caught, turn.responseId);
        failures += 1;
        yield { type: "reconnecting", attempt: failures, error: caught };
        delayMs = Math.max(backoffMs(failures), caught.retryAfterMs ?? 0);
      }
    }
    if (unknowns > unknownReads || (unknowns > 0 && turn.sessionId === undefined)) throw lost(turn);
    await clock.sleep(delayMs, signal);
  }
}

function givenUp(error: Agent37Error, responseId: string | undefined): Agent37Error {
  return localError(
    "connection_lost",
    `The server could not be reached for half an hour. The turn may have ended; follow it again later. ${error.message}`,
    { responseId, cause: error },
  );
}

function lost(turn: Turn): Agent37Error {
  return localError(
    "turn_lost",
    "The turn was started, but the server has neither its stream nor its answer any more.",
    { responseId: turn.responseId },
  );
}
