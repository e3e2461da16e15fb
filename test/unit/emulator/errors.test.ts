import { describe, expect, it } from "vitest";
import { errorTable } from "../../emulator/errors/errorTable.ts";
import { call, streamTurn, useEmulator } from "./harness.ts";

const emulator = useEmulator();

/** Every code of the contract with the statuses it is documented with. */
const documented: Record<string, number[]> = {
  invalid_api_key: [401],
  insufficient_balance: [402],
  instance_cap_reached: [402],
  instance_not_found: [404],
  instance_not_running: [409],
  session_busy: [409],
  insufficient_capacity: [503],
  rate_limited: [200, 429],
  validation_error: [200, 400],
  ip_not_allowed: [403],
  invalid_request: [200, 400],
  image_too_large: [200, 400],
  forbidden: [403],
  not_found: [404],
  instance_limit_reached: [409],
  tier_limit: [403],
  shared_unavailable: [403],
  capacity_unavailable: [409],
  template_conflict: [409],
  template_unavailable: [409],
  build_conflict: [409],
  domain_exists: [409],
  public_port_exists: [409],
  ssh_key_exists: [409],
  custom_auth_required: [422],
  try_again: [200, 409, 503],
  no_capacity: [503],
  image_ingest_failed: [200, 502],
  provisioning_failed: [500, 502],
  build_failed: [200],
  build_timeout: [200],
  invalid_image_archive: [200],
  instance_suspended: [402],
  container_unavailable: [502],
  container_unreachable: [502],
  upstream_unreachable: [502],
  instance_saturated: [503],
  host_mesh_not_ready: [503],
  wake_timeout: [503],
  wake_failed: [503],
  upstream_timeout: [504],
  unavailable: [503],
  internal_error: [200, 500],
  not_a_directory: [400],
  response_not_found: [404],
  session_not_found: [404],
  profile_not_found: [404],
  file_not_found: [404],
  rename_unsupported: [405],
  title_conflict: [409],
  file_exists: [409],
  modified: [412],
  payload_too_large: [413],
  agent_error: [200, 502],
  agent_unavailable: [200, 503],
  auth_error: [200, 502],
  quota_exhausted: [200, 502],
  model_error: [200, 502],
  invalid_provider: [200, 502],
  provider_error: [200, 502],
  worker_error: [200, 502],
  hermes_not_found: [200, 503],
  import_error: [200, 503],
  session_db_unavailable: [200, 503],
  session_load_error: [200, 503],
  refusal: [200],
  timeout: [200],
  context_length: [200],
  unknown: [200],
  instance_budget_exhausted: [402],
};

const bases = {
  unified: () => emulator.it.unifiedUrl,
  hosting: () => emulator.it.twoPlaneUrl,
  agent: () => `${emulator.it.url}/agent/demo000001/v1`,
  transport: () => `${emulator.it.url}/agent/demo000001/v1`,
};

const cases = Object.entries(errorTable).flatMap(([code, entry]) =>
  Object.entries(entry.planes).flatMap(([plane, spec]) =>
    plane === "managed" ? [] : [{ code, plane: plane as keyof typeof bases, spec }],
  ),
);
const httpCases = cases.filter(({ spec }) => spec.http.some((status) => status !== 200));
const turnCases = cases.filter(({ plane, spec }) => plane === "agent" && spec.http.includes(200));

describe("error codes", () => {
  it("are all in the table, with their documented statuses", () => {
    const known = Object.entries(errorTable).map(([code, { planes }]) => {
      const statuses = Object.values(planes).flatMap(({ http }) => [...http]);
      return [code, [...new Set(statuses)].sort((a, b) => a - b)];
    });
    expect(Object.fromEntries(known)).toEqual(documented);
  });

  it.each(httpCases)("$code on $plane: status, envelope and fields", async ({ code, plane, spec }) => {
    const envelope = plane === "transport" ? ("flat" as const) : undefined;
    await emulator.it.control.faults.add({ action: { kind: "error", code, ...(envelope && { envelope }) } });
    const answer = await call("GET", `${bases[plane]()}/models`);
    expect(answer.status).toBe(spec.http.find((status) => status !== 200));
    expect(answer.headers.has("retry-after")).toBe(spec.fields.includes("retry_after"));
    const { error } = answer.body;
    if (plane === "transport" || code === "custom_auth_required") {
      expect(error).toBe(code);
      return;
    }
    const fields = spec.fields.filter((field) => field !== "retry_after");
    expect(new Set(Object.keys(error as object))).toEqual(new Set(["code", "message", ...fields]));
  });

  it.each(turnCases)("$code inside a failed turn", async ({ code }) => {
    const { frames } = await streamTurn(emulator.it, `fail ${code}`);
    expect(frames.at(-1)).toMatchObject({ event: "response.failed", data: { error: { code } } });
    expect(frames.length).toBeGreaterThan(2);
  });

  it.each(httpCases.filter(({ plane }) => plane !== "hosting"))(
    "$code as the answer to a message on $plane",
    async ({ code, plane }) => {
      const body = { input: `error ${code}`, ...(plane === "unified" && { instance_id: "inst_demo" }) };
      const answer = await call("POST", `${bases[plane]()}/responses`, body);
      const { error } = answer.body;
      expect(typeof error === "string" ? error : (error as { code: string }).code).toBe(code);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    },
  );

  it("are answered so often as the message says", async () => {
    const send = () => call("POST", `${bases.agent()}/responses`, { input: "error session_busy 2" });
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([409, 409, 200]);
  });
});

describe("keys", () => {
  const health = (headers: Record<string, string>) =>
    call("GET", `${bases.agent()}/health`, undefined, headers);
  const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

  it("are asked for everywhere but on the bare gateway and at the edge's own health", async () => {
    for (const base of [bases.unified(), bases.hosting()]) {
      const answer = await call("GET", `${base}/instances`, undefined, {});
      expect([answer.status, (answer.body["error"] as { code: string }).code]).toEqual([
        401,
        "invalid_api_key",
      ]);
    }
    expect((await health({})).body).toMatchObject({
      error: "invalid_api_key",
      docs: expect.any(String) as string,
    });
    expect((await call("GET", `${emulator.it.gatewayUrl}/v1/health`, undefined, {})).status).toBe(200);
    expect((await call("GET", `${emulator.it.url}/agent/demo000001/health`, undefined, {})).body).toEqual({
      ok: true,
    });
  });

  it("count in X-Agent37-Key first, without falling back", async () => {
    expect((await health(bearer("sk_live_emulator"))).status).toBe(200);
    expect((await health({ ...bearer("sk_live_emulator"), "X-Agent37-Key": "sk_live_bad" })).status).toBe(
      401,
    );
    expect((await health({ ...bearer("sk_live_bad"), "X-Agent37-Key": "sk_live_emulator" })).status).toBe(
      200,
    );
  });

  it("can be revoked or bound to other addresses", async () => {
    await emulator.it.control.keys.set("sk_live_emulator", "revoked");
    expect((await call("GET", `${bases.hosting()}/instances`)).status).toBe(401);
    await emulator.it.control.keys.set("sk_live_emulator", "ip_not_allowed");
    expect((await call("GET", `${bases.hosting()}/instances`)).status).toBe(403);
    expect((await health(bearer("sk_live_emulator"))).body).toMatchObject({ error: "ip_not_allowed" });
    await emulator.it.control.keys.set("sk_live_other", "valid");
    expect((await health(bearer("sk_live_other"))).status).toBe(200);
  });
});
