import { describe, expect, it } from "vitest";
import { Agent37Error, type Agent37ErrorFields } from "../../../../src/api/errors/agent37Error.ts";
import { localError } from "../../../../src/api/errors/localError.ts";
import { backoffMs, type FailedAttempt, shouldRetry } from "../../../../src/api/http/retry.ts";

const error = (code: string, fields: Partial<Agent37ErrorFields> = {}) =>
  new Agent37Error({ code, message: "m", plane: "agent", ...fields });
const turn = (failed: Agent37Error, more: Partial<FailedAttempt> = {}) =>
  shouldRetry({ error: failed, idempotent: false, startsTurn: true, attempt: 1, random: 0, ...more });
const get = (failed: Agent37Error, more: Partial<FailedAttempt> = {}) =>
  shouldRetry({ error: failed, idempotent: true, startsTurn: false, attempt: 1, random: 0, ...more });

describe("the request that starts a turn", () => {
  it.each([
    error("rate_limited", { status: 429, plane: "unified", retryAfterMs: 7_000 }),
    error("insufficient_capacity", { status: 503 }),
    error("no_capacity", { status: 503 }),
    localError("connection_refused", "m"),
    localError("dns_failed", "m"),
    localError("connect_timeout", "m"),
    localError("tls_failed", "m"),
    localError("proxy_failed", "m"),
  ])("is repeated after $code, which proves that nothing was started", (failed) => {
    expect(turn(failed)).toMatchObject({ retry: true, delayMs: failed.retryAfterMs ?? 500 });
    expect(turn(failed, { attempt: 8 }).retry).toBe(true);
    expect(turn(failed, { attempt: 9 }).retry).toBe(false);
  });

  it.each([
    localError("connection_lost", "m"),
    localError("stream_silent", "m"),
    localError("http_502", "m", { status: 502 }),
    localError("http_429", "m", { status: 429 }),
    localError("malformed_response", "m", { status: 200 }),
    localError("missing_api_key", "m"),
    localError("insecure_url", "m"),
    localError("untrusted_instance_url", "m"),
    error("upstream_timeout", { status: 504 }),
    error("container_unreachable", { status: 502 }),
    error("internal_error", { status: 500 }),
    error("try_again", { status: 503 }),
    error("capacity_unavailable", { status: 409 }),
    // Inside a failed turn: the turn has run.
    error("rate_limited"),
    error("rate_limited", { status: 200 }),
    error("some_new_code", { status: 503 }),
    error("session_busy", { status: 409 }),
  ])("is not repeated after $code ($status)", (failed) => {
    expect(turn(failed).retry).toBe(false);
  });

  it("is repeated once when the session has only just become idle", () => {
    const busy = error("session_busy", { status: 409, responseId: "r" });
    expect(turn(busy, { sessionJustEnded: true })).toMatchObject({ retry: true, delayMs: 250 });
    expect(turn(busy, { sessionJustEnded: true, attempt: 2 }).retry).toBe(false);
  });
});

describe("a read", () => {
  it.each([
    localError("connection_lost", "m"),
    localError("connection_refused", "m"),
    localError("http_503", "m"),
    error("rate_limited", { status: 429 }),
    error("upstream_unreachable", { status: 502 }),
    error("try_again", { status: 409, plane: "hosting" }),
  ])("is tried three times on $code", (failed) => {
    expect(get(failed).retry).toBe(true);
    expect(get(failed, { attempt: 2 }).retry).toBe(true);
    expect(get(failed, { attempt: 3 }).retry).toBe(false);
  });

  it.each([
    error("invalid_api_key", { status: 401 }),
    error("not_found", { status: 404 }),
    error("some_new_code", { status: 503 }),
    localError("http_404", "m"),
    localError("malformed_response", "m"),
    localError("tls_failed", "m"),
  ])("is not repeated on $code", (failed) => {
    expect(get(failed).retry).toBe(false);
  });

  it("leaves a long wait to its caller", () => {
    expect(get(error("rate_limited", { retryAfterMs: 10_000 }))).toMatchObject({
      retry: true,
      delayMs: 10_000,
    });
    expect(get(error("rate_limited", { retryAfterMs: 10_001 })).retry).toBe(false);
  });
});

it("never repeats what changes something", () => {
  expect(get(localError("connection_refused", "m"), { idempotent: false }).retry).toBe(false);
});

it("doubles the delay from 0.5 s up to 30 s and takes up to a quarter off", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempt) => backoffMs(attempt, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect(backoffMs(1, 1)).toBe(375);
  for (let attempt = 1; attempt < 50; attempt++) {
    expect(backoffMs(attempt)).toBeGreaterThanOrEqual(375);
    expect(backoffMs(attempt)).toBeLessThanOrEqual(30_000);
  }
});
