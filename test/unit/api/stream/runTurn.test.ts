import { describe, expect, it } from "vitest";
import type { TurnSignal } from "../../../../src/api/wire.ts";
import { all, makeClient, shown, testKey, twoPlaneRef } from "../support/client.ts";
import {
  answer,
  completed,
  created,
  delta,
  responseId,
  sessionBody,
  sessionId,
  startAgent,
  streamOf,
} from "../support/fakeAgent.ts";
import { streamBytes } from "../support/fixtures.ts";
import { startServer, startStream, until } from "../support/server.ts";

describe("a turn over one connection", () => {
  it("yields the recorded events in order", async () => {
    const server = await startServer((_request, response) => {
      startStream(response);
      response.end(streamBytes("reasoning-tools-keepalive.sse"));
    });
    const { client } = makeClient(`${server.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(server.origin), { input: "What port?" }));
    expect(signals.map(({ type }) => type)).toEqual([
      "created",
      "reasoning",
      "toolGenerating",
      "toolStarted",
      "toolFailed",
      "toolStarted",
      "toolCompleted",
      "text",
      "completed",
    ]);
    expect(shown(signals)).toEqual({ text: "The port is 8081.\n", end: "completed" });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/v1/responses",
      headers: { "x-agent37-key": testKey, "content-type": "application/json" },
    });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ input: "What port?", stream: true });
    expect(server.seen[0]?.headers["authorization"]).toBeUndefined();
  });

  it("yields a failed turn as its last event", async () => {
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.end(streamBytes("failed.sse"));
      },
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(shown(signals)).toEqual({ text: "Starting", end: "failed quota_exhausted" });
  });

  it("sends all fields of the request", async () => {
    const agent = await startAgent({ post: streamOf(created, completed("")) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const request = {
      input: "x",
      sessionId,
      files: ["/a"],
      agent: "codex",
      model: "m",
      provider: "p",
      reasoningEffort: "low",
      metadata: { editor: "vscode" },
    } as const;
    await all(client.runTurn(twoPlaneRef(agent.origin), request));
    expect(JSON.parse(agent.seen[0]?.body ?? "")).toEqual({
      input: "x",
      session_id: sessionId,
      files: ["/a"],
      agent: "codex",
      model: "m",
      provider: "p",
      reasoning_effort: "low",
      metadata: { editor: "vscode" },
      stream: true,
    });
  });

  it("takes a finished object for an answer to a streaming call", async () => {
    const body = {
      id: responseId,
      session_id: sessionId,
      status: "completed",
      agent: "hermes",
      output_text: "Hi.",
    };
    const agent = await startAgent({ post: answer(200, body) });
    const { client } = makeClient(`${agent.origin}/v1`);
    expect(await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).toMatchObject([
      { type: "created", responseId, sessionId },
      { type: "text", text: "Hi." },
      { type: "completed", outputText: "Hi." },
    ]);
  });

  it("takes a failed object for a failed turn", async () => {
    const error = { code: "auth_error", message: "Log in.", hint: "h" };
    const body = { id: responseId, session_id: sessionId, status: "failed", output_text: "", error };
    const agent = await startAgent({ post: answer(200, body) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(signals.at(-1)).toMatchObject({ type: "failed", error: { ...error, plane: "agent" } });
  });

  it("throws an error envelope inside a 200", async () => {
    const agent = await startAgent({ post: answer(200, { error: { code: "agent_error", message: "no" } }) });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).rejects.toMatchObject({
      code: "agent_error",
    });
    expect(agent.count("post")).toBe(1);
  });

  it("closes the connection when the reader leaves, and leaves no timer behind", async () => {
    let closed = false;
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.on("close", () => (closed = true));
        response.write(created + delta("a"));
      },
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    for await (const signal of client.runTurn(twoPlaneRef(agent.origin), { input: "x" })) {
      if (signal.type === "text") break;
    }
    await until(() => closed, "the close");
    expect(agent.seen).toHaveLength(1);
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it("ends with an AbortError when the signal is aborted, wherever it is", async () => {
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.write(created + delta("a"));
      },
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const stop = new AbortController();
    const signals: TurnSignal[] = [];
    const turn = (async () => {
      for await (const signal of client.runTurn(
        twoPlaneRef(agent.origin),
        { input: "x" },
        { signal: stop.signal },
      )) {
        signals.push(signal);
      }
    })();
    await until(() => signals.length === 2);
    stop.abort();
    await expect(turn).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a cancelled turn", () => {
  const cancelledBody = { id: responseId, session_id: sessionId, output_text: "Step 1: ", usage: null };

  it.each([
    ["cancelled", "cancelled", true],
    ["completed", "completed", false],
  ])("whose final status is %s shows as %s", async (status, end, cancelled) => {
    let release: () => void = () => {};
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.write(created + delta("Step 1: "));
        release = () => void response.end(completed("Step 1: "));
      },
      cancel: (_request, response, nth) =>
        answer(200, { ...cancelledBody, status: nth === 1 ? "in_progress" : status })(
          _request,
          response,
          nth,
        ),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const ref = twoPlaneRef(agent.origin);
    const signals: TurnSignal[] = [];
    for await (const signal of client.runTurn(ref, { input: "x" })) {
      signals.push(signal);
      if (signal.type !== "text") continue;
      expect((await client.cancelResponse(ref, responseId)).status).toBe("in_progress");
      release();
    }
    expect(shown(signals)).toEqual({ text: "Step 1: ", end });
    expect(signals.at(-1)).toMatchObject({ cancelled });
  });

  it("that nobody cancelled here is not asked about", async () => {
    const agent = await startAgent({ post: streamOf(created, completed("x")) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(shown(signals).end).toBe("completed");
    expect(agent.count("cancel")).toBe(0);
  });
});

describe("without streaming", () => {
  it("reads the object behind the spaces that were sent meanwhile", async () => {
    const agent = await startAgent({
      post: (_request, response) => {
        response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
        for (const byte of streamBytes("non-stream-ticks.body")) response.write(Buffer.from([byte]));
        response.end();
      },
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    expect(await client.createResponse(twoPlaneRef(agent.origin), { input: "x" })).toMatchObject({
      status: "completed",
      outputText: "Done.",
    });
    expect(JSON.parse(agent.seen[0]?.body ?? "")).toMatchObject({ stream: false });
  });

  it("finds the turn through the session when the connection drops between the spaces", async () => {
    const agent = await startAgent({
      post: (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write("  ", () => setTimeout(() => response.destroy(), 3));
      },
      session: answer(200, sessionBody(responseId)),
      attach: streamOf(created, delta("Do"), delta("ne."), completed("Done.")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const response = await client.createResponse(twoPlaneRef(agent.origin), { input: "x", sessionId });
    expect(response).toMatchObject({ id: responseId, sessionId, status: "completed", outputText: "Done." });
    expect(agent.count("post")).toBe(1);
  });

  it("gives a failed turn as a value", async () => {
    const error = { code: "quota_exhausted", message: "Used up." };
    const body = { id: responseId, session_id: sessionId, status: "failed", output_text: "part", error };
    const agent = await startAgent({ post: answer(200, body) });
    const { client } = makeClient(`${agent.origin}/v1`);
    expect(await client.createResponse(twoPlaneRef(agent.origin), { input: "x" })).toMatchObject({
      status: "failed",
      outputText: "part",
      error: { code: "quota_exhausted" },
    });
  });
});
