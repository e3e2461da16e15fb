/** What an instance's computer, its money and its pages can be made to do. */
import { writeFile, truncate } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { call, errorOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const hosting = (path: string) => `${emulator.it.twoPlaneUrl}/instances/${path}`;
const agent = (path: string) => `${emulator.it.url}/agent/${path}`;
const keyed = { "X-Agent37-Key": "sk_live_emulator" };
const statuses = [
  "provisioning",
  "running",
  "stopping",
  "stopped",
  "starting",
  "restarting",
  "updating",
  "sleeping",
  "waking",
  "failed",
  "deleting",
  "deleted",
];

describe("an instance", () => {
  it.each(statuses)("can be %s", async (status) => {
    await emulator.it.control.instances.set("demo000001", { status });
    const { body } = await call("GET", hosting("demo000001"));
    expect(body["status"]).toBe(status);
    expect("slept_at" in body).toBe(status === "sleeping" || status === "waking");
  });

  it.each([
    ["demo000001", "restart", "restart"],
    ["demo000001", "stop", "stop"],
    ["demo000001", "update", "update"],
    ["stopped001", "start", "start"],
  ])("%s: %s can fail, and says why", async (id, action, operation) => {
    await emulator.it.control.instances.set(id, {
      failsNext: { message: "The container exited.", detail: "Error: no such file\n" },
    });
    const failed = await call("POST", hosting(`${id}/${action}`));
    expect(failed.status).toBe(502);
    expect(errorOf(failed)).toEqual({
      code: "provisioning_failed",
      message: "The container exited.",
      detail: "Error: no such file\n",
    });
    const { body } = await call("GET", hosting(id));
    expect(body).toMatchObject({
      status: "failed",
      status_reason: { code: "provisioning_failed", detail: "Error: no such file\n", operation },
    });
    expect((await call("POST", hosting(`${id}/update`))).body["status"]).toBe("running");
  });

  it("can fail behind a 202", async () => {
    await emulator.it.control.settings.set({ longMoves: true });
    await emulator.it.control.instances.set("stopped001", { failsNext: { message: "No." } });
    expect((await call("POST", hosting("stopped001/start"))).status).toBe(202);
    await until(async () => (await call("GET", hosting("stopped001"))).body["status"] === "failed");
  });

  it("can fail to wake, and sleeps on", async () => {
    await emulator.it.control.instances.set("sleepy0001", { failsNext: { message: "No." } });
    const first = await call("GET", agent("sleepy0001/v1/health"), undefined, keyed);
    expect([first.status, first.body]).toEqual([503, { error: "wake_failed" }]);
    expect((await call("GET", hosting("sleepy0001"))).body["status"]).toBe("sleeping");
    expect((await call("GET", agent("sleepy0001/v1/health"), undefined, keyed)).status).toBe(200);
  });

  it.each([
    ["POST", "/v1/instances", "tier_limit", 403],
    ["POST", "/v1/instances", "instance_limit_reached", 409],
    ["POST", "/v1/instances", "no_capacity", 503],
    ["POST", "/v1/instances", "insufficient_balance", 402],
    ["POST", "/v1/instances", "provisioning_failed", 502],
    ["POST", "/v1/instances/demo000001/start", "capacity_unavailable", 409],
    ["POST", "/v1/instances/demo000001/resize", "tier_limit", 403],
    ["POST", "/v1/instances/demo000001/stop", "try_again", 409],
    ["GET", "/v1/instances/demo000001", "ip_not_allowed", 403],
  ])("%s %s can be answered %s", async (method, path, code, status) => {
    await emulator.it.control.faults.add({ method, path, action: { kind: "error", code } });
    const answer = await call(
      method,
      emulator.it.twoPlaneUrl.replace("/v1", path),
      method === "POST" ? {} : undefined,
    );
    expect([answer.status, errorOf(answer)["code"]]).toEqual([status, code]);
  });

  it("has the log that it is given", async () => {
    await emulator.it.control.instances.set("demo000001", { logs: ["one", "two", "three"] });
    const { body } = await call("GET", hosting("demo000001/logs?tail=2"));
    expect(body).toMatchObject({ logs: "two\nthree\n", truncated: true });
  });
});

describe("a command", () => {
  it("has a limit of time", async () => {
    await emulator.it.control.settings.set({ execLimitMs: 100 });
    const slow = { command: "echo started; sleep 30" };
    const late = await call("POST", hosting("demo000001/exec"), slow);
    expect([late.status, errorOf(late)["code"]]).toEqual([502, "provisioning_failed"]);
    const unified = await call("POST", `${emulator.it.unifiedUrl}/instances/inst_demo/exec`, slow);
    expect(unified.body).toMatchObject({ exit_code: 124, stdout: "started\n" });
  });

  it("has a cap for each stream, on the unified dialect one for both", async () => {
    const command = "yes | head -c 600000; yes | head -c 600000 >&2";
    const { body } = await call("POST", hosting("demo000001/exec"), { command });
    const size = (text: unknown) => Buffer.byteLength(String(text));
    expect([size(body["stdout"]) > 500_000, size(body["stderr"]) > 500_000]).toEqual([true, true]);
    const one = await call("POST", `${emulator.it.unifiedUrl}/instances/inst_demo/exec`, { command });
    expect(size(one.body["stdout"]) + size(one.body["stderr"])).toBeLessThan(530_000);
    expect([body["truncated"], one.body["truncated"]]).toEqual([true, true]);
  });
});

describe("a download", () => {
  const url = () => agent("demo000001/v1/files/content?path=~/big.bin");
  const prepare = async (size: number) => {
    const real = `${(await emulator.it.control.instances.get("demo000001"))?.home ?? ""}/big.bin`;
    await writeFile(real, "");
    await truncate(real, size);
  };

  it("stops after its first 64 KB while it is held", async () => {
    await prepare(1_000_000);
    await emulator.it.control.settings.set({ holdDownloads: true });
    const answer = await fetch(url(), { headers: keyed });
    const reader = answer.body?.getReader();
    let received = 0;
    while (received < 65_536) received += (await reader?.read())?.value?.byteLength ?? 0;
    expect(received).toBe(65_536);
    await emulator.it.control.settings.set({ holdDownloads: false });
    await emulator.it.control.clock.advance(20);
    for (let next = await reader?.read(); next?.value; next = await reader?.read())
      received += next.value.byteLength;
    expect(received).toBe(1_000_000);
  });

  it("takes its time by the emulator's clock", async () => {
    await prepare(200_000);
    await emulator.it.control.settings.set({ downloadChunkMs: 60_000 });
    const answer = await fetch(url(), { headers: keyed });
    const end = new AbortController();
    const bytes = answer.arrayBuffer().finally(() => end.abort());
    const before = await emulator.it.control.clock.now();
    // What is read from a disk comes when it comes: the next wait may begin after a move of the clock has ended.
    while (!end.signal.aborted) await emulator.it.control.clock.advance(10_000);
    expect((await bytes).byteLength).toBe(200_000);
    expect((await emulator.it.control.clock.now()) - before).toBeGreaterThanOrEqual(60_000);
  });

  it("can be cut, an archive too", async () => {
    await prepare(200_000);
    for (const path of ["content?path=~/big.bin", "archive?path=~"]) {
      await emulator.it.control.faults.add({ path: "files", action: { kind: "drop", afterByte: 10 } });
      const answer = await fetch(agent(`demo000001/v1/files/${path}`), { headers: keyed });
      expect(answer.status).toBe(200);
      await expect(answer.arrayBuffer()).rejects.toThrow();
    }
  });
});

describe("usage", () => {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

  it("adds up by service, model, day and instance", async () => {
    const rows = await emulator.it.control.spending.sample(20);
    const { body } = await call("GET", `${emulator.it.twoPlaneUrl}/usage?from=${day(10)}&to=${day(1)}`);
    const mine = rows.filter(({ date }) => date >= day(10) && date <= day(1));
    const total = mine.reduce((sum, { costMicros }) => sum + costMicros, 0);
    expect(total).toBeGreaterThan(0);
    expect(body["total_micros"]).toBe(total);
    const sum = (list: unknown) =>
      (list as { total_micros: number }[]).reduce((all, row) => all + row.total_micros, 0);
    expect(sum(body["days"])).toBe(total);
    expect(sum(body["instances"])).toBe(total);
    const services = body["by_integration"] as Record<string, number>;
    expect(Object.values(services).reduce((all, micros) => all + micros, 0)).toBe(total);
    expect(sum(body["by_model"])).toBe(services["llm"]);
    expect(Object.keys(services)).toEqual(["compute", "llm", "brave", "composio", "perflo"]);
    expect(body["days"]).toHaveLength(10);
  });

  it("of a month is one instance's, without its computer", async () => {
    await emulator.it.control.spending.set([
      { instanceId: "demo000001", date: "2026-03-04", service: "llm", model: "m", costMicros: 5, calls: 1 },
      { instanceId: "demo000001", date: "2026-03-31", service: "brave", costMicros: 7, calls: 2 },
      { instanceId: "demo000001", date: "2026-03-31", service: "compute", costMicros: 11 },
      { instanceId: "sleepy0001", date: "2026-03-04", service: "llm", costMicros: 13 },
    ]);
    const { body } = await call("GET", hosting("demo000001/usage?month=2026-03"));
    expect(body).toMatchObject({
      period: "2026-03",
      total_micros: 12,
      by_integration: { llm: { cost_micros: 5, calls: 1 }, brave: { cost_micros: 7, calls: 2 } },
    });
  });

  it("of the account is unknown to older versions", async () => {
    await emulator.it.control.settings.set({ gatewayVersion: "T2" });
    expect((await call("GET", `${emulator.it.twoPlaneUrl}/usage`)).status).toBe(404);
  });
});

describe("a page of the unified dialect", () => {
  it("answers at its address", async () => {
    const base = `${emulator.it.unifiedUrl}/instances/inst_demo`;
    const { body } = await call("POST", `${base}/embeds`, { surfaces: ["desktop"] });
    const page = await call("GET", String(body["desktop_url"]), undefined, {});
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("Page of inst_demo")]);
  });
});
