import { describe, expect, it } from "vitest";
import { call, errorOf, reattach, streamTurn, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const hosting = (path: string) => `${emulator.it.twoPlaneUrl}/instances/${path}`;
const status = async (id: string) => (await call("GET", hosting(id))).body["status"];
const agent = (id: string, path: string) => call("GET", `${emulator.it.url}/agent/${id}/v1/${path}`);
const slowly = () => emulator.it.control.settings.set({ transitionMs: 60_000 });

describe("two-plane lifecycle", () => {
  it.each([
    ["stopped001", "start", "starting", "running"],
    ["demo000001", "stop", "stopping", "stopped"],
    ["demo000001", "restart", "restarting", "running"],
    ["demo000001", "update", "updating", "running"],
    ["failed0001", "update", "updating", "running"],
    ["sleepy0001", "start", "waking", "running"],
  ])("%s: %s goes through %s to %s", async (id, action, via, target) => {
    await slowly();
    const acting = call("POST", hosting(`${id}/${action}`));
    await until(async () => (await status(id)) === via);
    const second = await call("POST", hosting(`${id}/restart`));
    expect([second.status, errorOf(second)["code"]]).toEqual([409, "try_again"]);
    await emulator.it.control.clock.advance(60_000);
    expect((await acting).body).toMatchObject({ id, status: target });
    expect(await status(id)).toBe(target);
  });

  it("answers 202 for long moves and finishes in the background", async () => {
    await slowly();
    await emulator.it.control.settings.set({ longMoves: true });
    const started = await call("POST", hosting("stopped001/start"));
    expect([started.status, started.body]).toEqual([202, { id: "stopped001", status: "starting" }]);
    await emulator.it.control.clock.advance(60_000);
    expect(await status("stopped001")).toBe("running");
  });

  it("refuses what the status does not allow", async () => {
    for (const path of ["stopped001/restart", "sleepy0001/resize", "failed0001/stop", "failed0001/start"]) {
      const answer = await call("POST", hosting(path), {});
      expect([path, answer.status, errorOf(answer)["code"]]).toEqual([path, 400, "invalid_request"]);
    }
    expect((await call("POST", hosting("stopped001/stop"))).body["status"]).toBe("stopped");
    expect((await call("POST", hosting("zzzzzzzzzz/stop"))).status).toBe(404);
  });

  it("boots: unreachable, then unhealthy, then healthy", async () => {
    await emulator.it.control.settings.set({ bootMs: 20_000 });
    await call("POST", hosting("stopped001/start"));
    expect((await agent("stopped001", "health")).body).toEqual({ error: "container_unreachable" });
    await emulator.it.control.clock.advance(11_000);
    expect((await agent("stopped001", "health")).body["healthy"]).toBe(false);
    await emulator.it.control.clock.advance(10_000);
    expect((await agent("stopped001", "health")).body["healthy"]).toBe(true);
  });

  it("answers at the edge for instances that cannot be reached", async () => {
    expect(await agent("stopped001", "health")).toMatchObject({
      status: 502,
      body: { error: "container_unavailable" },
    });
    expect(await agent("failed0001", "health")).toMatchObject({ status: 404, body: { error: "not_found" } });
    expect(await agent("zzzzzzzzzz", "health")).toMatchObject({ status: 404, body: { error: "not_found" } });
    await emulator.it.control.instances.set("demo000001", { pastDue: true });
    expect(await agent("demo000001", "health")).toMatchObject({
      status: 402,
      body: { error: "instance_suspended" },
    });
  });

  it("holds a request to a sleeping instance until it is awake", async () => {
    await slowly();
    const asking = agent("sleepy0001", "health");
    await until(async () => (await status("sleepy0001")) === "waking");
    expect((await call("GET", hosting("sleepy0001"))).body["slept_at"]).toEqual(expect.any(Number));
    await emulator.it.control.clock.advance(61_000);
    expect((await asking).body["healthy"]).toBe(true);
    expect((await call("GET", hosting("sleepy0001"))).body).not.toHaveProperty("slept_at");
  });

  it("ends running turns without a terminal event when the instance stops", async () => {
    const reading = streamTurn(emulator.it, "slow 20");
    await until(async () => (await emulator.it.control.connections.list()).some(({ stream }) => stream));
    await call("POST", hosting("demo000001/stop"));
    const { frames, dropped, id } = await reading;
    expect(dropped).toBe(true);
    expect(frames.every(({ event }) => !event.endsWith("completed"))).toBe(true);
    await call("POST", hosting("demo000001/start"));
    expect((await reattach(emulator.it, id)).status).toBe(404);
  });

  it("creates, edits, resizes and deletes", async () => {
    const created = await call("POST", emulator.it.twoPlaneUrl + "/instances", {
      name: "Mine",
      budget: { monthly_cap_micros: 1_000_000 },
      resources: { cpu: 4, memory: 8 },
    });
    expect(created.status).toBe(201);
    const id = String(created.body["id"]);
    expect(id).toMatch(/^[a-z0-9]{10}$/);
    expect(created.body).toMatchObject({
      status: "running",
      resources: { cpu: 4, memory: 8, disk: 6 },
      name: "Mine",
    });
    expect((await call("PATCH", hosting(id), { name: "" })).body["name"]).toBeNull();
    expect((await call("PATCH", hosting(id), {})).status).toBe(400);
    expect((await call("PATCH", hosting(id), { name: "x".repeat(61) })).status).toBe(400);
    expect((await call("POST", hosting(`${id}/resize`), { cpu: 2, memory: 4 })).body["resources"]).toEqual({
      cpu: 2,
      memory: 4,
      disk: 6,
    });
    expect((await call("POST", hosting(`${id}/resize`), { disk: 2 })).status).toBe(400);
    expect((await call("POST", hosting(`${id}/resize`), { cpu: 3 })).status).toBe(400);
    expect((await call("DELETE", hosting(id))).body).toEqual({ id, deleted: true });
    expect((await call("DELETE", hosting(id))).status).toBe(404);
  });

  it("refuses bad creates", async () => {
    for (const body of [
      { template: "nope" },
      { template: "agent37-hermes@latest" },
      { type: "dedicated" },
      { resources: { cpu: 3, memory: 4 } },
      { env: { lower: "x" } },
      { env: { AGENT37_INSTANCE_ID: "x" } },
      { idle_timeout_seconds: 10 },
      { budget: { monthly_cap_micros: -1 } },
    ]) {
      const answer = await call("POST", `${emulator.it.twoPlaneUrl}/instances`, body);
      expect([body, answer.status, errorOf(answer)["code"]]).toEqual([body, 400, "invalid_request"]);
    }
  });

  it("forks with its files, backs up once per quarter of an hour, restores", async () => {
    const copy = await call("POST", hosting("demo000001/fork"), { name: "copy" });
    expect([copy.status, copy.body["name"]]).toEqual([201, "copy"]);
    const files = await agent(String(copy.body["id"]), "files");
    expect(files.text).toContain("notes.md");
    const made = await call("POST", hosting("demo000001/backups"));
    expect(made).toMatchObject({ status: 201, body: { kind: "manual" } });
    const refused = await call("POST", hosting("demo000001/backups"));
    expect([refused.status, Number(refused.headers.get("retry-after")) > 890]).toEqual([429, true]);
    await emulator.it.control.clock.advance(900_000);
    expect((await call("POST", hosting("demo000001/backups"))).status).toBe(201);
    expect((await call("GET", hosting("demo000001/backups"))).body["data"]).toHaveLength(2);
    expect((await call("POST", hosting("demo000001/restore"), { backup: "nope" })).status).toBe(404);
    const restored = await call("POST", hosting("demo000001/restore"), { backup: "0123456789abcdef0123" });
    expect(restored.body["status"]).toBe("running");
  });

  it("opens public ports and signs URLs", async () => {
    const opened = await call("POST", hosting("demo000001/public-ports"), { port: 8080, label: "web" });
    expect(opened.body).toMatchObject({ port: 8080, label: "web" });
    expect((await call("POST", hosting("demo000001/public-ports"), { port: 8080 })).status).toBe(409);
    expect((await call("GET", String(opened.body["url"]), undefined, {})).status).toBe(200);
    const signed = await call("POST", hosting("demo000001/signed-url"), { port: 7681, ttl_seconds: 1 });
    expect((await call("GET", String(signed.body["url"]), undefined, {})).status).toBe(200);
    expect((await call("POST", hosting("demo000001/signed-url"), { port: 22_022 })).status).toBe(400);
    await call("POST", hosting("demo000001/stop"));
    expect(await call("GET", String(opened.body["url"]), undefined, {})).toMatchObject({
      status: 503,
      body: { error: "unavailable" },
    });
    expect((await call("DELETE", hosting("demo000001/public-ports/8080"))).body).toEqual({
      port: 8080,
      deleted: true,
    });
  });

  it("runs commands, also on a sleeping instance", async () => {
    const { body } = await call("POST", hosting("sleepy0001/exec"), {
      command: "echo out; echo err >&2; exit 3",
    });
    expect(body).toEqual({ exit_code: 3, stdout: "out\n", stderr: "err\n", truncated: false });
    const long = await call("POST", hosting("demo000001/exec"), { command: "yes | head -c 1000000" });
    expect([long.body["truncated"], String(long.body["stdout"]).length < 600_000]).toEqual([true, true]);
    expect((await call("POST", hosting("stopped001/exec"), { command: "true" })).status).toBe(400);
  });
});

describe("unified lifecycle", () => {
  const unified = (path: string) => `${emulator.it.unifiedUrl}/instances/${path}`;

  it("takes a turn only while running, and starts and stops", async () => {
    const send = () =>
      call("POST", `${emulator.it.unifiedUrl}/responses`, { instance_id: "inst_stopped", input: "echo hi" });
    const refused = await send();
    expect([refused.status, errorOf(refused)["code"]]).toEqual([409, "instance_not_running"]);
    expect((await call("POST", unified("inst_stopped/start"))).body).toEqual({
      id: "inst_stopped",
      status: "running",
    });
    expect((await send()).body["output_text"]).toBe("hi");
    expect((await call("POST", unified("inst_stopped/stop"))).body["status"]).toBe("stopped");
  });

  it("archives, restores and purges", async () => {
    expect((await call("DELETE", unified("inst_demo"))).status).toBe(200);
    expect((await call("GET", unified("inst_demo"))).status).toBe(404);
    expect((await call("POST", unified("inst_demo/restore"))).body["status"]).toBe("running");
    await call("DELETE", unified("inst_demo?permanent=true"));
    expect((await call("POST", unified("inst_demo/restore"))).status).toBe(404);
  });

  it("creates with a cap, filters by user, resizes", async () => {
    const created = await call("POST", unified("").slice(0, -1), {
      user: "u1",
      managed_credit_cap_usd: 2.5,
      vcpu: 2,
    });
    expect(created.body).toMatchObject({ status: "running", vcpu: 2, balance: { managed_cap_usd: 2.5 } });
    const list = await call("GET", `${unified("").slice(0, -1)}?user=u1`);
    expect(list.body["data"]).toHaveLength(1);
    const id = String(created.body["id"]);
    expect((await call("PATCH", unified(id), { vcpu: 4 })).body["vcpu"]).toBe(4);
    const bad = await call("PATCH", unified(id), { vcpu: 3 });
    expect(errorOf(bad)).toMatchObject({ code: "validation_error", param: "vcpu" });
  });
});
