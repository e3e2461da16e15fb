import { describe, expect, it } from "vitest";
import type { TurnSignal } from "../../../../src/api/wire.ts";
import { makeClient, shown, twoPlaneRef, unifiedRef } from "../support/client.ts";
import { answer, completed, created, delta, responseId, startAgent, streamOf } from "../support/fakeAgent.ts";
import { FakeClock } from "../support/fakeClock.ts";
import { startStream, until } from "../support/server.ts";

const types = (signals: readonly TurnSignal[]): string[] => signals.map(({ type }) => type);

describe("silence", () => {
  it("of 90 seconds is a drop", async () => {
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.write(created + delta("a"));
      },
      attach: streamOf(created, delta("a"), delta("b"), completed("ab")),
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const signals: TurnSignal[] = [];
    const turn = (async () => {
      for await (const signal of client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))
        signals.push(signal);
    })();
    await until(() => signals.length === 2);
    await clock.advance(89_000);
    expect(signals).toHaveLength(2);
    await clock.advance(1_000);
    await turn;
    expect(signals[2]).toMatchObject({ type: "reconnecting", error: { code: "stream_silent" } });
    expect(shown(signals).text).toBe("ab");
  });

  it("is broken by keepalives, however long the turn says nothing", async () => {
    let beat: () => void = () => {};
    let finish: () => void = () => {};
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.write(created);
        beat = () => void response.write(":keepalive\n\n");
        finish = () => void response.end(completed("late"));
      },
    });
    // The watchdog's remaining sleeps are short here and must not pass by themselves.
    const clock = new FakeClock(0);
    const { client } = makeClient(`${agent.origin}/v1`, { clock });
    const signals: TurnSignal[] = [];
    const turn = (async () => {
      for await (const signal of client.runTurn(twoPlaneRef(agent.origin), { input: "x" }))
        signals.push(signal);
    })();
    await until(() => signals.length === 1);
    for (let minute = 0; minute < 30; minute++) {
      beat();
      await clock.advance(5);
      await new Promise((resolve) => {
        setTimeout(resolve, 8);
      });
      await clock.advance(60_000);
    }
    finish();
    await turn;
    expect(types(signals)).toEqual(["created", "completed"]);
  });

  it("on the unified dialect is a question to the server first", async () => {
    const stored = { id: responseId, instance_id: "inst_q9", session_id: "sess_7", output_text: "" };
    let status = "in_progress";
    const agent = await startAgent({
      post: (_request, response) => {
        startStream(response);
        response.write(created);
      },
      stored: (request, response, nth) => answer(200, { ...stored, status })(request, response, nth),
      attach: streamOf(created, completed("done")),
    });
    const { client, clock } = makeClient(`${agent.origin}/v1`);
    const signals: TurnSignal[] = [];
    const turn = (async () => {
      for await (const signal of client.runTurn(unifiedRef, { input: "x" })) signals.push(signal);
    })();
    await until(() => signals.length === 1);
    await clock.advance(90_000);
    await until(() => agent.count("stored") === 1);
    await clock.advance(0);
    expect(signals).toHaveLength(1);
    status = "completed";
    await until(() => clock.pending > 0);
    await clock.advance(90_000);
    await turn;
    expect(agent.count("stored")).toBe(2);
    expect(types(signals)).toEqual(["created", "reconnecting", "replay", "created", "completed"]);
  });
});
