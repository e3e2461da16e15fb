import { describe, expect, it } from "vitest";
import { connectControl, findPlaces } from "../../emulator/control/controlClient.ts";
import { call, streamTurn, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();

describe("the control over HTTP", () => {
  const remote = () => connectControl(emulator.it.url);

  it("tells where things are", async () => {
    const { url, unifiedUrl, twoPlaneUrl, gatewayUrl, key } = emulator.it;
    expect(await findPlaces(url)).toEqual({ url, unifiedUrl, twoPlaneUrl, gatewayUrl, key });
  });

  it("does what the control in the process does", async () => {
    const control = remote();
    const fault = await control.faults.add({ path: "/v1/models", action: { kind: "empty", status: 503 } });
    expect(await emulator.it.control.faults.list()).toEqual([fault]);
    await control.faults.clear();
    await control.settings.set({ keepaliveMs: 5 });
    expect((await emulator.it.control.settings.get()).keepaliveMs).toBe(5);
    await control.mutations.add("cancelIgnored", "doneMarker");
    expect(await control.mutations.list()).toEqual(["cancelIgnored", "doneMarker"]);
    const before = await control.clock.now();
    expect(await control.clock.advance(60_000)).toBeGreaterThanOrEqual(before + 60_000);
    await control.wallet.set(3);
    expect(await control.wallet.get()).toBe(3);
    const { responseId, sessionId } = await control.startTurn({ instanceId: "inst_demo", input: "echo hi" });
    expect((await control.responses.finished(responseId)).outputText).toBe("hi");
    expect((await control.sessions.get(sessionId))?.finalText).toBe("hi");
    await expect(control.instances.set("nobody", {})).rejects.toThrow("No instance nobody.");
    await control.reset({ seed: "empty" });
    expect((await control.instances.list()).map(({ id }) => id)).toEqual(["gateway"]);
  });

  it("takes a plain object as the only argument, and GET", async () => {
    const added = await call("POST", `${emulator.it.url}/__control/faults/add`, {
      action: { kind: "garbage" },
    });
    expect(added.body["result"]).toMatchObject({ hits: 0 });
    const listed = await call("GET", `${emulator.it.url}/__control/faults/list`);
    expect(listed.body["result"]).toHaveLength(1);
    expect((await call("GET", `${emulator.it.url}/__control/no/such`)).status).toBe(400);
  });
});

describe("the truth", () => {
  it("holds each response with its events, also when the API has forgotten it", async () => {
    const { id, frames } = await streamTurn(emulator.it, "tools 1");
    await emulator.it.control.clock.advance(2_000_000);
    const truth = await emulator.it.control.responses.get(id);
    expect(truth).toMatchObject({ status: "completed", expired: true, startedBy: "http", input: "tools 1" });
    expect(truth?.events).toEqual(frames);
  });

  it("makes, changes and removes instances", async () => {
    const { instances } = emulator.it.control;
    const made = await instances.create({
      dialect: "two-plane",
      name: "Mine",
      agents: ["codex"],
      loggedOut: ["codex"],
    });
    expect(made).toMatchObject({ name: "Mine", status: "running", healthy: false, budget: { capUsd: 5 } });
    const turn = await call("POST", `${made.url ?? ""}/v1/responses`, { input: "hi" });
    expect(turn.body).toMatchObject({ status: "failed", error: { code: "auth_error" } });
    expect((await instances.set(made.id, { loggedOut: [], healthy: true })).healthy).toBe(true);
    await instances.remove(made.id);
    expect(await instances.get(made.id)).toBeNull();
  });
});

describe("reset", () => {
  it("ends what is open and brings the seed back", async () => {
    const reading = streamTurn(emulator.it, "slow 100");
    await until(async () => (await emulator.it.control.connections.list()).some(({ stream }) => stream));
    await call("DELETE", `${emulator.it.twoPlaneUrl}/instances/stopped001`);
    await emulator.it.control.reset();
    const ended = await reading.catch(() => ({ dropped: true }));
    expect(ended.dropped).toBe(true);
    const ids = (await emulator.it.control.instances.list()).map(({ id }) => id);
    expect(ids).toEqual([
      "gateway",
      "inst_demo",
      "inst_stopped",
      "demo000001",
      "sleepy0001",
      "stopped001",
      "failed0001",
    ]);
    expect(await emulator.it.control.responses.list()).toEqual([]);
    expect(await emulator.it.control.requests.list()).toEqual([]);
  });
});
