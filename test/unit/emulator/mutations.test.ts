import { describe, expect, it } from "vitest";
import type { MutationName } from "../../emulator/emulator.ts";
import { mutations } from "../../emulator/state/mutations.ts";
import { call, reattach, streamTurn, textOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const agent = () => `${emulator.it.url}/agent/demo000001/v1`;
const hosting = (path: string) => `${emulator.it.twoPlaneUrl}/instances/${path}`;
const control = () => emulator.it.control;
const send = (body: Record<string, unknown>) => call("POST", `${agent()}/responses`, body);

/** What each mutation spoils, as a promise that holds without it. */
const promises: Record<MutationName, () => Promise<boolean>> = {
  replayFromMiddle: async () => {
    const { id } = await streamTurn(emulator.it, "long 2");
    return (await reattach(emulator.it, id)).frames[0]?.event === "response.created";
  },
  replayDoubles: async () => {
    const live = await streamTurn(emulator.it, "long 2");
    return textOf((await reattach(emulator.it, live.id)).frames) === textOf(live.frames);
  },
  deltaLost: async () => matches(await streamTurn(emulator.it, "long 2")),
  deltasSwapped: async () => matches(await streamTurn(emulator.it, "long 2")),
  wrongOutputText: async () => matches(await streamTurn(emulator.it, "long 2")),
  noTerminalEvent: async () => {
    const { frames } = await streamTurn(emulator.it, "echo hi");
    return frames.at(-1)?.event === "response.completed";
  },
  createdMissing: async () =>
    (await streamTurn(emulator.it, "echo hi")).frames[0]?.event === "response.created",
  doneMarker: async () => !(await streamTurn(emulator.it, "echo hi")).text.includes("[DONE]"),
  keepalivesMissing: async () => {
    const reading = streamTurn(emulator.it, "wait 40");
    await until(async () => (await control().connections.list()).some(({ stream }) => stream));
    await control().clock.advance(50_000);
    return (await reading).text.includes(":keepalive");
  },
  cancelIgnored: async () => {
    const { responseId } = await control().startTurn({ instanceId: "demo000001", input: "slow 20" });
    await call("POST", `${agent()}/responses/${responseId}/cancel`);
    await control().clock.advance(10_000);
    return (await control().responses.finished(responseId)).status === "cancelled";
  },
  acceptAnyKey: async () => (await call("GET", `${agent()}/health`, undefined, {})).status === 401,
  secondKeyHeader: async () => {
    const headers = { "X-Agent37-Key": "sk_live_bad", Authorization: "Bearer sk_live_emulator" };
    return (await call("GET", `${agent()}/health`, undefined, headers)).status === 401;
  },
  historyLosesLastTurn: async () => (await historyLength()) === 2,
  historyDoublesLastTurn: async () => (await historyLength()) === 2,
  busyWithoutLock: async () => {
    const { sessionId } = await control().startTurn({ instanceId: "demo000001", input: "slow 20" });
    return (await send({ session_id: sessionId, input: "echo hi" })).status === 409;
  },
  wrongBusyId: async () => {
    const { sessionId, responseId } = await control().startTurn({
      instanceId: "demo000001",
      input: "slow 20",
    });
    const { body } = await send({ session_id: sessionId, input: "echo hi" });
    return (body["error"] as Record<string, unknown>)["response_id"] === responseId;
  },
  startsTwice: async () => {
    await control().faults.add({ action: { kind: "error", code: "rate_limited" } });
    await send({ input: "echo hi" });
    return (await control().responses.list()).length === 0;
  },
  retryAfterMissing: async () => {
    await control().faults.add({ action: { kind: "error", code: "rate_limited", retryAfter: "5" } });
    return (await call("GET", `${agent()}/health`)).headers.has("retry-after");
  },
  retryAfterIgnored: async () => {
    const action = { kind: "error", code: "rate_limited", retryAfter: "5", window: true } as const;
    await control().faults.add({ action });
    await call("GET", `${agent()}/health`);
    await control().clock.advance(6_000);
    return (await call("GET", `${agent()}/health`)).status === 200;
  },
  startNeverRuns: async () => {
    await call("POST", hosting("stopped001/start"));
    return (await call("GET", hosting("stopped001"))).body["status"] === "running";
  },
  capNotRaised: async () => {
    await call("PATCH", hosting("demo000001/budget"), { monthly_cap_micros: 9_000_000 });
    return (await call("GET", hosting("demo000001/budget"))).body["monthly_cap_micros"] === 9_000_000;
  },
  topUpTwice: async () => {
    const topUp = { amount_micros: 1, idempotency_key: "a" };
    await call("POST", hosting("demo000001/budget/top-up"), topUp);
    const { body } = await call("POST", hosting("demo000001/budget/top-up"), topUp);
    return body["credit_remaining_micros"] === 1;
  },
  wrongEnvelope: async () => {
    const { body } = await call("GET", `${emulator.it.url}/agent/stopped001/v1/health`);
    return typeof body["error"] === "string";
  },
};

function matches({ frames }: Awaited<ReturnType<typeof streamTurn>>): boolean {
  return frames.at(-1)?.data["output_text"] === textOf(frames);
}

async function historyLength(): Promise<number> {
  const { body } = await send({ input: "echo hi" });
  const session = await call("GET", `${agent()}/sessions/${String(body["session_id"])}`);
  return (session.body["history"] as unknown[]).length;
}

describe("mutations", () => {
  it.each(Object.keys(mutations) as MutationName[])(
    "%s breaks its promise, which holds without it",
    async (name) => {
      expect(await promises[name]()).toBe(true);
      await control().reset();
      await control().settings.set({ chunkDelayMs: 0, transitionMs: 0, bootMs: 0, cancelMs: 0 });
      await control().mutations.add(name);
      expect(await control().mutations.list()).toEqual([name]);
      expect(await promises[name]()).toBe(false);
    },
  );
});
