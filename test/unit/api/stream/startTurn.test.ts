import { describe, expect, it, vi } from "vitest";
import type { RetryWait } from "../../../../src/api/client.ts";
import type { TurnSignal } from "../../../../src/api/wire.ts";
import { all, makeClient, shown, twoPlaneRef, unifiedRef } from "../support/client.ts";
import {
  answer,
  brokenStreamOf,
  completed,
  created,
  delta,
  drop,
  errorAnswer,
  responseId,
  type Route,
  sessionBody,
  sessionId,
  startAgent,
  streamOf,
} from "../support/fakeAgent.ts";
import { startServer, startStream } from "../support/server.ts";

const ok = streamOf(created, delta("ok"), completed("ok"));
const times =
  (n: number, first: Route, then: Route): Route =>
  (request, response, nth) =>
    (nth <= n ? first : then)(request, response, nth);
const types = (signals: readonly TurnSignal[]): string[] => signals.map(({ type }) => type);

describe("sending again", () => {
  const limited = answer(429, { error: { code: "rate_limited", message: "Slow." } }, { "retry-after": "7" });

  it("waits for Retry-After where the caller can show and stop it", async () => {
    const agent = await startAgent({ post: times(2, limited, ok) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const waits: RetryWait[] = [];
    const waitForRetry = (wait: RetryWait): Promise<void> => {
      waits.push(wait);
      return Promise.resolve();
    };
    const signals = await all(client.runTurn(unifiedRef, { input: "x" }, { waitForRetry }));
    expect(shown(signals)).toEqual({ text: "ok", end: "completed" });
    expect(waits).toMatchObject([
      { attempt: 1, delayMs: 7_000, error: { code: "rate_limited", retryAfterMs: 7_000 } },
      { attempt: 2, delayMs: 7_000 },
    ]);
    expect(types(signals)).not.toContain("reconnecting");
  });

  it("sleeps by itself where nobody waits", async () => {
    const agent = await startAgent({ post: times(1, limited, ok) });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    await all(client.runTurn(unifiedRef, { input: "x" }));
    expect(clock.sleeps[0]).toBe(7_000);
  });

  it("stops with the reason of whoever waits", async () => {
    const agent = await startAgent({ post: limited });
    const { client } = makeClient(`${agent.origin}/v1`);
    const waitForRetry = ({ error }: RetryWait): Promise<void> => Promise.reject(error);
    await expect(all(client.runTurn(unifiedRef, { input: "x" }, { waitForRetry }))).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(agent.count("post")).toBe(1);
  });

  it("ends after eight repetitions with the last error", async () => {
    const agent = await startAgent({ post: errorAnswer(503, "insufficient_capacity") });
    const { client } = makeClient(`${agent.origin}/v1`);
    const waitForRetry = vi.fn(() => Promise.resolve());
    await expect(all(client.runTurn(unifiedRef, { input: "x" }, { waitForRetry }))).rejects.toMatchObject({
      code: "insufficient_capacity",
    });
    expect(waitForRetry).toHaveBeenCalledTimes(8);
    expect(agent.count("post")).toBe(9);
  });

  it("happens when the server was not there at all", async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    const waits: string[] = [];
    const { client } = makeClient(`${gone.origin}/v1`);
    const waitForRetry = ({ error, attempt }: RetryWait): Promise<void> => {
      waits.push(error.code);
      return attempt < 3 ? Promise.resolve() : Promise.reject(error);
    };
    await expect(all(client.runTurn(unifiedRef, { input: "x" }, { waitForRetry }))).rejects.toMatchObject({
      code: "connection_refused",
    });
    expect(waits).toEqual(["connection_refused", "connection_refused", "connection_refused"]);
  });

  it("happens once, in silence, right after the session's previous turn", async () => {
    const busy = errorAnswer(409, "session_busy", { response_id: responseId });
    const agent = await startAgent({
      post: (request, response, nth) => (nth === 2 ? busy : ok)(request, response, nth),
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const waitForRetry = vi.fn(() => Promise.resolve());
    const send = () =>
      all(client.runTurn(twoPlaneRef(agent.origin), { input: "x", sessionId }, { waitForRetry }));
    await send();
    expect(shown(await send()).end).toBe("completed");
    expect(waitForRetry).not.toHaveBeenCalled();
    expect(clock.sleeps).toContain(250);
    expect(agent.count("post")).toBe(3);
  });

  it("does not happen for a session that is busy with something else", async () => {
    const busy = errorAnswer(409, "session_busy", { response_id: "other" });
    const agent = await startAgent({ post: times(1, ok, busy) });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const send = () => all(client.runTurn(twoPlaneRef(agent.origin), { input: "x", sessionId }));
    await send();
    await clock.advance(1_001);
    await expect(send()).rejects.toMatchObject({ code: "session_busy", responseId: "other" });
    expect(agent.count("post")).toBe(2);
  });

  it.each([
    [400, "validation_error"],
    [401, "invalid_api_key"],
    [402, "insufficient_balance"],
    [402, "instance_cap_reached"],
    [404, "instance_not_found"],
    [409, "instance_not_running"],
    [409, "session_busy"],
    [503, "agent_unavailable"],
    [418, "some_new_code"],
  ])("does not happen after %i %s, and nothing is looked up", async (status, code) => {
    const agent = await startAgent({ post: errorAnswer(status, code) });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(all(client.runTurn(unifiedRef, { input: "x" }))).rejects.toMatchObject({ code, status });
    expect(agent.seen).toHaveLength(1);
  });
});

describe("a message whose answer was lost", () => {
  const silent200: Route = brokenStreamOf();

  it.each<[string, Route]>([
    ["a reset before the headers", drop],
    ["a reset after the headers", silent200],
    ["a stream that ends before its first event", streamOf()],
    ["a proxy's 502", (_request, response) => void response.writeHead(502).end("<h1>Bad Gateway</h1>")],
    ["a page with status 200", (_request, response) => void response.writeHead(200).end("<h1>Hello</h1>")],
    ["an empty 200", (_request, response) => void response.writeHead(200).end()],
    ["an upstream timeout", answer(504, { error: "upstream_timeout" })],
    ["an unreachable service", answer(502, { error: "container_unreachable" })],
    ["an unknown 500", errorAnswer(500, "odd")],
  ])("after %s is followed when its turn runs", async (_what, post) => {
    const agent = await startAgent({
      post,
      session: answer(200, sessionBody(responseId, "before", "answer")),
      attach: ok,
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const request = { input: "x", sessionId };
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), request, { knownUserMessages: 1 }));
    expect(types(signals)).toEqual(["reconnecting", "replay", "created", "text", "completed"]);
    expect(shown(signals).text).toBe("ok");
    expect(agent.count("post")).toBe(1);
  });

  it("is answered from the history when its turn is over", async () => {
    const agent = await startAgent({
      post: drop,
      session: answer(200, sessionBody(null, "a", "1", "x", "2")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const request = { input: "x", sessionId };
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), request, { knownUserMessages: 1 }));
    expect(types(signals)).toEqual(["reconnecting", "completed"]);
    expect(shown(signals).text).toBe("2");
  });

  it("is not confirmed when the session does not show it, and is never sent again", async () => {
    const agent = await startAgent({ post: drop, session: answer(200, sessionBody(null, "x", "old")) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const request = { input: "x", sessionId };
    const turn = client.runTurn(twoPlaneRef(agent.origin), request, { knownUserMessages: 1 });
    await expect(all(turn)).rejects.toMatchObject({
      code: "turn_unconfirmed",
      cause: { code: "connection_lost" },
    });
    expect(agent.count("post")).toBe(1);
    expect(agent.count("session")).toBe(5);
  });

  it("is not confirmed when the key has become invalid meanwhile", async () => {
    const agent = await startAgent({ post: drop, session: answer(401, { error: "invalid_api_key" }) });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(
      all(client.runTurn(twoPlaneRef(agent.origin), { input: "x", sessionId })),
    ).rejects.toMatchObject({ code: "turn_unconfirmed", cause: { code: "invalid_api_key" } });
  });

  it("keeps the server's own error when the session does not show it", async () => {
    const agent = await startAgent({
      post: answer(502, { error: "container_unreachable" }),
      session: answer(200, sessionBody(null)),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(
      all(client.runTurn(twoPlaneRef(agent.origin), { input: "x", sessionId })),
    ).rejects.toMatchObject({ code: "container_unreachable", plane: "transport" });
  });

  it("is looked for until the server is back", async () => {
    const agent = await startAgent({
      post: drop,
      // Each look is a read, tried three times before it counts as failed.
      session: times(7, drop, answer(200, sessionBody(responseId))),
      attach: ok,
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x", sessionId }));
    expect(types(signals).filter((type) => type === "reconnecting")).toHaveLength(3);
    expect(shown(signals).text).toBe("ok");
  });

  describe("in a new session", () => {
    const row = (id: string, last_active: number | null) => ({ id, last_active });
    const soon = Date.UTC(2026, 9, 1) + 1_000;
    const list = (...rows: unknown[]): Route => answer(200, { agent: "hermes", data: rows });

    it("is found by its text", async () => {
      const agent = await startAgent({
        post: drop,
        sessions: list(row("other", soon), row(sessionId, soon)),
        session: (request, response, nth) =>
          answer(
            200,
            request.url.endsWith("other") ? { id: "other", history: [] } : sessionBody(null, "x", "2"),
          )(request, response, nth),
      });
      const { client } = makeClient(`${agent.origin}/v1`);
      const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
      expect(signals).toMatchObject([
        { type: "reconnecting" },
        { type: "created", responseId: "", sessionId },
        { type: "completed", outputText: "2" },
      ]);
    });

    it("is followed when exactly one new session runs its first turn", async () => {
      const agent = await startAgent({
        post: drop,
        sessions: list(row(sessionId, null)),
        session: answer(200, sessionBody(responseId)),
        attach: ok,
      });
      const { client } = makeClient(`${agent.origin}/v1`);
      const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
      expect(types(signals)).toEqual(["reconnecting", "replay", "created", "text", "completed"]);
    });

    it("is not guessed among several, nor in old sessions", async () => {
      const agent = await startAgent({
        post: drop,
        sessions: list(row("a", soon), row("b", soon), row("c", soon - 3_600_000)),
        session: ({ url }, response, nth) => {
          const id = url.slice(url.lastIndexOf("/") + 1);
          return answer(200, { id, active_response_id: `r-${id}`, history: [] })(
            { url } as never,
            response,
            nth,
          );
        },
      });
      const { client } = makeClient(`${agent.origin}/v1`);
      await expect(all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).rejects.toMatchObject({
        code: "turn_unconfirmed",
      });
      expect(agent.seen.filter(({ url }) => url.endsWith("/c"))).toEqual([]);
    });
  });

  it("can be looked for later", async () => {
    const agent = await startAgent({ session: answer(200, sessionBody(responseId, "a", "1")) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const ref = twoPlaneRef(agent.origin);
    const sentAt = Date.UTC(2026, 9, 1);
    const lost = { sessionId, sentAt };
    const over = [{ type: "reconnecting" }, { type: "completed", outputText: "1" }];
    expect(await all(client.recoverTurn(ref, { ...lost, input: "a", knownUserMessages: 0 }))).toMatchObject(
      over,
    );
    expect(await all(client.recoverTurn(ref, { ...lost, input: "a" }))).toMatchObject(over);
    expect(agent.count("post")).toBe(0);
  });

  it("is followed where it runs", async () => {
    const agent = await startAgent({
      session: answer(200, sessionBody(responseId, "a", "1")),
      attach: streamOf(created, completed("x done")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const lost = { sessionId, sentAt: Date.UTC(2026, 9, 1), input: "x", knownUserMessages: 1 };
    expect(await all(client.recoverTurn(twoPlaneRef(agent.origin), lost))).toMatchObject([
      { type: "reconnecting" },
      { type: "replay" },
      { type: "created", responseId },
      { type: "completed", outputText: "x done" },
    ]);
    expect(agent.count("post")).toBe(0);
  });
});

describe("a first byte that takes its time", () => {
  it("is waited for: an instance may have to wake up", async () => {
    const agent = await startAgent({
      post: (_request, response) => {
        setTimeout(() => {
          startStream(response);
          response.end(created + completed("awake"));
        }, 300);
      },
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    expect(shown(await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).text).toBe("awake");
  });
});
