import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { FaultAction } from "../../emulator/emulator.ts";
import { useEmulator } from "./harness.ts";

interface Example {
  version?: "T1" | "T2" | "T3";
  request: {
    method: string;
    url: string;
    query?: Record<string, string>;
    body?: unknown;
    raw_body?: string;
    headers: Record<string, string>;
  };
  response: { status: number; headers?: Record<string, string>; body?: unknown };
}

const emulator = useEmulator();
const folder = new URL("../../fixtures/examples/", import.meta.url);
const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort();

/** Examples of errors that a fault has to bring about, and of states that a call has to find. */
const faults: Record<string, FaultAction> = {
  "errors/agent-unknown-code.json": { kind: "error", code: "some_new_provider_code" },
  "errors/hosting-provisioning_failed.json": { kind: "error", code: "provisioning_failed" },
  "errors/hosting-try_again.json": { kind: "error", code: "try_again" },
  "errors/proxy-html.json": { kind: "html", status: 502 },
  "errors/transport-upstream_timeout.json": { kind: "error", code: "upstream_timeout" },
  "errors/transport-wake_timeout.json": { kind: "error", code: "wake_timeout" },
  "errors/unified-insufficient_capacity.json": { kind: "error", code: "insufficient_capacity" },
  "errors/unified-rate_limited.json": { kind: "error", code: "rate_limited", retryAfter: "7" },
  "two-plane/agent/responses-create-failed.json": { kind: "failTurn", code: "auth_error" },
};
const states: Record<string, () => Promise<unknown>> = {
  "errors/hosting-invalid_request.json": () => set("demo000001", { status: "sleeping" }),
  "errors/transport-container_unavailable.json": () => set("demo000001", { status: "stopped" }),
  "errors/transport-not_found.json": () => set("demo000001", { status: "failed" }),
  "errors/unified-insufficient_balance.json": () => emulator.it.control.wallet.set(0),
  "errors/unified-instance_cap_reached.json": () => set("inst_demo", { budget: { capUsd: 0 } }),
  "errors/unified-invalid_api_key.json": () => emulator.it.control.keys.set("sk_live_emulator", "revoked"),
  "two-plane/hosting/instances-start.json": () => set("demo000001", { status: "stopped" }),
  "two-plane/hosting/instances-start-202.json": async () => {
    await set("demo000001", { status: "stopped" });
    await emulator.it.control.settings.set({ longMoves: true, transitionMs: 60_000 });
  },
};
const set = (...args: Parameters<typeof emulator.it.control.instances.set>) =>
  emulator.it.control.instances.set(...args);

/** Ids of the examples → those of the emulator. */
async function prepare(name: string): Promise<(text: string) => string> {
  const { control } = emulator.it;
  const home = (await control.instances.get("demo000001"))?.home ?? "";
  await mkdir(`${home}/docs`);
  await writeFile(`${home}/docs/a.md`, "a");
  const uploads = (await control.instances.get("inst_demo"))?.home ?? "";
  await writeFile(`${uploads}/uploads/notes.md`, "notes");
  const busy = /session_busy|running|responses-cancel|responses-get/.test(name);
  const input = busy ? "slow 50" : "think 1";
  const two = await control.startTurn({ instanceId: "demo000001", input });
  const unified = await control.startTurn({ instanceId: "inst_demo", input });
  if (!busy) await control.clock.advance(10_000);
  else await control.clock.advance(1_000);
  const origin = emulator.it.url;
  const replacements: [RegExp, string][] = [
    [
      /https:\/\/api\.agent37\.com\/v1/g,
      name.includes("unified") ? emulator.it.unifiedUrl : emulator.it.twoPlaneUrl,
    ],
    [/https:\/\/k7m2p9q4xz\.agent37\.app/g, `${origin}/agent/demo000001`],
    [/k7m2p9q4xz/g, "demo000001"],
    [/inst_q9/g, "inst_demo"],
    [/inst_w2/g, "inst_stopped"],
    [/sess_7/g, unified.sessionId],
    [/resp_k\d/g, unified.responseId],
    [/5e55104d5e55104d5e55104d5e55104d/g, two.sessionId],
    [/(1b2c3d4e5f60718293a4b5c6d7e8f90a|3d4e5f60718293a4b5c6d7e8f90a1b2c)/g, two.responseId],
    [/sk_live_EXAMPLEONLY/g, emulator.it.key],
  ];
  return (text) => replacements.reduce((done, [from, to]) => done.replace(from, to), text);
}

/** Every key of the example is there with a value of its kind; null stands for any kind. */
function missing(example: unknown, actual: unknown, at = "body"): string[] {
  if (example === null || actual === null) return actual === undefined ? [at] : [];
  if (Array.isArray(example)) {
    if (!Array.isArray(actual)) return [`${at}: no array`];
    return example.length > 0 && actual.length > 0 ? missing(example[0], actual[0], `${at}[0]`) : [];
  }
  if (typeof example !== typeof actual) return [`${at}: ${typeof actual} instead of ${typeof example}`];
  if (typeof example !== "object") return [];
  return Object.entries(example).flatMap(([key, value]) => {
    const found: unknown = Reflect.get(actual as object, key);
    if (found === undefined) return optional.has(key) ? [] : [`${at}.${key}`];
    return missing(value, found, `${at}.${key}`);
  });
}

/** Fields that belong to the example's state, not to the shape. */
const optional = new Set(["slept_at", "hint", "metadata", "team", "thinking"]);

describe("the documented examples", () => {
  it("are all there", () => expect(names.length).toBeGreaterThan(80));

  it.each(names)("%s: same status, same shape", async (name) => {
    const rewrite = await prepare(name);
    const { request, response, version } = JSON.parse(
      rewrite(readFileSync(new URL(name, folder), "utf8")),
    ) as Example;
    if (version) await emulator.it.control.settings.set({ gatewayVersion: version });
    await states[name]?.();
    const action = faults[name];
    if (action) await emulator.it.control.faults.add({ action });
    const answer = await fetch(`${request.url}${query(request.query)}`, init(request));
    expect(answer.status).toBe(response.status);
    for (const [header, value] of Object.entries(response.headers ?? {})) {
      // The runtime's fetch hides Connection; its bytes are checked where the stream is.
      if (header !== "Connection") expect(answer.headers.get(header)).toContain(value);
    }
    const text = await answer.text();
    if (response.body !== undefined) expect(missing(response.body, JSON.parse(text))).toEqual([]);
  });
});

function query(parts: Record<string, string> | undefined): string {
  return parts ? `?${new URLSearchParams(parts).toString()}` : "";
}

function init(request: Example["request"]): RequestInit {
  const headers = new Headers(request.headers);
  headers.delete("Content-Length");
  if (request.raw_body?.startsWith("multipart")) {
    headers.delete("Content-Type");
    const body = new FormData();
    body.append("files", new Blob(["notes"]), "notes.md");
    return { method: request.method, headers, body };
  }
  if (request.method === "PUT" && headers.get("X-Expected-Mtime") !== "1") headers.delete("X-Expected-Mtime");
  const body = request.raw_body ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  return { method: request.method, headers, ...(body !== undefined && { body }) };
}
