/** Every recorded call of the unified API, sent by the client and answered with the recorded answer. */
import { describe, expect, it } from "vitest";
import { play, type Send } from "../support/examples.ts";

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
      "embeds",
      (client, ref) => client.getPageAddress(ref, { surface: "terminal" }, 3_600_000),
      { url: "https://embed.invalid/t#token=x", expiresAt: 1_780_103_600_000 },
    ],
    [
      "exec",
      (client, ref) => client.exec(ref, "cat missing.txt"),
      { exitCode: 1, stdout: "", stderr: "no such file\n" },
    ],
    [
      "files-list",
      (client, ref) => client.listDirectory(ref, "~/uploads"),
      {
        path: "~/uploads",
        entries: [
          { name: "notes.md", path: "~/uploads/notes.md", sizeBytes: 1204, modifiedMs: 1_780_100_050_000 },
        ],
      },
    ],
    ["files-content", (client, ref) => client.downloadFile(ref, "~/uploads/notes.md"), {}],
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
