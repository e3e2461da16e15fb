/** Commands, log, metrics, pages, copies and usage, against the emulator and against servers that answer oddly. */
import { describe, expect, it } from "vitest";
import type { InstanceRef } from "../../../src/api/wire.ts";
import type { Agent37Client } from "../../../src/api/client.ts";
import { useEmulator } from "../emulator/harness.ts";
import { makeClient, twoPlaneRef, unifiedRef } from "./support/client.ts";
import { type DialectName, placeIn } from "./support/place.ts";
import { sendJson, startServer } from "./support/server.ts";

const emulator = useEmulator();
const accounts = ["unified", "two-plane"] as const;
const place = (dialect: DialectName) => placeIn(emulator.it, dialect);
const named = (client: Agent37Client, wanted: string): Promise<InstanceRef> =>
  client.listInstances().then((all) => {
    const found = all.find(({ name }) => name === wanted);
    if (!found) throw new Error(`No instance ${wanted}`);
    return found;
  });

/** A client of a server that answers everything with one body. */
async function answering(body: unknown, status = 200) {
  const server = await startServer((_request, response) => sendJson(response, status, body));
  const { client, log } = makeClient(`${server.origin}/v1`);
  return { client, log, server, ref: twoPlaneRef(server.origin) };
}

describe.each(accounts)("a command on the %s dialect", (dialect) => {
  it("gives what it wrote and how it ended", async () => {
    const { client, ref } = await place(dialect);
    const result = await client.exec(ref, "echo 'é \"$HOME\"'; echo bad >&2; exit 3");
    expect(result).toEqual({ exitCode: 3, stdout: 'é "$HOME"\n', stderr: "bad\n", truncated: false });
  });

  it("brings up to 512 KB a stream, and says that the middle is missing", async () => {
    const { client, ref } = await place(dialect);
    const result = await client.exec(ref, "yes | head -c 700000; yes | head -c 700000 >&2");
    expect(result.truncated).toBe(true);
    expect(result.stdout.length).toBeGreaterThan(500_000);
    expect(result.stdout).toContain("bytes cut");
  });

  it("is not sent twice, whatever happens to its answer", async () => {
    for (const action of [
      { kind: "drop" },
      { kind: "html", status: 503 },
      { kind: "error", code: "try_again", status: 503 },
    ] as const) {
      const { client, ref } = await place(dialect);
      await emulator.it.control.faults.add({ path: "exec", times: 1, action });
      await emulator.it.control.requests.clear();
      await expect(client.exec(ref, "echo hi")).rejects.toMatchObject({ name: "Agent37Error" });
      expect(await emulator.it.control.requests.list({ path: "exec" })).toHaveLength(1);
    }
  });

  it("ends when it is aborted", async () => {
    const { client, ref } = await place(dialect);
    const running = client.exec(ref, "sleep 5", { signal: AbortSignal.timeout(200) });
    await expect(running).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("a command", () => {
  it("wakes a sleeping instance", async () => {
    const { client } = await place("two-plane");
    const ref = await named(client, "Sleeping agent");
    expect((await client.exec(ref, "echo up")).stdout).toBe("up\n");
    expect(await client.getInstance(ref)).toMatchObject({ status: "running", sleptAt: undefined });
  });

  it("that runs too long fails with what the server says", async () => {
    await emulator.it.control.settings.set({ execLimitMs: 50 });
    const { client, ref } = await place("two-plane");
    await expect(client.exec(ref, "sleep 9")).rejects.toMatchObject({
      code: "provisioning_failed",
      status: 502,
    });
  });

  it("is refused on an instance that does not run", async () => {
    const two = await place("two-plane");
    await expect(two.client.exec(await named(two.client, "Stopped agent"), "ls")).rejects.toMatchObject({
      code: "invalid_request",
    });
    const one = await place("unified");
    await expect(one.client.exec(await named(one.client, "Stopped agent"), "ls")).rejects.toMatchObject({
      code: "instance_not_running",
    });
  });
});

describe("log and metrics", () => {
  it("come with the computer's health and in milliseconds", async () => {
    const { client, ref } = await place("two-plane");
    const log = await client.getLogs(ref, 200);
    expect(log).toMatchObject({
      text: "gateway listening\nagent ready\n",
      truncated: false,
      health: { running: true, restartCount: 0, oomSuspected: false, verdict: { overall: "pressure" } },
    });
    expect(Math.abs((log.fetchedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    const metrics = await client.getMetrics(ref, 1);
    expect(metrics).toMatchObject({ hours: 1, stepMs: 60_000, limits: { cpuCores: 2 } });
    expect(metrics.cpuCores.length).toBeGreaterThan(10);
    expect(Math.abs((metrics.cpuCores.at(-1)?.[0] ?? 0) - Date.now())).toBeLessThan(120_000);
  });

  it.each([
    [0, "1"],
    [5_000, "2000"],
    [10.4, "10"],
  ])("are asked for %d lines as %s", async (lines, tail) => {
    const { client, ref, server } = await answering({ logs: "" });
    expect(await client.getLogs(ref, lines)).toEqual({
      text: "",
      truncated: false,
      health: undefined,
      fetchedAt: undefined,
    });
    expect(server.seen[0]?.url).toBe(`/v1/instances/${ref.id}/logs?tail=${tail}`);
  });

  it("leave out points without a value, and take an empty series", async () => {
    const series = { cpu_cores: [[1_790_000_000, null], [1_790_000_060, 0.5], "odd"], memory_bytes: [] };
    const { client, ref } = await answering({ series });
    expect(await client.getMetrics(ref, 24)).toMatchObject({
      cpuCores: [[1_790_000_060_000, 0.5]],
      memoryBytes: [],
      diskBytes: [],
      hours: 24,
      limits: {},
    });
  });

  it("say that the store is down only after they have tried again", async () => {
    const { client, ref } = await place("two-plane");
    const action = { kind: "error", code: "try_again", status: 503 } as const;
    await emulator.it.control.faults.add({ path: "metrics", times: -1, action });
    await expect(client.getMetrics(ref, 24)).rejects.toMatchObject({ code: "try_again" });
    expect(await emulator.it.control.requests.list({ path: "metrics" })).toHaveLength(3);
  });

  it("do not exist where the dialect has none", async () => {
    const one = await place("unified");
    await expect(one.client.getLogs(one.ref, 5)).rejects.toMatchObject({ code: "not_supported" });
    await expect(one.client.getMetrics(one.ref, 5)).rejects.toMatchObject({ code: "not_supported" });
    const bare = await place("gateway");
    await expect(bare.client.exec(bare.ref, "ls")).rejects.toMatchObject({ code: "not_supported" });
    await expect(bare.client.getLogs(bare.ref, 5)).rejects.toMatchObject({ code: "not_supported" });
    await expect(bare.client.getUsage(bare.ref)).rejects.toMatchObject({ code: "not_supported" });
  });
});

describe("a page", () => {
  it.each([
    [{ port: 9119 }, 9119],
    [{ surface: "terminal" }, 7681],
    [{ surface: "files" }, 8080],
  ] as const)("%o of the two-plane dialect opens without a key", async (target, port) => {
    const { client, ref } = await place("two-plane");
    const { url, expiresAt } = await client.getPageAddress(ref, target, 600_000);
    expect(url).toContain(`-${port}/?a37_token=`);
    expect(Math.abs((expiresAt ?? 0) - Date.now() - 600_000)).toBeLessThan(60_000);
    expect(await (await fetch(url)).text()).toContain(`Port ${port}`);
  });

  it.each(["terminal", "desktop", "files"] as const)("%s of the unified dialect opens", async (surface) => {
    const { client, ref } = await place("unified");
    const { url, expiresAt } = await client.getPageAddress(ref, { surface }, 600_000);
    expect(expiresAt).toBeGreaterThan(Date.now());
    expect((await fetch(url)).status).toBe(200);
  });

  it("that the dialect does not have is refused without a request", async () => {
    const two = await place("two-plane");
    const one = await place("unified");
    await emulator.it.control.requests.clear();
    await expect(two.client.getPageAddress(two.ref, { surface: "desktop" }, 1)).rejects.toMatchObject({
      code: "not_supported",
    });
    await expect(one.client.getPageAddress(one.ref, { port: 80 }, 1)).rejects.toMatchObject({
      code: "not_supported",
    });
    expect(await emulator.it.control.requests.list()).toEqual([]);
  });

  it.each(["javascript:alert('S3CRET')", "file:///S3CRET", "vscode://S3CRET", "S3CRET", ""])(
    "at %j is not opened, and stands in no error and no log",
    async (url) => {
      const { client, ref, log } = await answering({ url, terminal_url: url });
      for (const on of [ref, unifiedRef]) {
        const error: unknown = await client
          .getPageAddress(on, { surface: "terminal" }, 60_000)
          .catch((caught: unknown) => caught);
        expect(error).toMatchObject({ code: "malformed_response" });
        expect(JSON.stringify(error) + String(error)).not.toContain("S3CRET");
      }
      expect(log.lines.join("\n")).not.toContain("S3CRET");
    },
  );

  it("leaves no trace in the log, whatever its answer is", async () => {
    const url = "https://x-7681.agent37.app/?a37_token=S3CRET#token=S3CRET";
    for (const [status, body] of [
      [200, JSON.stringify({ url, expires_at: 1 })],
      [200, `it is here: ${url}/S3CRET`],
      [503, `<p>${url}/S3CRET</p>`],
    ] as const) {
      const server = await startServer((_request, response) => response.writeHead(status).end(body));
      const { client, log } = makeClient(`${server.origin}/v1`);
      await client.getPageAddress(twoPlaneRef(server.origin), { port: 80 }, 60_000).catch(() => undefined);
      expect(log.lines.length).toBeGreaterThan(0);
      expect(log.lines.join("\n")).not.toContain("S3CRET");
    }
  });
});

describe("copies", () => {
  it("a fork is vouched for like any other instance, and can be provisioning", async () => {
    const { client, ref } = await place("two-plane");
    const copy = await client.forkInstance(ref, { name: "Copy", vcpu: 4, autoSleep: true });
    expect(copy).toMatchObject({
      name: "Copy",
      status: "running",
      shape: { vcpu: 4, memoryGb: 8 },
      autoSleep: true,
    });
    expect(copy.apiOrigin).toBe(new URL(emulator.it.twoPlaneUrl).origin);
    expect(await client.listDirectory(copy)).toMatchObject({ path: "/home/node" });
    await emulator.it.control.settings.set({ longMoves: true, transitionMs: 60_000 });
    expect(await client.forkInstance(ref, {})).toMatchObject({ name: "Demo agent", status: "provisioning" });
  });

  it("backups are made, listed newest first, refused too soon, and gone back to", async () => {
    const { client, ref } = await place("two-plane");
    const made = await client.createBackup(ref);
    expect(made).toMatchObject({ kind: "manual", sizeBytes: 52_428_800 });
    expect(await client.listBackups(ref)).toMatchObject([{ id: made.id }, { kind: "automatic" }]);
    const soon = client.createBackup(ref);
    await expect(soon).rejects.toMatchObject({
      code: "rate_limited",
      status: 429,
      retryAfterMs: expect.closeTo(900_000, -5) as number,
    });
    expect(await emulator.it.control.requests.list({ method: "POST", path: "backups" })).toHaveLength(2);
    await client.restoreBackup(ref, made.id);
    await expect(client.restoreBackup(ref, "nope")).rejects.toMatchObject({ code: "not_found" });
  });

  it("an archived instance of the unified dialect comes back", async () => {
    const { client, ref } = await place("unified");
    await client.deleteInstance(ref);
    await expect(client.getInstance(ref)).rejects.toMatchObject({ code: "instance_not_found" });
    await client.undeleteInstance(ref);
    expect(await client.getInstance(ref)).toMatchObject({ name: "Demo agent", status: "running" });
  });

  it("that a dialect does not have are refused with a sentence", async () => {
    const one = await place("unified");
    const two = await place("two-plane");
    const refused = { code: "not_supported", message: expect.stringMatching(/^[A-Z].*\.$/) as string };
    await expect(two.client.undeleteInstance(two.ref)).rejects.toMatchObject(refused);
    await expect(one.client.forkInstance(one.ref, {})).rejects.toMatchObject(refused);
    await expect(one.client.listBackups(one.ref)).rejects.toMatchObject(refused);
    await expect(one.client.createBackup(one.ref)).rejects.toMatchObject(refused);
    await expect(one.client.restoreBackup(one.ref, "x")).rejects.toMatchObject(refused);
    await expect(one.client.resizeInstance(one.ref, { diskGb: 9 })).rejects.toMatchObject(refused);
  });
});

describe("sizes and sleep", () => {
  it("are asked for on create and resize, and read back", async () => {
    const { client } = await place("two-plane");
    const made = await client.createInstance({
      vcpu: 4,
      diskGb: 10,
      autoSleep: true,
      idleTimeoutMs: 1_200_000,
    });
    expect(made).toMatchObject({
      shape: { vcpu: 4, memoryGb: 8, diskGb: 10 },
      autoSleep: true,
      idleTimeoutMs: 1_200_000,
      sleptAt: undefined,
    });
    await client.resizeInstance(made, { diskGb: 12 });
    expect((await client.getInstance(made)).shape).toEqual({ vcpu: 4, memoryGb: 8, diskGb: 12 });
    await expect(client.resizeInstance(made, { diskGb: 8 })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  it("tell since when an instance sleeps", async () => {
    const { client } = await place("two-plane");
    const all = await client.listInstances();
    expect(all.find(({ name }) => name === "Sleeping agent")?.sleptAt).toBeLessThan(Date.now());
    expect(all.find(({ name }) => name === "Demo agent")?.sleptAt).toBeUndefined();
  });
});
