import { describe, expect, it, vi } from "vitest";
import { createAgent37Client } from "../../../src/api/client.ts";
import type { InstanceRef } from "../../../src/api/wire.ts";
import { silentLogger } from "../../../src/common/logger.ts";
import { all, makeClient, testKey, twoPlaneRef, unifiedRef } from "./support/client.ts";
import { answer, completed, created, startAgent, streamOf } from "./support/fakeAgent.ts";
import { FakeClock } from "./support/fakeClock.ts";
import { sendJson, startServer } from "./support/server.ts";

const gatewayRef = (agentUrl: string): InstanceRef => ({ id: "gateway", dialect: "gateway", agentUrl });

describe("the key", () => {
  it("is missed before anything is sent", async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, { data: [] }));
    for (const account of [undefined, { baseUrl: `${server.origin}/v1`, key: "" }]) {
      const { client } = makeClient("", { account: () => Promise.resolve(account) });
      await expect(client.listInstances()).rejects.toMatchObject({ code: "missing_api_key", plane: "local" });
      await expect(client.createInstance({})).rejects.toMatchObject({ code: "missing_api_key" });
      await expect(all(client.runTurn(twoPlaneRef(server.origin), { input: "x" }))).rejects.toMatchObject({
        code: "missing_api_key",
      });
    }
    expect(server.seen).toEqual([]);
  });

  it("is asked for at every request, so that a new one counts at once", async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, { data: [] }));
    let key = "sk_live_first1";
    const { client } = makeClient("", {
      account: () => Promise.resolve({ baseUrl: `${server.origin}/v1`, key }),
    });
    await client.listInstances();
    key = "sk_live_second2";
    await client.listInstances();
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer sk_live_first1",
      "Bearer sk_live_second2",
    ]);
  });

  it("never goes to an address that the account does not vouch for", async () => {
    const trap = await startServer((_request, response) => sendJson(response, 200, { data: [] }));
    const { client } = makeClient("https://api.agent37.invalid/v1");
    const ref = twoPlaneRef(trap.origin);
    const calls = [
      () => client.getHealth(ref),
      () => client.listModels(ref),
      () => client.listSessions(ref),
      () => client.getSession(ref, "s"),
      () => client.renameSession(ref, "s", "t"),
      () => client.deleteSession(ref, "s"),
      () => client.createResponse(ref, { input: "x" }),
      () => client.cancelResponse(ref, "r"),
      () => all(client.runTurn(ref, { input: "x" })),
      () => all(client.followTurn(ref, { responseId: "r", sessionId: "s" })),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "untrusted_instance_url" });
    const lost = { input: "x", sentAt: 0 };
    await expect(all(client.recoverTurn(ref, lost))).rejects.toMatchObject({
      code: "turn_unconfirmed",
      cause: { code: "untrusted_instance_url" },
    });
    expect(trap.seen).toEqual([]);
  });

  it("never goes to an instance that another server has named", async () => {
    const trap = await startServer((_request, response) => sendJson(response, 200, { data: [] }));
    const { client } = makeClient(`${trap.origin}/v1`);
    const ref = { ...twoPlaneRef(trap.origin), apiOrigin: "http://127.0.0.1:1" };
    await expect(client.listSessions(ref)).rejects.toMatchObject({ code: "untrusted_instance_url" });
    expect(trap.seen).toEqual([]);
    await client.listSessions({ ...ref, apiOrigin: trap.origin });
    expect(trap.seen).toHaveLength(1);
  });

  it("is not sent over plain http beyond this machine", async () => {
    const { client } = makeClient("http://api.agent37.invalid/v1");
    await expect(client.listInstances()).rejects.toMatchObject({ code: "insecure_url" });
  });

  it("is in no log line, and neither is anything of a turn's content", async () => {
    const agent = await startAgent({ post: streamOf(created, completed("secret answer")) });
    const { client, log } = makeClient(`${agent.origin}/v1`);
    await all(client.runTurn(twoPlaneRef(agent.origin), { input: "secret question" }));
    await client.cancelResponse(twoPlaneRef(agent.origin), "nope").catch(() => undefined);
    expect(log.lines.join("\n")).not.toMatch(new RegExp(`${testKey}|secret`));
    expect(log.lines[0]).toMatch(/^debug POST http:\/\/127\.0\.0\.1:\d+\/v1\/responses → 200, \d+ ms/);
  });
});

describe("a bare gateway", () => {
  it("is spoken to without any key", async () => {
    const agent = await startAgent({ post: streamOf(created, completed("ok")) });
    const { client } = makeClient("", {
      account: () => Promise.resolve({ baseUrl: agent.origin, key: testKey }),
    });
    await all(client.runTurn(gatewayRef(`${agent.origin}/gateway/`), { input: "x" }));
    expect(agent.seen[0]?.url).toBe("/gateway/v1/responses");
    expect(JSON.stringify(agent.seen[0]?.headers)).not.toContain("sk_live");
  });

  it("works without an account", async () => {
    const server = await startServer((_request, response) =>
      sendJson(response, 200, { ok: true, hermes: true }),
    );
    const { client } = makeClient("", { account: () => Promise.resolve(undefined) });
    expect(await client.getHealth(gatewayRef(server.origin))).toEqual({ healthy: true });
  });

  it("cannot be managed", async () => {
    const { client } = makeClient("https://api.agent37.invalid/v1");
    const ref = gatewayRef("http://localhost:3737");
    for (const call of [
      () => client.getInstance(ref),
      () => client.startInstance(ref),
      () => client.stopInstance(ref),
      () => client.restartInstance(ref),
      () => client.updateInstance(ref),
      () => client.deleteInstance(ref),
      () => client.resizeInstance(ref, { vcpu: 2 }),
      () => client.patchInstance(ref, { name: "x" }),
      () => client.getSpend(ref),
      () => client.setSpendCap(ref, 1),
      () => client.topUpSpend(ref, 1, "k"),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "not_supported", plane: "local" });
    }
  });
});

it("reads a stored turn, or nothing once it has expired", async () => {
  const agent = await startAgent({
    stored: (request, response, nth) =>
      nth === 1
        ? answer(200, { id: "r", session_id: "s", status: "queued", output_text: null })(
            request,
            response,
            nth,
          )
        : answer(404, { error: { code: "whatever", message: "m" } })(request, response, nth),
  });
  const { client } = makeClient(`${agent.origin}/v1`);
  expect(await client.getResponse(unifiedRef, "r")).toMatchObject({ status: "in_progress", outputText: "" });
  expect(await client.getResponse(unifiedRef, "r")).toBeUndefined();
});

it("keeps the path of the base URL and escapes ids", async () => {
  const server = await startServer((_request, response) => sendJson(response, 200, { id: "x", history: [] }));
  const { client } = makeClient(`${server.origin}/corp/a37/v1/`);
  await client.getSession(unifiedRef, "a/b?c");
  await client.getSession(twoPlaneRef(`${server.origin}/corp/agents/x/v1`), "a#b");
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/corp/a37/v1/sessions/a%2Fb%3Fc",
    "/corp/agents/x/v1/sessions/a%23b",
  ]);
});

it("connects nowhere and loads nothing before the first call, and ends everything with dispose", async () => {
  const server = await startServer(() => undefined);
  const client = createAgent37Client({
    account: () => Promise.resolve({ baseUrl: `${server.origin}/v1`, key: testKey }),
    network: () => ({}),
    userAgent: "test",
    clock: new FakeClock(),
    logger: silentLogger,
  });
  const pending = client.listInstances();
  await Promise.all([
    expect(pending).rejects.toMatchObject({ name: "AbortError" }),
    new Promise((resolve) => {
      setTimeout(resolve, 30);
    }).then(() => client.dispose()),
  ]);
});

describe("a client that cannot be opened", () => {
  it("is opened by the next call, and can be closed", async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, { data: [] }));
    const { client } = makeClient(`${server.origin}/v1`);
    vi.doMock("../../../src/api/openClient.ts", () => ({
      openClient: () => {
        throw new Error("no such file");
      },
    }));
    await expect(client.listInstances()).rejects.toThrow("no such file");
    const failed = makeClient(`${server.origin}/v1`).client;
    const call = failed.listInstances();
    const closed = failed.dispose();
    await expect(call).rejects.toThrow("no such file");
    await closed;
    vi.doUnmock("../../../src/api/openClient.ts");
    expect(await client.listInstances()).toEqual([]);
  });
});
