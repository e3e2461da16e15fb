import { describe, expect, it } from "vitest";
import { call, errorOf, streamTurn, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const budget = () => `${emulator.it.twoPlaneUrl}/instances/demo000001/budget`;
const sendUnified = (input: string) =>
  call("POST", `${emulator.it.unifiedUrl}/responses`, { instance_id: "inst_demo", input });

describe("the budget of a two-plane instance", () => {
  it("shows what a turn cost, in micros", async () => {
    const { frames } = await streamTurn(emulator.it, "cost 0.50");
    const { cost_usd } = frames.at(-1)?.data["usage"] as { cost_usd: number };
    expect(cost_usd).toBeGreaterThan(0.5);
    const { body } = await call("GET", budget());
    expect(body["monthly_consumed_micros"]).toBe(1_250_000 + Math.round(cost_usd * 1_000_000));
    expect(await emulator.it.control.wallet.get()).toBeCloseTo(25 - cost_usd, 6);
    const usage = await call("GET", `${emulator.it.twoPlaneUrl}/instances/demo000001/usage`);
    expect(usage.body["total_micros"]).toBe(body["monthly_consumed_micros"]);
  });

  it("fails the turn that uses it up, and every one after it until it is raised", async () => {
    const { frames } = await streamTurn(emulator.it, "cost 10");
    expect(frames.at(-1)).toMatchObject({
      event: "response.failed",
      data: { error: { code: "quota_exhausted" } },
    });
    expect((await streamTurn(emulator.it, "echo hi")).frames.map(({ event }) => event)).toEqual([
      "response.created",
      "response.failed",
    ]);
    expect((await call("PATCH", budget(), { monthly_cap_micros: 6_000_000 })).body).toMatchObject({
      monthly_cap_micros: 6_000_000,
      monthly_consumed_micros: 5_000_000,
      monthly_remaining_micros: 1_000_000,
    });
    expect((await streamTurn(emulator.it, "echo hi")).frames.at(-1)?.event).toBe("response.completed");
  });

  it("is topped up once per idempotency key, and spends the monthly part first", async () => {
    const topUp = (key: string) =>
      call("POST", `${budget()}/top-up`, { amount_micros: 2_000_000, idempotency_key: key });
    expect((await topUp("a")).body["credit_remaining_micros"]).toBe(2_000_000);
    expect((await topUp("a")).body["credit_remaining_micros"]).toBe(2_000_000);
    expect((await topUp("b")).body["credit_remaining_micros"]).toBe(4_000_000);
    expect((await topUp("no good")).status).toBe(400);
    await streamTurn(emulator.it, "cost 4.75");
    const { body } = await call("GET", budget());
    expect(body["monthly_remaining_micros"]).toBe(0);
    expect(body["credit_remaining_micros"]).toBeLessThan(3_000_000);
  });

  it("says it in words on older gateways", async () => {
    await emulator.it.control.settings.set({ gatewayVersion: "T2" });
    await emulator.it.control.instances.set("demo000001", { budget: { capUsd: 0 } });
    const { frames } = await streamTurn(emulator.it, "echo hi");
    expect(frames.at(-1)?.event).toBe("response.completed");
    expect(frames.at(-1)?.data["output_text"]).toContain("budget");
  });

  it("is the workspace's wallet in the end", async () => {
    await emulator.it.control.wallet.set(0);
    const { frames } = await streamTurn(emulator.it, "echo hi");
    expect(frames.at(-1)?.data).toMatchObject({
      error: { code: "quota_exhausted", message: expect.stringContaining("balance") as string },
    });
    const created = await call("POST", `${emulator.it.twoPlaneUrl}/instances`, {});
    expect([created.status, errorOf(created)["code"]]).toEqual([402, "insufficient_balance"]);
  });
});

describe("the cap of a unified instance", () => {
  it("refuses a turn once it is reached, and takes it after a raise", async () => {
    const spent = await sendUnified("cost 5");
    expect(spent.body).toMatchObject({ status: "failed", error: { code: "instance_cap_reached" } });
    const refused = await sendUnified("echo hi");
    expect([refused.status, errorOf(refused)["code"]]).toEqual([402, "instance_cap_reached"]);
    const raised = await call("PATCH", `${emulator.it.unifiedUrl}/instances/inst_demo`, {
      managed_credit_cap_usd: 3.5,
    });
    expect(raised.body["balance"]).toEqual({ managed_cap_usd: 3.5, managed_used_usd: 2, remaining_usd: 1.5 });
    expect((await sendUnified("echo hi")).body["output_text"]).toBe("hi");
  });

  it("does not help when the wallet is empty", async () => {
    await emulator.it.control.wallet.set(0);
    const refused = await sendUnified("echo hi");
    expect([refused.status, errorOf(refused)["code"]]).toEqual([402, "insufficient_balance"]);
  });
});

describe("the bare gateway", () => {
  it("spends nothing and names no cost", async () => {
    await emulator.it.control.wallet.set(0);
    const { body } = await call("POST", `${emulator.it.gatewayUrl}/v1/responses`, { input: "cost 5" }, {});
    expect(body["status"]).toBe("completed");
    expect(Object.keys(body["usage"] as object)).toEqual(["input_tokens", "output_tokens"]);
  });
});
