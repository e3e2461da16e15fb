/** Every recorded call of the two-plane API, sent by the client and answered with the recorded answer. */
import { describe, expect, it } from "vitest";
import { makeClient, twoPlaneRef } from "../support/client.ts";
import { play, type Send } from "../support/examples.ts";
import { fixtureText } from "../support/fixtures.ts";
import { sendJson, startServer } from "../support/server.ts";

const session = "5e55104d5e55104d5e55104d5e55104d";

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
      "instances-fork",
      (client, ref) => client.forkInstance(ref, { name: "copy" }),
      { id: "c8c7c6c5c4", agentUrl: "https://c8c7c6c5c4.agent37.app", name: "copy" },
    ],
    [
      "backups-list",
      (client, ref) => client.listBackups(ref),
      [
        {
          id: "0123456789abcdef0123",
          kind: "automatic",
          createdAt: 1_789_990_000_000,
          sizeBytes: 52_428_800,
        },
      ],
    ],
    [
      "exec",
      (client, ref) => client.exec(ref, "node --version"),
      { exitCode: 0, stdout: "v22.4.0\n", stderr: "", truncated: false },
    ],
    [
      "logs",
      (client, ref) => client.getLogs(ref, 200),
      {
        text: "gateway listening\nagent ready\n",
        health: { running: true, exitCode: undefined, verdict: { disk: "pressure", memory: "healthy" } },
        fetchedAt: 1_790_009_200_000,
      },
    ],
    [
      "metrics",
      (client, ref) => client.getMetrics(ref, 1),
      {
        cpuCores: [
          [1_790_005_600_000, 0.2],
          [1_790_005_660_000, 0.4],
        ],
        limits: { cpuCores: 2, memoryBytes: 4_294_967_296, diskBytes: 4_294_967_296 },
        hours: 1,
        stepMs: 60_000,
      },
    ],
    [
      "signed-url",
      (client, ref) => client.getPageAddress(ref, { port: 7681 }, 3_600_000),
      { url: "https://k7m2p9q4xz-7681.agent37.app/?a37_token=EXAMPLE", expiresAt: 1_790_012_800_000 },
    ],
    [
      "usage",
      (client, ref) => client.getUsage(ref, "2026-10"),
      {
        period: "2026-10",
        totalUsd: 1.25,
        services: [
          { service: "llm", costUsd: 1.24, calls: 31, inputTokens: 410_000, outputTokens: 22_000 },
          { service: "brave", costUsd: 0.01, calls: 2 },
          { service: "composio", costUsd: 0, calls: 0 },
        ],
      },
    ],
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
      "files-list",
      (client, ref) => client.listDirectory(ref),
      {
        path: "/home/node",
        truncated: false,
        entries: [
          { name: ".hermes", type: "directory", sizeBytes: undefined, hidden: true },
          { name: "notes.md", path: "/home/node/notes.md", sizeBytes: 1204, modifiedMs: 1_790_009_100_123.5 },
        ],
      },
    ],
    ["files-mkdir", (client, ref) => client.createDirectory(ref, "~/docs"), { path: "/home/node/docs" }],
    [
      "files-move",
      (client, ref) => client.moveFile(ref, "/home/node/notes.md", "/home/node/old.md"),
      { path: "/home/node/old.md" },
    ],
    ["files-delete", (client, ref) => client.deleteFile(ref, "/home/node/docs"), undefined],
    [
      "files-archive",
      (client, ref) => client.downloadArchive(ref, "/home/node/docs"),
      { sizeBytes: undefined },
    ],
    ["files-content-get", (client, ref) => client.downloadFile(ref, "~/notes.md"), {}],
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

  it("files-content-put", async () => {
    const { request, response } = JSON.parse(
      fixtureText("examples/two-plane/agent/files-content-put.json"),
    ) as { request: { headers: Record<string, string> }; response: { body: unknown } };
    const server = await startServer((_request, answer) => sendJson(answer, 200, response.body));
    const { client } = makeClient(`${server.origin}/v1`);
    const options = { expectedModifiedMs: Number(request.headers["X-Expected-Mtime"]) };
    const path = "/home/node/notes.md";
    const entry = await client.writeFile(twoPlaneRef(server.origin), path, new Uint8Array(1204), options);
    expect(entry).toMatchObject({ path, sizeBytes: 1204, modifiedMs: 1_790_009_100_123.5 });
    const [put] = server.seen;
    expect(put).toMatchObject({ method: "PUT", headers: { "x-expected-mtime": "1790009100123.5" } });
    expect(put?.headers["content-length"]).toBe("1204");
    expect(Object.fromEntries(new URL(put?.url ?? "", server.origin).searchParams)).toEqual({
      path,
      overwrite: "true",
    });
  });

  it("has no readable response object, so none is asked for", async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, {}));
    const { client } = makeClient(`${server.origin}/v1`);
    expect(await client.getResponse(twoPlaneRef(server.origin), "r")).toBeUndefined();
    expect(server.seen).toEqual([]);
  });
});
