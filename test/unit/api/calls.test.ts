import { describe, expect, it } from "vitest";
import { makeClient, twoPlaneRef, unifiedRef } from "./support/client.ts";
import { FakeClock } from "./support/fakeClock.ts";
import { sendJson, startServer } from "./support/server.ts";

describe("reads", () => {
  it("are tried three times, in silence", async () => {
    const server = await startServer((_request, response, nth) => {
      if (nth === 1) response.destroy();
      else if (nth === 2) response.writeHead(502).end("<h1>Bad</h1>");
      else sendJson(response, 200, { data: [] });
    });
    const { client, clock } = makeClient(`${server.origin}/v1`);
    expect(await client.listInstances()).toEqual([]);
    expect(server.seen).toHaveLength(3);
    expect(clock.sleeps).toHaveLength(2);
  });

  it("give the last error after that", async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(503, { "x-request-id": "req-9" }).end();
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.listInstances()).rejects.toMatchObject({
      code: "http_503",
      status: 503,
      requestId: "req-9",
    });
    expect(server.seen).toHaveLength(3);
  });

  it("are not repeated when somebody must do something first", async () => {
    const body = { error: { code: "invalid_api_key", message: "No." } };
    const server = await startServer((_request, response) => sendJson(response, 401, body));
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.listInstances()).rejects.toMatchObject({ code: "invalid_api_key", message: "No." });
    expect(server.seen).toHaveLength(1);
  });

  it("leave a long Retry-After to the caller", async () => {
    const body = { error: { code: "rate_limited", message: "Slow." } };
    const server = await startServer((_request, response) => {
      sendJson(response, 429, body, { "retry-after": "120" });
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.listInstances()).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 120_000,
    });
    expect(server.seen).toHaveLength(1);
  });

  it("can be aborted during a wait", async () => {
    const server = await startServer((_request, response) => response.destroy());
    const { client } = makeClient(`${server.origin}/v1`, { clock: new FakeClock(0) });
    const stop = new AbortController();
    const reading = client.listInstances({ signal: stop.signal });
    setTimeout(() => stop.abort(), 60);
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("calls that change something", () => {
  it("are sent once", async () => {
    const server = await startServer((_request, response) => response.destroy());
    const { client } = makeClient(`${server.origin}/v1`);
    const ref = twoPlaneRef(server.origin);
    for (const call of [
      () => client.startInstance(ref),
      () => client.setSpendCap(ref, 1),
      () => client.deleteInstance(ref),
      () => client.renameSession(ref, "s", "t"),
      () => client.cancelResponse(ref, "r"),
    ]) {
      server.seen.length = 0;
      await expect(call()).rejects.toMatchObject({ code: "connection_lost" });
      expect(server.seen).toHaveLength(1);
    }
  });

  it("may be repeated with an idempotency key", async () => {
    const server = await startServer((_request, response, nth) => {
      if (nth < 3) response.destroy();
      else sendJson(response, 200, { monthly_cap_micros: 1_000_000 });
    });
    const { client } = makeClient(`${server.origin}/v1`);
    expect(await client.topUpSpend(twoPlaneRef(server.origin), 1, "k")).toMatchObject({
      capUsd: 1,
      usedUsd: 0,
    });
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
  });
});

describe("answers that are not what the API describes", () => {
  it.each([
    ["[]", "data"],
    ['{"data":{}}', "data"],
    ['{"data":[{"status":"running"}]}', "id"],
    ["not json", "not JSON"],
    ["", "answer"],
    ["<html>sign in</html>", "web page"],
  ])("%s names the call and the field", async (body, named) => {
    const server = await startServer((_request, response) => void response.writeHead(200).end(body));
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.listInstances()).rejects.toMatchObject({
      code: "malformed_response",
      message: expect.stringMatching(new RegExp(`"list instances".*${named}`)) as string,
    });
    expect(server.seen).toHaveLength(1);
  });

  it("leave out a row that cannot be read", async () => {
    const rows = [{ id: "inst_1", status: 7 }, 5, { id: "" }, { id: "inst_2", status: "moved", agents: "x" }];
    const server = await startServer((_request, response) => sendJson(response, 200, { data: rows }));
    const { client } = makeClient(`${server.origin}/v1`);
    expect(await client.listInstances()).toMatchObject([
      { id: "inst_1", status: "unknown", statusText: "unknown" },
      { id: "inst_2", status: "unknown", statusText: "moved", agents: [] },
    ]);
  });

  it("may not be larger than 20 MB", async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.on("error", () => {});
      const piece = Buffer.alloc(1024 * 1024, 32);
      for (let mb = 0; mb < 22; mb++) response.write(piece);
      response.end("{}");
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.listInstances()).rejects.toMatchObject({ code: "malformed_response" });
  });

  it("are read up to 64 KB when they are errors", async () => {
    const server = await startServer((_request, response) => {
      response
        .writeHead(400)
        .end(`${JSON.stringify({ error: { code: "x", message: "y" } })}${" ".repeat(1 << 20)}`);
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.listInstances()).rejects.toMatchObject({ code: "x" });
  });

  it("do not matter where nothing is read from them", async () => {
    for (const [status, body] of [
      [204, undefined],
      [200, "OK"],
      [202, '{"id":"x"}'],
    ] as const) {
      const server = await startServer((_request, response) => void response.writeHead(status).end(body));
      const { client } = makeClient(`${server.origin}/v1`);
      await expect(client.deleteSession(unifiedRef, "s")).resolves.toBeUndefined();
    }
  });
});

describe("the dialect of an account", () => {
  it("comes from its instances, row by row", async () => {
    const rows = [
      { id: "inst_1", vcpu: 1 },
      { id: "abcdefghij", url: "https://abcdefghij.agent37.app" },
    ];
    const server = await startServer((_request, response) => sendJson(response, 200, { data: rows }));
    const { client } = makeClient(`${server.origin}/v1`);
    expect(await client.listInstances()).toMatchObject([
      { dialect: "unified" },
      { dialect: "two-plane", agentUrl: "https://abcdefghij.agent37.app" },
    ]);
  });

  it("is not asked for again once an instance has told", async () => {
    const server = await startServer(({ method }, response) => {
      const row = { id: "inst_1", vcpu: 1, template: "hermes" };
      sendJson(response, 200, method === "GET" ? { data: [row] } : row);
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await client.listInstances();
    await client.createInstance({ vcpu: 2, spendCapUsd: 3 });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /v1/instances",
      "POST /v1/instances",
    ]);
    expect(JSON.parse(server.seen[1]?.body ?? "")).toEqual({ vcpu: 2, managed_credit_cap_usd: 3 });
  });

  it("is two-plane when nothing tells", async () => {
    const server = await startServer(({ method }, response) => {
      if (method === "GET") sendJson(response, 404, { error: { code: "not_found", message: "m" } });
      else
        sendJson(response, 201, {
          id: "abcdefghij",
          status: "running",
          resources: { cpu: 2, memory: 4, disk: 4 },
        });
    });
    const { client } = makeClient(`${server.origin}/v1`);
    expect(await client.createInstance({ vcpu: 2, spendCapUsd: 3 })).toMatchObject({
      dialect: "two-plane",
      agentUrl: "https://abcdefghij.agent37.app",
    });
    expect(JSON.parse(server.seen[1]?.body ?? "")).toEqual({
      resources: { cpu: 2, memory: 4 },
      budget: { monthly_cap_micros: 3_000_000, credit_micros: 0 },
    });
  });

  it("reads lists page by page", async () => {
    const server = await startServer(({ url }, response) => {
      const cursor = new URL(url, "http://h").searchParams.get("cursor");
      const body =
        cursor === null
          ? { data: [{ id: "inst_1" }], has_more: true, next_cursor: "c 2" }
          : { data: [{ id: "inst_2" }], has_more: false, next_cursor: null };
      sendJson(response, 200, body);
    });
    const { client } = makeClient(`${server.origin}/v1`);
    expect((await client.listInstances()).map(({ id }) => id)).toEqual(["inst_1", "inst_2"]);
  });
});

describe("what one dialect lacks", () => {
  it("is made up for: start by restart, and a changed object by reading it", async () => {
    const instance = { id: "inst_q9", status: "running", vcpu: 1, template: "hermes", name: "New" };
    const server = await startServer(({ method, url }, response) => {
      if (url.endsWith("/start")) sendJson(response, 404, { error: { code: "route_unknown", message: "m" } });
      else if (method === "GET") sendJson(response, 200, instance);
      else sendJson(response, 200, { id: "inst_q9", status: "running" });
    });
    const { client } = makeClient(`${server.origin}/v1`);
    await client.startInstance(unifiedRef);
    expect(await client.patchInstance(unifiedRef, { name: "New" })).toMatchObject({ name: "New" });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /v1/instances/inst_q9/start",
      "POST /v1/instances/inst_q9/restart",
      "PATCH /v1/instances/inst_q9",
      "GET /v1/instances/inst_q9",
    ]);
  });

  it("does not start an instance that is gone", async () => {
    const body = { error: { code: "instance_not_found", message: "m" } };
    const server = await startServer((_request, response) => sendJson(response, 404, body));
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.startInstance(unifiedRef)).rejects.toMatchObject({ code: "instance_not_found" });
    expect(server.seen).toHaveLength(1);
  });

  it("is refused by name", async () => {
    const { client } = makeClient("http://127.0.0.1:9/v1");
    await expect(client.renameSession(unifiedRef, "s", "t")).rejects.toMatchObject({
      code: "rename_unsupported",
    });
    await expect(client.topUpSpend(unifiedRef, 1, "k")).rejects.toMatchObject({ code: "not_supported" });
    await expect(client.patchInstance(unifiedRef, { autoSleep: true })).rejects.toMatchObject({
      code: "not_supported",
    });
  });

  it("is an error for a session that cannot be renamed because it is gone", async () => {
    const server = await startServer((_request, response) =>
      sendJson(response, 200, { id: "s", renamed: false }),
    );
    const { client } = makeClient(`${server.origin}/v1`);
    await expect(client.renameSession(twoPlaneRef(server.origin), "s", "t")).rejects.toMatchObject({
      code: "session_not_found",
    });
  });

  it("names the harness of a session that is not the instance's first", async () => {
    const answer = { id: "s", renamed: true, history: [] };
    const server = await startServer((_request, response) => sendJson(response, 200, answer));
    const { client } = makeClient(`${server.origin}/v1`);
    const ref = twoPlaneRef(server.origin);
    await client.getSession(ref, "s", { agent: "codex" });
    await client.renameSession(ref, "s", "t", { agent: "codex" });
    await client.deleteSession(ref, "s", { agent: "codex" });
    await client.deleteSession(ref, "s");
    const path = "/v1/sessions/s?agent=codex";
    expect(server.seen.map(({ url }) => url)).toEqual([path, path, path, "/v1/sessions/s"]);
  });
});
