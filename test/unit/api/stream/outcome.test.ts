import { describe, expect, it } from "vitest";
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
  sessionBody,
  sessionId,
  startAgent,
  streamOf,
} from "../support/fakeAgent.ts";

const types = (signals: readonly TurnSignal[]): string[] => signals.map(({ type }) => type);

describe("a turn whose stream is gone", () => {
  it("ends with the answer in the history, keeping what was streamed", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created, delta("par")),
      attach: errorAnswer(404, "response_not_found"),
      session: answer(200, sessionBody(null, "old", "old answer", "x", "partial no more", "later", "other")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const options = { knownUserMessages: 1 };
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x", sessionId }, options));
    expect(types(signals)).toEqual(["created", "text", "reconnecting", "completed"]);
    expect(shown(signals)).toEqual({ text: "partial no more", end: "completed" });
  });

  it("is waited for while the session says that it runs", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: errorAnswer(404, "response_not_found"),
      session: (request, response, nth) =>
        answer(200, nth < 5 ? sessionBody(responseId) : sessionBody(null, "x", "done"))(
          request,
          response,
          nth,
        ),
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(shown(signals)).toEqual({ text: "done", end: "completed" });
    expect(agent.count("attach")).toBe(1);
    expect(clock.sleeps.filter((ms) => ms < 31_000).slice(1)).toEqual([500, 1000, 2000, 4000]);
  });

  it("is lost when the server has neither stream nor answer", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: errorAnswer(404, "response_not_found"),
      session: answer(200, sessionBody(null)),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))).rejects.toMatchObject({
      code: "turn_lost",
      responseId,
    });
    expect(agent.count("session")).toBe(5);
  });

  it("is not taken for the answer to an older message with the same text", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: errorAnswer(404, "response_not_found"),
      session: answer(200, sessionBody(null, "go on", "an old answer")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const turn = client.runTurn(
      twoPlaneRef(agent.origin),
      { input: "go on", sessionId },
      { knownUserMessages: 1 },
    );
    await expect(all(turn)).rejects.toMatchObject({ code: "turn_lost" });
  });

  it("is found although the server lists the attached files below the message", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created),
      attach: errorAnswer(404, "response_not_found"),
      session: answer(200, sessionBody(null, "look\n\n[Attached files: /a]", "seen")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "look ", files: ["/a"] }));
    expect(shown(signals).text).toBe("seen");
  });

  it.each([
    ["completed", "completed"],
    ["cancelled", "cancelled"],
    ["failed", "failed agent_error"],
  ])("on the unified dialect ends as its object says: %s", async (status, end) => {
    const error = status === "failed" ? { code: "agent_error", message: "m" } : null;
    const stored = { id: responseId, session_id: sessionId, status, output_text: "all of it", error };
    const agent = await startAgent({
      post: brokenStreamOf(created, delta("all")),
      attach: errorAnswer(404, "response_not_found"),
      stored: answer(200, stored),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(unifiedRef, { input: "x" }));
    expect(shown(signals).end).toBe(end);
    if (status !== "failed") expect(shown(signals).text).toBe("all of it");
  });
});

describe("a replay that never reaches the end of the turn", () => {
  it("is given up for the session's answer", async () => {
    const agent = await startAgent({
      post: brokenStreamOf(created, delta("a"), delta("b")),
      attach: streamOf(created, delta("a"), delta("b")),
      session: (request, response, nth) =>
        answer(200, nth < 3 ? sessionBody(responseId) : sessionBody(null, "x", "abc"))(
          request,
          response,
          nth,
        ),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.runTurn(twoPlaneRef(agent.origin), { input: "x" }));
    expect(shown(signals)).toEqual({ text: "abc", end: "completed" });
    expect(agent.count("attach")).toBe(2);
  });
});

describe("following a turn", () => {
  it("begins with replay", async () => {
    const agent = await startAgent({ attach: streamOf(created, delta("a"), completed("a")) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.followTurn(twoPlaneRef(agent.origin), { responseId, sessionId }));
    expect(types(signals)).toEqual(["replay", "created", "text", "completed"]);
  });

  it("begins with replay also when only the history is left", async () => {
    const agent = await startAgent({
      attach: errorAnswer(404, "response_not_found"),
      session: answer(200, sessionBody(null, "q", "first", "q2", "the answer")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const turn = { responseId, sessionId, input: "q2", knownUserMessages: 1 };
    expect(await all(client.followTurn(twoPlaneRef(agent.origin), turn))).toMatchObject([
      { type: "replay" },
      { type: "created", responseId, sessionId },
      { type: "completed", outputText: "the answer" },
    ]);
  });

  it("is lost rather than given the answer of another message", async () => {
    const agent = await startAgent({
      attach: errorAnswer(404, "response_not_found"),
      session: answer(200, sessionBody(null, "hello", "Hello!")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const ref = twoPlaneRef(agent.origin);
    const turn = { responseId, sessionId, input: "delete the backups", knownUserMessages: 1 };
    await expect(all(client.followTurn(ref, turn))).rejects.toMatchObject({ code: "turn_lost" });
    await expect(all(client.followTurn(ref, { responseId, sessionId }))).rejects.toMatchObject({
      code: "turn_lost",
    });
  });

  it("is lost without a session to look into", async () => {
    const agent = await startAgent({ attach: errorAnswer(404, "response_not_found") });
    const { client } = makeClient(`${agent.origin}/v1`);
    await expect(all(client.followTurn(twoPlaneRef(agent.origin), { responseId }))).rejects.toMatchObject({
      code: "turn_lost",
    });
  });

  it("makes up a created event that a replay lacks", async () => {
    const agent = await startAgent({ attach: streamOf(delta("a"), completed("a")) });
    const { client } = makeClient(`${agent.origin}/v1`);
    const signals = await all(client.followTurn(twoPlaneRef(agent.origin), { responseId, sessionId }));
    expect(signals.slice(0, 2)).toMatchObject([
      { type: "replay" },
      { type: "created", responseId, sessionId },
    ]);
  });
});

describe("a message that may have arrived", () => {
  it("is not found in a turn that was there before and runs on", async () => {
    const agent = await startAgent({
      post: drop,
      session: answer(200, sessionBody(responseId, "before", "answer")),
      attach: streamOf(created, completed("theirs")),
    });
    const { client } = makeClient(`${agent.origin}/v1`);
    const request = { input: "x", sessionId };
    const options = { knownUserMessages: 1, earlierTurns: [responseId] };
    await expect(all(client.runTurn(twoPlaneRef(agent.origin), request, options))).rejects.toMatchObject({
      code: "turn_unconfirmed",
    });
    expect(agent.count("attach")).toBe(0);
  });
});
