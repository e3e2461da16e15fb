/** The one place that decides whether a failed request is repeated. Each branch says why. */
import type { Agent37Error } from "../errors/agent37Error.ts";
import { rowOf } from "../errors/catalogue.ts";
import { wasNeverSent } from "../errors/localError.ts";

/** Attempts of a read in all, the first one included. */
const readAttempts = 3;
/** A read waits in silence: a longer wait is for the caller to show. */
const longestQuietWaitMs = 10_000;
/** Repetitions of the request that starts a turn. */
const turnRepetitions = 8;
/** A session can still look busy for some milliseconds after its turn has ended. */
const busyEchoMs = 250;

export interface FailedAttempt {
  readonly error: Agent37Error;
  /** The call changes nothing, or repeating it changes nothing more. */
  readonly idempotent: boolean;
  /** The call is `POST /responses`: a repetition could start, and bill, a second turn. */
  readonly startsTurn: boolean;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The session's previous turn ended within the last second. */
  readonly sessionJustEnded?: boolean | undefined;
  /** Between 0 and 1; spreads the delays. Default: `Math.random()`. */
  readonly random?: number | undefined;
}

export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number; readonly reason: string }
  | { readonly retry: false; readonly reason: string };

/** Whether and when a failed request is sent again by itself. Pure. */
export function shouldRetry(failed: FailedAttempt): RetryDecision {
  return failed.startsTurn ? retryTurn(failed) : retryCall(failed);
}

function retryTurn({ error, attempt, sessionJustEnded, random }: FailedAttempt): RetryDecision {
  if (attempt > turnRepetitions) return no("repeated often enough");
  // A date in the past (two clocks differ) must not mean "at once, eight times".
  const delayMs = Math.max(error.retryAfterMs ?? 0, backoffMs(attempt, random));
  if (error.status === 429 && error.code === "rate_limited") {
    return yes(delayMs, "the call was refused before a turn was started");
  }
  if (error.status === 503 && (error.code === "insufficient_capacity" || error.code === "no_capacity")) {
    return yes(delayMs, "there was no room to start a turn");
  }
  if (error.code === "session_busy" && sessionJustEnded === true && attempt === 1) {
    return yes(busyEchoMs, "the server releases a session just after the last event of its turn");
  }
  if (wasNeverSent(error) && rowOf(error).kind === "network" && !isSettingFault(error)) {
    return yes(delayMs, "the request never reached the server");
  }
  return no("a turn may have been started, or the same request would fail again");
}

function retryCall({ error, idempotent, attempt, random }: FailedAttempt): RetryDecision {
  if (!idempotent) return no("the call changes something");
  if (attempt >= readAttempts) return no("tried often enough");
  const { retry } = rowOf(error);
  if (retry !== "backoff" && retry !== "afterHeader") return no(`not transient (${retry})`);
  const delayMs = error.retryAfterMs ?? backoffMs(attempt, random);
  if (delayMs > longestQuietWaitMs) return no("the server asks for a long wait");
  return yes(delayMs, "transient");
}

/** A URL that must not be used stays unusable until somebody changes it. */
function isSettingFault(error: Agent37Error): boolean {
  return ["insecure_url", "invalid_url", "untrusted_instance_url"].includes(error.code);
}

/**
 * The delay before repetition `attempt` (from 1), in milliseconds: doubles from 0.5 s up to 30 s, of which a random
 * quarter is taken off so that clients do not come back in step.
 */
export function backoffMs(attempt: number, random: number = Math.random()): number {
  const full = Math.min(30_000, 500 * 2 ** Math.min(attempt - 1, 10));
  return Math.round(full * (1 - 0.25 * random));
}

function yes(delayMs: number, reason: string): RetryDecision {
  return { retry: true, delayMs, reason };
}

function no(reason: string): RetryDecision {
  return { retry: false, reason };
}
