/** The client against the emulator, which knows the contract but not the client. */
import { beforeEach, describe, expect, it } from "vitest";
import type { TurnSignal } from "../../../src/api/wire.ts";
import { useEmulator } from "../emulator/harness.ts";
import { all, shown, streamed } from "./support/client.ts";
import { type DialectName, dialects, type Place, placeIn } from "./support/place.ts";
import { until } from "./support/server.ts";

const emulator = useEmulator();

const place = (dialect: DialectName, autoMs?: number): Promise<Place> =>
  placeIn(emulator.it, dialect, autoMs);

/** What the server holds of a turn, by its first signal. */
async function truthOf(signals: readonly TurnSignal[]) {
  const first = signals.find((signal) => signal.type === "created");
  const truth = await emulator.it.control.responses.finished(first?.responseId ?? "");
  return { text: truth.outputText, status: truth.status, sessionId: truth.sessionId };
}

const posts = () => emulator.it.control.requests.list({ method: "POST", path: "/v1/responses" });

describe.each(dialects)("a turn on the %s dialect", (dialect) => {
  it("is shown as the server holds it", async () => {
    const { client, ref } = await place(dialect);
    const signals = await all(client.runTurn(ref, { input: "demo" }));
    expect(shown(signals)).toEqual({ text: (await truthOf(signals)).text, end: "completed" });
    expect(streamed(signals)).toBe((await truthOf(signals)).text);
  });

  it.each([1, 2, 3, 5, 8, 11, 14, 17, 20, 24])("survives a drop after %i events", async (afterEvent) => {
    const { client, ref } = await place(dialect);
    await emulator.it.control.faults.add({
      action: { kind: "drop", afterEvent },
      path: "/v1/responses",
      times: 1,
    });
    await emulator.it.control.faults.add({
      action: { kind: "drop", afterEvent: afterEvent + 2 },
      path: "/v1/responses/*/stream",
      times: 2,
    });
    const signals = await all(client.runTurn(ref, { input: "unicode" }));
    expect(shown(signals)).toEqual({ text: (await truthOf(signals)).text, end: "completed" });
    expect(signals.some(({ type }) => type === "replay")).toBe(true);
    expect(streamed(signals)).toBe((await truthOf(signals)).text);
    expect(await posts()).toHaveLength(1);
  });

  it.each([0, 1, 17, 90, 230, 333])("survives a drop after %i bytes", async (afterByte) => {
    const { client, ref } = await place(dialect);
    const { sessionId } = await truthOf(await all(client.runTurn(ref, { input: "echo first" })));
    await emulator.it.control.clock.advance(1_000);
    await emulator.it.control.requests.clear();
    await emulator.it.control.faults.add({
      action: { kind: "drop", afterByte },
      path: "/v1/responses",
      times: 1,
    });
    const options = { knownUserMessages: 1 };
    const signals = await all(client.runTurn(ref, { input: "unicode", sessionId }, options));
    const [turn] = (await emulator.it.control.responses.list({ sessionId })).filter(
      ({ input }) => input === "unicode",
    );
    expect(shown(signals)).toEqual({ text: turn?.outputText, end: "completed" });
    expect(await posts()).toHaveLength(1);
  });

  it("survives bytes that are cut anywhere", async () => {
    const { client, ref } = await place(dialect);
    await emulator.it.control.settings.set({ raggedWrites: true });
    const signals = await all(client.runTurn(ref, { input: "unicode" }));
    expect(shown(signals).text).toBe((await truthOf(signals)).text);
  });

  it("is found when the answer to its message is lost", async () => {
    const { client, ref } = await place(dialect);
    await emulator.it.control.faults.add({
      action: { kind: "drop", when: "beforeCreated" },
      path: "/v1/responses",
      times: 1,
    });
    const signals = await all(client.runTurn(ref, { input: "echo was it you" }, { knownUserMessages: 0 }));
    expect(shown(signals)).toEqual({ text: "was it you", end: "completed" });
    expect(await posts()).toHaveLength(1);
    expect(await emulator.it.control.responses.list()).toHaveLength(1);
  });

  it("is not confirmed when its message never arrived", async () => {
    const { client, ref } = await place(dialect);
    await emulator.it.control.faults.add({ action: { kind: "drop" }, path: "/v1/responses", times: 1 });
    await expect(all(client.runTurn(ref, { input: "echo hello" }))).rejects.toMatchObject({
      code: "turn_unconfirmed",
    });
    expect(await posts()).toHaveLength(1);
    expect(await emulator.it.control.responses.list()).toHaveLength(0);
  });

  it("can be followed again a minute later, and after its record has expired", async () => {
    const { client, ref } = await place(dialect);
    const signals = await all(client.runTurn(ref, { input: "tools 4" }));
    const { text, sessionId } = await truthOf(signals);
    const turn = { responseId: signals[0]?.type === "created" ? signals[0].responseId : "", sessionId };
    const sent = { input: "tools 4", knownUserMessages: 0 };
    for (const ms of [0, 61_000, 31 * 60_000]) {
      await emulator.it.control.clock.advance(ms);
      const again = await all(client.followTurn(ref, { ...turn, ...sent }));
      expect(again[0]).toEqual({ type: "replay" });
      expect(again[1]).toMatchObject({ type: "created", ...turn });
      expect(shown(again)).toEqual({ text, end: "completed" });
      // The history tells no deltas, only the answer.
      if (ms <= 61_000) expect(streamed(again)).toBe(text);
    }
  });

  it("that runs makes its session busy; it can be followed and cancelled", async () => {
    const { client, ref } = await place(dialect);
    await emulator.it.control.settings.set({ chunkDelayMs: 15 });
    const running = await emulator.it.control.startTurn({ instanceId: ref.id, input: "slow 30" });
    const request = { input: "echo hi", sessionId: running.sessionId };
    await expect(all(client.runTurn(ref, request))).rejects.toMatchObject({
      code: "session_busy",
      responseId: dialect === "unified" ? undefined : running.responseId,
    });
    const signals: TurnSignal[] = [];
    for await (const signal of client.followTurn(ref, running)) {
      signals.push(signal);
      if (signal.type === "text" && signals.filter(({ type }) => type === "text").length === 1) {
        await client.cancelResponse(ref, running.responseId);
      }
    }
    const truth = await emulator.it.control.responses.finished(running.responseId);
    expect(truth.status).toBe("cancelled");
    expect(shown(signals)).toEqual({ text: truth.outputText, end: "cancelled" });
  });

  it("can follow its predecessor although the session is still locked for a moment", async () => {
    const { client, clock, ref } = await place(dialect, 0);
    await emulator.it.control.settings.set({ lockReleaseMs: 60_000 });
    const { sessionId } = await truthOf(await all(client.runTurn(ref, { input: "echo one" })));
    const second = all(client.runTurn(ref, { input: "echo two", sessionId }));
    await until(() => clock.sleeps.includes(250), "the client's wait");
    await emulator.it.control.clock.advance(60_000);
    await clock.advance(250);
    expect(shown(await second)).toEqual({ text: "two", end: "completed" });
    expect(await posts()).toHaveLength(3);
  });

  it("that fails is a failed turn", async () => {
    const { client, ref } = await place(dialect);
    const signals = await all(client.runTurn(ref, { input: "fail provider_error" }));
    expect(shown(signals).end).toBe("failed provider_error");
    const response = await client.createResponse(ref, { input: "fail provider_error" });
    expect(response).toMatchObject({ status: "failed", error: { code: "provider_error" } });
  });

  it("falls silent and is picked up again", async () => {
    const { client, clock, ref } = await place(dialect);
    const signals: TurnSignal[] = [];
    const turn = (async () => {
      for await (const signal of client.runTurn(ref, { input: "stall 4" })) signals.push(signal);
    })();
    await until(() => signals.length >= 4);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    await clock.advance(90_000);
    await turn;
    expect(shown(signals)).toEqual({ text: (await truthOf(signals)).text, end: "completed" });
  });

  it("answers without streaming", async () => {
    const { client, ref } = await place(dialect);
    const response = await client.createResponse(ref, { input: "echo plain" });
    expect(response).toMatchObject({ status: "completed", outputText: "plain" });
    const session = await client.getSession(ref, response.sessionId);
    expect(session.history.map(({ role, text }) => `${role}: ${text}`)).toEqual([
      "user: echo plain",
      "assistant: plain",
    ]);
    expect((await client.listSessions(ref)).map(({ id }) => id)).toContain(response.sessionId);
    await client.deleteSession(ref, response.sessionId);
    expect((await client.listSessions(ref)).map(({ id }) => id)).not.toContain(response.sessionId);
  });

  it("knows its models and its health", async () => {
    const { client, ref } = await place(dialect);
    expect((await client.listModels(ref)).models.length).toBeGreaterThan(0);
    expect(await client.getHealth(ref)).toMatchObject({ healthy: true });
  });
});

describe.each(["unified", "two-plane"] as const)("the account on the %s dialect", (dialect) => {
  let at: Place;
  beforeEach(async () => {
    at = await place(dialect);
  });

  it("creates, changes, stops, starts and deletes an instance", async () => {
    const { client } = at;
    const made = await client.createInstance({ name: "Made here", vcpu: 2, spendCapUsd: 3 });
    expect(made).toMatchObject({ dialect, status: "running", name: "Made here", shape: { vcpu: 2 } });
    expect(await client.getSpend(made)).toMatchObject({ capUsd: 3, usedUsd: 0, remainingUsd: 3 });
    expect(await client.setSpendCap(made, 4.5)).toMatchObject({ capUsd: 4.5 });
    expect(await client.patchInstance(made, { name: "Renamed" })).toMatchObject({ name: "Renamed" });
    await client.stopInstance(made);
    expect((await client.getInstance(made)).status).toBe("stopped");
    await client.startInstance(made);
    expect((await client.getInstance(made)).status).toBe("running");
    await client.restartInstance(made);
    await client.resizeInstance(made, { vcpu: 4 });
    expect((await client.getInstance(made)).shape.vcpu).toBe(4);
    expect(shown(await all(client.runTurn(made, { input: "echo alive" })))).toEqual({
      text: "alive",
      end: "completed",
    });
    await client.deleteInstance(made);
    expect((await client.listInstances()).map(({ id }) => id)).not.toContain(made.id);
  });

  it("waits out a rate limit before a turn, and starts it once", async () => {
    const { client, ref } = at;
    await emulator.it.control.faults.add({
      path: "/v1/responses",
      times: 2,
      action: { kind: "error", code: "rate_limited", status: 429, retryAfter: "3" },
    });
    const waits: number[] = [];
    const waitForRetry = ({ delayMs }: { delayMs: number }): Promise<void> => {
      waits.push(delayMs);
      return Promise.resolve();
    };
    const signals = await all(client.runTurn(ref, { input: "echo later" }, { waitForRetry }));
    expect(shown(signals).text).toBe("later");
    expect(waits).toEqual([3_000, 3_000]);
    expect(await emulator.it.control.responses.list()).toHaveLength(1);
  });

  it("refuses a revoked key by its code", async () => {
    await emulator.it.control.keys.set(emulator.it.key, "revoked");
    await expect(at.client.listInstances()).rejects.toMatchObject({ code: "invalid_api_key", status: 401 });
    await expect(all(at.client.runTurn(at.ref, { input: "x" }))).rejects.toMatchObject({
      code: "invalid_api_key",
    });
  });

  it("finds the dialect of an empty account where its templates tell", async () => {
    await emulator.it.control.reset({ seed: "empty" });
    const { client } = at;
    expect(await client.listInstances()).toEqual([]);
    expect((await client.createInstance({ spendCapUsd: 1 })).dialect).toBe(dialect);
  });
});
