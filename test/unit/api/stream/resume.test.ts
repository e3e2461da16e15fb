import { describe, expect, it } from "vitest";
import type { TurnSignal } from "../../../../src/api/wire.ts";
import { all, makeClient, shown, twoPlaneRef } from "../support/client.ts";
import {
  answer,
  brokenStreamOf,
  completed,
  created,
  delta,
  drop,
  responseId,
  startAgent,
  streamOf,
} from "../support/fakeAgent.ts";

const types = (signals: readonly TurnSignal[]): string[] => signals.map(({ type }) => type);

describe("reconnecting", () => {
  it("says so, waits, says replay right before the repeated events, and goes on", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created, delta("one ")),
      attach: (request, response, nth) =>
        (nth === 1 ? drop : streamOf(created, delta("one "), delta("two"), completed("one two")))(
          request,
          response,
          nth,
        ),
    });
    const { client, clock, log } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(types(signals)).toEqual([
      "created",
      "text",
      "reconnecting",
      "reconnecting",
      "replay",
      "created",
      "text",
      "text",
      "completed",
    ]);
    expect(signals[2]).toMatchObject({ attempt: 1, error: { code: "connection_lost" } });
    expect(signals[3]).toMatchObject({ attempt: 2 });
    const waits = clock.sleeps.filter((ms) => ms < 31_000);
    expect(waits[0]).toBeGreaterThanOrEqual(375);
    expect(waits[1]).toBeGreaterThanOrEqual(750);
    expect(log.lines.filter((line) => line.startsWith("info Reconnecting"))).toHaveLength(2);
  });

  it("survives many drops, each a little further", async () => {
    const parts = Array.from({ length: 12 }, (_, index) => delta(`${index} `));
    const text = parts.map((_, index) => `${index} `).join("");
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: (request, response, nth) =>
        nth <= parts.length
          ? brokenStreamOf(created, ...parts.slice(0, nth))(request, response, nth)
          : streamOf(created, ...parts, completed(text))(request, response, nth),
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(shown(signals)).toEqual({ text, end: "completed" });
    expect(types(signals).filter((type) => type === "replay")).toHaveLength(parts.length + 1);
    // Progress was made each time, so no wait grew beyond the first.
    expect(Math.max(...clock.sleeps.filter((ms) => ms < 31_000))).toBeLessThanOrEqual(500);
  });

  it("waits as long as the server asks", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: (request, response, nth) =>
        nth === 1
          ? answer(429, { error: { code: "rate_limited", message: "m" } }, { "retry-after": "20" })(
              request,
              response,
              nth,
            )
          : streamOf(created, completed("ok"))(request, response, nth),
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    expect(shown(await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).end).toBe("completed");
    expect(clock.sleeps).toContain(20_000);
  });

  it("survives a proxy's page and foreign errors on the way", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: (request, response, nth) => {
        if (nth === 1) response.writeHead(502, { "content-type": "text/html" }).end("<h1>502</h1>");
        else if (nth === 2) response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
        else if (nth === 3) return answer(502, { error: "container_unreachable" })(request, response, nth);
        else return streamOf(created, completed("ok"))(request, response, nth);
        return undefined;
      },
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(signals.flatMap((signal) => (signal.type === "reconnecting" ? [signal.error.code] : []))).toEqual([
      "connection_lost",
      "http_502",
      "http_200",
      "container_unreachable",
    ]);
    expect(shown(signals).text).toBe("ok");
  });

  it.each([
    [401, { error: "invalid_api_key" }, "invalid_api_key"],
    [403, { error: "ip_not_allowed" }, "ip_not_allowed"],
    [402, { error: "instance_suspended" }, "instance_suspended"],
    [404, { error: "not_found" }, "not_found"],
    [502, { error: "container_unavailable" }, "container_unavailable"],
  ])("stops at once on %i %j", async (status, body, code) => {
    const agent = await startAgent({ post: brokenStreamOf(created), attach: answer(status, body) });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).rejects.toMatchObject({
      code,
    });
    expect(agent.count("attach")).toBe(1);
  });

  it("gives up after half an hour, with the id to follow the turn later", async () => {
    const agent = await startAgent({ post: brokenStreamOf(created), attach: drop });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const started = clock.now();
    await expect(all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).rejects.toMatchObject({
      code: "connection_lost",
      responseId,
    });
    expect(clock.now() - started).toBeGreaterThan(30 * 60_000);
    expect(clock.now() - started).toBeLessThan(33 * 60_000);
    expect(agent.count("attach")).toBeLessThan(120);
  });

  it("can be aborted while it waits", async () => {
    const agent = await startAgent({ post: brokenStreamOf(created), attach: drop });
    const { client } = makeClient(`${agent.origin}/v1`);
    const stop = new AbortController();
    const turn = client.runTurn(twoPlaneRef(agent.origin), { input: "x" }, { signal: stop.signal });
    await expect(
      (async () => {
        for await (const signal of turn)
          if (signal.type === "reconnecting" && signal.attempt === 3) stop.abort();
      })(),
    ).rejects.toMatchObject({ name: "AbortError" });
  });
});
