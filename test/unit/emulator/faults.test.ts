import { describe, expect, it } from "vitest";
import type { Fault, FaultAction } from "../../emulator/emulator.ts";
import { call, errorOf, reattach, streamTurn, textOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const agent = () => `${emulator.it.url}/agent/demo000001/v1`;
const add = (fault: Fault) => emulator.it.control.faults.add(fault);
const onTurn = (action: FaultAction) => add({ method: "POST", path: "/v1/responses", action });
const turns = () => emulator.it.control.responses.list();

describe("which requests a fault hits", () => {
  it("hits as often as told, after letting some pass", async () => {
    await add({ path: "/v1/health", times: 2, after: 1, action: { kind: "empty", status: 502 } });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await call("GET", `${agent()}/health`)).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
  });

  it("takes globs, methods and dialects", async () => {
    await add({
      id: "a",
      path: "/v1/instances/*/budget",
      method: "patch",
      times: -1,
      action: { kind: "empty", status: 503 },
    });
    await add({
      id: "b",
      path: "/v1/instances",
      dialect: "unified",
      times: -1,
      action: { kind: "empty", status: 504 },
    });
    const budget = `${emulator.it.twoPlaneUrl}/instances/demo000001/budget`;
    expect((await call("GET", budget)).status).toBe(200);
    expect((await call("PATCH", budget, {})).status).toBe(503);
    expect((await call("GET", `${emulator.it.twoPlaneUrl}/instances`)).status).toBe(200);
    expect((await call("GET", `${emulator.it.unifiedUrl}/instances`)).status).toBe(504);
    expect((await emulator.it.control.faults.list()).map(({ id, hits }) => [id, hits])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    await emulator.it.control.faults.clear("b");
    expect((await call("GET", `${emulator.it.unifiedUrl}/instances`)).status).toBe(200);
  });

  it("keeps a rate window closed until Retry-After has passed", async () => {
    await add({
      path: "/v1/health",
      action: { kind: "error", code: "rate_limited", retryAfter: "10", window: true },
    });
    const status = async () => (await call("GET", `${agent()}/health`)).status;
    expect([await status(), await status()]).toEqual([429, 429]);
    await emulator.it.control.clock.advance(10_000);
    expect(await status()).toBe(200);
  });

  it("limits the rate of a key on request", async () => {
    await emulator.it.control.settings.set({ rateLimit: { max: 2, windowMs: 30_000 } });
    const url = `${emulator.it.unifiedUrl}/instances`;
    expect([(await call("GET", url)).status, (await call("GET", url)).status]).toEqual([200, 200]);
    const refused = await call("GET", url);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(28);
    await emulator.it.control.clock.advance(30_000);
    expect((await call("GET", url)).status).toBe(200);
  });
});

describe("what a fault does", () => {
  it("error: answers the code without starting a turn", async () => {
    const retryAfter = "Wed, 21 Oct 2026 07:28:00 GMT";
    await onTurn({ kind: "error", code: "rate_limited", status: 429, message: "Wait.", retryAfter });
    const answer = await call("POST", `${agent()}/responses`, { input: "echo hi" });
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe(retryAfter);
    expect(errorOf(answer)).toMatchObject({ code: "rate_limited", message: "Wait." });
    expect(await turns()).toEqual([]);
  });

  it("error: takes invented codes and both envelopes", async () => {
    await add({ action: { kind: "error", code: "never_heard_of", status: 418, param: "p", hint: "h" } });
    const object = await call("GET", `${agent()}/models`);
    expect(object.status).toBe(418);
    expect(errorOf(object)).toMatchObject({ code: "never_heard_of", param: "p", hint: "h" });
    await add({ action: { kind: "error", code: "never_heard_of", envelope: "flat" } });
    expect((await call("GET", `${agent()}/models`)).body).toEqual({ error: "never_heard_of" });
  });

  it("error: a code that only exists in turns fails the turn", async () => {
    await onTurn({ kind: "error", code: "context_length" });
    const { frames } = await streamTurn(emulator.it, "echo hi");
    expect(frames.at(-1)).toMatchObject({
      event: "response.failed",
      data: { error: { code: "context_length" } },
    });
  });

  it("html, empty, garbage: answers that no client expects", async () => {
    await add({ action: { kind: "html", status: 502 } });
    await add({ action: { kind: "empty", status: 503 } });
    await add({ action: { kind: "garbage" } });
    const html = await call("GET", `${agent()}/models`);
    expect([html.status, html.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await call("GET", `${agent()}/models`)).toMatchObject({ status: 503, text: "" });
    const garbage = await call("GET", `${agent()}/models`);
    expect(garbage.status).toBe(200);
    expect(() => JSON.parse(garbage.text) as unknown).toThrow();
    await add({ action: { kind: "garbage" } });
    const stream = await streamTurn(emulator.it, "echo hi");
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    expect(stream.frames).toEqual([]);
  });

  it("drop before the request: no turn was started", async () => {
    await onTurn({ kind: "drop" });
    await expect(streamTurn(emulator.it, "echo hi")).rejects.toThrow();
    expect(await turns()).toEqual([]);
  });

  it("drop before response.created: the turn runs", async () => {
    await onTurn({ kind: "drop", when: "beforeCreated" });
    await expect(streamTurn(emulator.it, "echo hi")).rejects.toThrow();
    const [turn] = await turns();
    expect((await emulator.it.control.responses.finished(turn?.id ?? "")).status).toBe("completed");
  });

  it("drop in the stream: after so many events, and the turn goes on", async () => {
    await onTurn({ kind: "drop", afterEvent: 3 });
    const { frames, dropped, id } = await streamTurn(emulator.it, "long 3");
    expect([frames.length, dropped]).toEqual([3, true]);
    const truth = await emulator.it.control.responses.finished(id);
    expect(textOf((await reattach(emulator.it, id)).frames)).toBe(truth.outputText);
  });

  it("drop in the stream: after so many bytes, also in the middle of a frame", async () => {
    await onTurn({ kind: "drop", afterByte: 150 });
    const { text, dropped } = await streamTurn(emulator.it, "long 3");
    expect([text.length, dropped]).toEqual([150, true]);
  });

  it("drop in the stream: right after response.created when no number is given", async () => {
    await onTurn({ kind: "drop", when: "stream" });
    expect((await streamTurn(emulator.it, "long 3")).frames).toHaveLength(1);
  });

  it("drop in a JSON body: after so many bytes", async () => {
    await add({ path: "/v1/models", action: { kind: "drop", afterByte: 10 } });
    await expect(call("GET", `${agent()}/models`)).rejects.toThrow();
  });

  it("stall: silent after so many events, keepalives included, until the time has passed", async () => {
    await onTurn({ kind: "stall", afterEvent: 2, ms: 200_000 });
    const reading = streamTurn(emulator.it, "echo a longer text than one delta can hold");
    await until(async () => (await turns())[0]?.status === "completed");
    await emulator.it.control.clock.advance(100_000);
    expect((await emulator.it.control.connections.list()).length).toBe(1);
    await emulator.it.control.clock.advance(100_000);
    const { text, frames } = await reading;
    expect(frames.at(-1)?.event).toBe("response.completed");
    expect(text.indexOf(":keepalive")).toBeGreaterThan(0);
  });

  it("stall: not even a head, for ever, until the connection is dropped", async () => {
    await add({ path: "/v1/models", action: { kind: "stall" } });
    const reading = expect(call("GET", `${agent()}/models`)).rejects.toThrow();
    await until(async () => (await emulator.it.control.connections.list()).length === 1);
    await emulator.it.control.clock.advance(3_600_000);
    expect(await emulator.it.control.connections.drop("/v1/models")).toBe(1);
    await reading;
  });

  it("delay: answers after the time has passed", async () => {
    await add({ path: "/v1/models", action: { kind: "delay", ms: 60_000 } });
    const reading = call("GET", `${agent()}/models`);
    await until(async () => (await emulator.it.control.connections.list()).length === 1);
    await emulator.it.control.clock.advance(60_000);
    expect((await reading).status).toBe(200);
  });

  it("failTurn: fails the turn after so many events, in the stream or in the object", async () => {
    await onTurn({ kind: "failTurn", code: "provider_error", message: "Down.", afterEvent: 3 });
    const { frames } = await streamTurn(emulator.it, "long 3");
    expect(frames).toHaveLength(4);
    expect(frames.at(-1)).toMatchObject({ data: { error: { code: "provider_error", message: "Down." } } });
    await onTurn({ kind: "failTurn", code: "provider_error" });
    const answer = await call("POST", `${agent()}/responses`, { input: "long 3" });
    expect(answer.body).toMatchObject({ status: "failed", error: { code: "provider_error" } });
  });
});

describe("the log of requests", () => {
  it("holds what was sent, with the path of the dialect", async () => {
    await call(
      "POST",
      `${agent()}/responses?x=1`,
      { input: "echo hi" },
      { "X-Agent37-Key": "sk_live_emulator" },
    );
    await call("GET", `${emulator.it.unifiedUrl}/instances`, undefined, {});
    const [turn, list] = await emulator.it.control.requests.list();
    expect(turn).toMatchObject({
      method: "POST",
      path: "/v1/responses",
      query: { x: "1" },
      body: '{"input":"echo hi"}',
      dialect: "two-plane",
      plane: "agent",
      instanceId: "demo000001",
      status: 200,
    });
    expect(turn?.headers["x-agent37-key"]).toBe("sk_live_emulator");
    expect(list).toMatchObject({ path: "/v1/instances", dialect: "unified", status: 401 });
    expect(await emulator.it.control.requests.list({ dialect: "unified" })).toHaveLength(1);
    expect(
      await emulator.it.control.requests.list({ path: "/v1/*", method: "post", status: 200 }),
    ).toHaveLength(1);
  });
});
