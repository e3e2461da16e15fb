/** Usage figures: the emulator's, and the shapes that the docs leave open. */
import { describe, expect, it } from "vitest";
import { useEmulator } from "../emulator/harness.ts";
import { makeClient, twoPlaneRef } from "./support/client.ts";
import { placeIn } from "./support/place.ts";
import { sendJson, startServer } from "./support/server.ts";

const emulator = useEmulator();
const range = { from: "2026-10-01", to: "2026-10-31" };
const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
const sum = (rows: readonly { readonly costUsd: number }[]) =>
  rows.reduce((all, { costUsd }) => all + costUsd, 0);

async function account(body: unknown) {
  const server = await startServer(({ url }, response) =>
    sendJson(response, 200, url.endsWith("/templates") ? { data: [{ name: "x", scope: "system" }] } : body),
  );
  const { client } = makeClient(`${server.origin}/v1`);
  return client.getAccountUsage(range);
}

describe("the account's usage", () => {
  it("adds up to its total in every view", async () => {
    await emulator.it.control.spending.sample(30);
    const { client } = await placeIn(emulator.it, "two-plane");
    const usage = await client.getAccountUsage({ from: day(20), to: day(1) });
    expect(usage).toMatchObject({ from: day(20), to: day(1) });
    expect(usage.totalUsd).toBeGreaterThan(1);
    for (const view of [usage.services, usage.days, usage.instances]) {
      expect(sum(view)).toBeCloseTo(usage.totalUsd, 6);
    }
    expect(usage.services.map(({ service }) => service)).toEqual([
      "compute",
      "llm",
      "brave",
      "composio",
      "perflo",
    ]);
    expect(sum(usage.models)).toBeCloseTo(usage.services[1]?.costUsd ?? 0, 6);
    expect(usage.days).toHaveLength(20);
    for (const { costUsd, services } of usage.days) expect(sum(services)).toBeCloseTo(costUsd, 6);
    expect(usage.instances.map(({ name }) => name)).toContain("Demo agent");
  });

  it("is not known to older servers, and not to the unified dialect", async () => {
    await emulator.it.control.settings.set({ gatewayVersion: "T2" });
    const two = await placeIn(emulator.it, "two-plane");
    await expect(two.client.getAccountUsage(range)).rejects.toMatchObject({ code: "not_found" });
    const one = await placeIn(emulator.it, "unified");
    await expect(one.client.getAccountUsage(range)).rejects.toMatchObject({ code: "not_supported" });
  });

  it("is read from objects in place of lists, and under other names", async () => {
    const usage = await account({
      total_micros: 3_000_000,
      by_integration: { llm: { cost_micros: 2_000_000, calls: 3, input_tokens: 5 }, compute: 1_000_000 },
      by_model: { "gpt-5": 1_500_000, opus: { total_micros: 500_000 } },
      days: [
        { day: "2026-10-02T00:00:00Z", by_integration: { llm: { cost_micros: 2_000_000 } } },
        { date: "2026-10-01", cost_micros: 1_000_000 },
      ],
      instances: [{ instance_id: "a1", name: null, cost_micros: 3_000_000 }],
    });
    expect(usage).toEqual({
      ...range,
      totalUsd: 3,
      services: [
        { service: "llm", costUsd: 2, calls: 3, inputTokens: 5, outputTokens: undefined },
        { service: "compute", costUsd: 1, calls: undefined, inputTokens: undefined, outputTokens: undefined },
      ],
      models: [
        { model: "gpt-5", costUsd: 1.5 },
        { model: "opus", costUsd: 0.5 },
      ],
      days: [
        { date: "2026-10-01", costUsd: 1, services: [] },
        { date: "2026-10-02", costUsd: 2, services: [expect.objectContaining({ service: "llm" })] },
      ],
      instances: [{ id: "a1", name: undefined, costUsd: 3 }],
    });
  });

  it("keeps what can be read of odd rows", async () => {
    const usage = await account({
      by_integration: { llm: "many", brave: 5 },
      by_model: [null, 3, { model: "" }, { name: "m" }],
      days: "none",
    });
    expect(usage).toMatchObject({
      totalUsd: 0.000005,
      models: [{ model: "m", costUsd: 0 }],
      days: [],
      instances: [],
    });
  });

  it.each([[{}], [[]], ["text"], [null], [5]])("is malformed as %j", async (body) => {
    await expect(account(body)).rejects.toMatchObject({ code: "malformed_response" });
  });
});

describe("the usage of an instance", () => {
  it("is this month's, or another month's", async () => {
    await emulator.it.control.spending.set([
      {
        instanceId: "demo000001",
        date: "2026-03-04",
        service: "llm",
        costMicros: 2_500_000,
        calls: 4,
        inputTokens: 9,
      },
    ]);
    const { client, ref } = await placeIn(emulator.it, "two-plane");
    const march = await client.getUsage(ref, "2026-03");
    expect(march).toMatchObject({ period: "2026-03", totalUsd: 2.5 });
    expect(march.services[0]).toEqual({
      service: "llm",
      costUsd: 2.5,
      calls: 4,
      inputTokens: 9,
      outputTokens: 0,
    });
    expect(await client.getUsage(ref)).toMatchObject({ period: day(0).slice(0, 7), totalUsd: 1.25 });
    await expect(client.getUsage(ref, "soon")).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("needs neither period nor total", async () => {
    const server = await startServer((_request, response) =>
      sendJson(response, 200, { by_integration: { llm: { cost_micros: 1 }, brave: { cost_micros: 2 } } }),
    );
    const { client } = makeClient(`${server.origin}/v1`);
    const usage = await client.getUsage(twoPlaneRef(server.origin), "2026-01");
    expect(usage).toMatchObject({ totalUsd: 0.000003 });
    expect(usage.period).toBe("2026-01");
  });
});
