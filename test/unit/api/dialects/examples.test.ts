/** Every recorded call, sent by the client and answered with the recorded answer. */
import { describe, expect, it } from "vitest";
import type { Agent37Client } from "../../../../src/api/client.ts";
import type { InstanceRef } from "../../../../src/api/wire.ts";
import { makeClient, testKey, twoPlaneRef, unifiedRef } from "../support/client.ts";
import { fixtureText } from "../support/fixtures.ts";
import { sendJson, startServer } from "../support/server.ts";

interface Example {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: Readonly<Record<string, unknown>>;
  };
  readonly response: { readonly status: number; readonly body?: unknown };
}

type Send = (client: Agent37Client, ref: InstanceRef) => Promise<unknown>;
const session = "5e55104d5e55104d5e55104d5e55104d";

async function play(file: string, dialect: "unified" | "two-plane", send: Send): Promise<unknown> {
  const { request, response } = JSON.parse(fixtureText(`examples/${file}.json`)) as Example;
  const server = await startServer(({ url }, answer) => {
    // What a client may look at to learn the dialect before it creates something.
    if (url.endsWith("/templates") && !request.url.endsWith("/templates")) {
      const row = dialect === "unified" ? { name: "x", tag: "x:1" } : { name: "x", scope: "system" };
      sendJson(answer, 200, { data: [row] });
    } else if (response.body === undefined) answer.writeHead(response.status).end();
    else sendJson(answer, response.status, response.body);
  });
  const { client } = makeClient(`${server.origin}/base/v1`);
  const ref = dialect === "unified" ? unifiedRef : twoPlaneRef(`${server.origin}/agent`);
  const result = await send(client, ref);

  const wanted = new URL(request.url);
  for (const [name, value] of Object.entries(request.query ?? {})) wanted.searchParams.set(name, value);
  const onInstance = wanted.hostname.endsWith(".agent37.app");
  const seen = server.seen.at(-1);
  expect(seen?.method).toBe(request.method);
  expect(seen?.url).toBe(`${onInstance ? "/agent" : "/base"}${wanted.pathname}${wanted.search}`);
  expect(seen?.headers["x-agent37-key"]).toBe(onInstance ? testKey : undefined);
  expect(seen?.headers["authorization"]).toBe(onInstance ? undefined : `Bearer ${testKey}`);
  expect(seen?.headers["user-agent"]).toBe("agent37-chat/0.0.0-test");
  const { metadata, ...body } = request.body ?? {};
  // A new instance gets no metadata from this client; a turn does.
  const fields = file.endsWith("instances-create") ? body : { ...body, ...(metadata ? { metadata } : {}) };
  if (request.body !== undefined) expect(JSON.parse(seen?.body ?? "")).toMatchObject(fields);
  else expect(seen?.body).toBe("");
  return result;
}

describe("two-plane, hosting", () => {
  it.each<[string, Send, object | undefined]>([
    ["instances-stop", (client, ref) => client.stopInstance(ref), undefined],
    ["instances-start", (client, ref) => client.startInstance(ref), undefined],
    ["instances-start-202", (client, ref) => client.startInstance(ref), undefined],
    ["instances-restart", (client, ref) => client.restartInstance(ref), undefined],
    ["instances-delete", (client, ref) => client.deleteInstance(ref), undefined],
    [
      "instances-create",
      (client) =>
        client.createInstance({ name: "My agent", user: "dev-42", autoSleep: true, spendCapUsd: 5 }),
      {
        id: "k7m2p9q4xz",
        agentUrl: "https://k7m2p9q4xz.agent37.app",
        shape: { vcpu: 2, memoryGb: 4, diskGb: 4 },
      },
    ],
    ["instances-patch", (client, ref) => client.patchInstance(ref, { name: "Renamed" }), { name: "Renamed" }],
    ["instances-resize", (client, ref) => client.resizeInstance(ref, { vcpu: 4 }), undefined],
    ["instances-update", (client, ref) => client.updateInstance(ref), undefined],
    [
      "budget-patch",
      (client, ref) => client.setSpendCap(ref, 8),
      { capUsd: 8, usedUsd: 1.25, remainingUsd: 6.75 },
    ],
    [
      "budget-top-up",
      (client, ref) => client.topUpSpend(ref, 2, "topup-2026-10-a"),
      { capUsd: 8, creditUsd: 2, period: "2026-10" },
    ],
    ["budget-get", (client, ref) => client.getSpend(ref), { period: expect.any(String) as string }],
    [
      "templates-list",
      (client) => client.listTemplates(),
      [{ name: "agent37-hermes", scope: "system", agents: ["hermes"] }, { name: "my-agent" }],
    ],
    [
      "instances-list",
      (client) => client.listInstances(),
      expect.arrayContaining([expect.objectContaining({ dialect: "two-plane" })]) as object,
    ],
    ["instances-get", (client, ref) => client.getInstance(ref), { id: "k7m2p9q4xz", dialect: "two-plane" }],
    [
      "instances-get-t1",
      (client, ref) => client.getInstance(ref),
      { dialect: "two-plane", agentUrl: "https://k7m2p9q4xz.agent37.app" },
    ],
  ])("%s", async (file, send, expected) => {
    const result = await play(`two-plane/hosting/${file}`, "two-plane", send);
    if (expected === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(expected);
  });
});

describe("two-plane, agent", () => {
  it.each<[string, Send, object | undefined]>([
    ["health", (client, ref) => client.getHealth(ref), { healthy: true, agent: "hermes" }],
    ["health-booting", (client, ref) => client.getHealth(ref), { healthy: false, agent: "hermes" }],
    [
      "models",
      (client, ref) => client.listModels(ref),
      {
        agent: "hermes",
        models: [
          { id: "default", label: "default", provider: "custom:Agent37", isDefault: true },
          { id: "@openai:gpt-5.2", label: "gpt-5.2", provider: "openai", isDefault: false },
        ],
      },
    ],
    [
      "sessions-list",
      (client, ref) => client.listSessions(ref),
      [
        {
          id: session,
          agent: "hermes",
          title: "Build check",
          lastActiveAt: 1_790_009_310_000,
          messageCount: 2,
        },
      ],
    ],
    ["sessions-list-t2", (client, ref) => client.listSessions(ref), [{ lastActiveAt: 1_790_009_310_000 }]],
    [
      "sessions-get",
      (client, ref) => client.getSession(ref, session),
      {
        id: session,
        activeResponseId: null,
        context: { usedTokens: 8600, windowTokens: 200_000 },
        history: [
          { role: "user", text: "Is the build green?", at: 1_790_009_300_000 },
          { role: "assistant", text: "The build is green.", thinking: "Check CI." },
        ],
      },
    ],
    [
      "sessions-get-running",
      (client, ref) => client.getSession(ref, session),
      { activeResponseId: "1b2c3d4e5f60718293a4b5c6d7e8f90a", history: [] },
    ],
    ["sessions-get-unknown", (client, ref) => client.getSession(ref, "nope"), { history: [] }],
    ["sessions-rename", (client, ref) => client.renameSession(ref, session, "CI"), undefined],
    ["sessions-delete", (client, ref) => client.deleteSession(ref, session), undefined],
    [
      "responses-cancel",
      (client, ref) => client.cancelResponse(ref, "3d4e5f60718293a4b5c6d7e8f90a1b2c"),
      { status: "in_progress", sessionId: session },
    ],
  ])("%s", async (file, send, expected) => {
    const result = await play(`two-plane/agent/${file}`, "two-plane", send);
    if (expected === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(expected);
  });

  it("has no readable response object, so none is asked for", async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, {}));
    const { client } = makeClient(`${server.origin}/v1`);
    expect(await client.getResponse(twoPlaneRef(server.origin), "r")).toBeUndefined();
    expect(server.seen).toEqual([]);
  });
});

describe("unified", () => {
  it.each<[string, Send, object | undefined]>([
    [
      "instances-create",
      (client) => client.createInstance({ template: "hermes", vcpu: 1, user: "dev-42", spendCapUsd: 1 }),
      { id: "inst_q9", dialect: "unified" },
    ],
    [
      "instances-get",
      (client, ref) => client.getInstance(ref),
      {
        id: "inst_q9",
        dialect: "unified",
        status: "running",
        agents: ["hermes"],
        shape: { vcpu: 1 },
        spend: { capUsd: 1, usedUsd: 0.12, remainingUsd: 0.88 },
        createdAt: 1_780_100_000_000,
      },
    ],
    ["instances-get", (client, ref) => client.getHealth(ref), { healthy: true, agent: "hermes" }],
    ["instances-get", (client, ref) => client.getSpend(ref), { capUsd: 1 }],
    ["instances-restart", (client, ref) => client.restartInstance(ref), undefined],
    ["instances-delete", (client, ref) => client.deleteInstance(ref), undefined],
    ["instances-patch-cap", (client, ref) => client.setSpendCap(ref, 5), { capUsd: 5, usedUsd: 0.12 }],
    ["sessions-list", (client, ref) => client.listSessions(ref), [{ id: "sess_7", agent: "hermes" }]],
    [
      "sessions-get",
      (client, ref) => client.getSession(ref, "sess_7"),
      {
        history: [
          { role: "user", at: 1_780_100_100_000 },
          { role: "assistant", text: "Two tests fail in parser.ts." },
        ],
      },
    ],
    ["templates-list", (client) => client.listTemplates(), [{ name: "my-agent:v3" }]],
    [
      "responses-create-continue",
      (client, ref) =>
        client.createResponse(ref, {
          sessionId: "sess_7",
          input: "Fix them.",
          metadata: { editor: "vscode" },
        }),
      {
        status: "completed",
        outputText: "Fixed.",
        usage: { inputTokens: 900, outputTokens: 12, costUsd: 0.0022 },
      },
    ],
    ["responses-get", (client, ref) => client.getResponse(ref, "resp_k3"), { status: "in_progress" }],
    [
      "responses-cancel",
      (client, ref) => client.cancelResponse(ref, "resp_k5"),
      { status: "cancelled", outputText: "Step 1: " },
    ],
  ])("%s", async (file, send, expected) => {
    const result = await play(`unified/${file}`, "unified", send);
    if (expected === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(expected);
  });
});
