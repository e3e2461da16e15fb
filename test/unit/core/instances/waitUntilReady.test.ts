import { describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance, InstanceStatus } from "../../../../src/api/wire.ts";
import { waitUntilReady } from "../../../../src/core/instances/waitUntilReady.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { instance, outage } from "./window.ts";

const ref = { id: "a", dialect: "two-plane", agentUrl: "https://a.agent37.app" } as const;

/** A server whose instance goes through the statuses, one at each look, and stays in the last. */
function server(
  statuses: readonly (InstanceStatus | Partial<Instance> | Error)[],
  health: readonly (boolean | Error)[] = [true],
) {
  const next = <T>(values: readonly T[], calls: number): T => values[Math.min(calls, values.length) - 1] as T;
  const getInstance = vi.fn(async () => {
    const value = next(statuses, getInstance.mock.calls.length);
    if (value instanceof Error) throw value;
    return instance("a", typeof value === "string" ? { status: value } : value);
  });
  const getHealth = vi.fn(async () => {
    const value = next(health, getHealth.mock.calls.length);
    if (value instanceof Error) throw value;
    return { healthy: value };
  });
  return { getInstance, getHealth };
}

const clock = (): FakeClock => new FakeClock();

describe("waiting for an instance", () => {
  it("looks at the status, then at the agent's health, once a second", async () => {
    const client = server(["starting", "starting", "running"], [false, true]);
    const time = clock();
    const seen: string[] = [];
    await waitUntilReady(client, time, ref, { onStatus: (step) => seen.push(step.kind) });
    expect(seen).toEqual(["instance", "instance", "agent", "agent"]);
    expect(time.sleeps).toEqual([1_000, 1_000, 1_000]);
  });

  it("looks every two seconds once it has waited for ten", async () => {
    const client = server([...Array<"starting">(13).fill("starting"), "running"]);
    const time = clock();
    await waitUntilReady(client, time, ref);
    expect(time.sleeps).toEqual([...Array<number>(10).fill(1_000), 2_000, 2_000, 2_000]);
  });

  it("takes a sleeping instance as ready: it wakes on the first request", async () => {
    const client = server(["sleeping"]);
    await waitUntilReady(client, clock(), ref);
    expect(client.getHealth).not.toHaveBeenCalled();
  });

  it("asks a gateway for its health alone", async () => {
    const client = server([], [false, true]);
    await waitUntilReady(client, clock(), {
      id: "gateway",
      dialect: "gateway",
      agentUrl: "http://localhost",
    });
    expect(client.getInstance).not.toHaveBeenCalled();
  });

  it("ends with the reason of a failed instance", async () => {
    const statusReason = { code: "provisioning_failed", message: "Disk full.", detail: "no space left" };
    await expect(
      waitUntilReady(server([{ status: "failed", statusReason }]), clock(), ref),
    ).rejects.toMatchObject({ code: "provisioning_failed", message: "Disk full.", detail: "no space left" });
  });

  it("overlooks a failure that the start has just left behind", async () => {
    await waitUntilReady(server([{ status: "failed" }, "starting", "running"]), clock(), ref);
  });

  it("ends when the instance is deleted, or stays stopped", async () => {
    await expect(waitUntilReady(server(["deleting"]), clock(), ref)).rejects.toMatchObject({
      code: "instance_not_found",
    });
    await expect(waitUntilReady(server(["stopped"]), clock(), ref)).rejects.toMatchObject({
      code: "instance_not_running",
    });
  });

  it("ends when the agent never gets healthy, with a hint at its login", async () => {
    const error: unknown = await waitUntilReady(server(["running"], [false]), clock(), ref).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "agent_unavailable" });
    expect((error as Agent37Error).hint).toMatch(/log/);
  });

  it("overlooks a bad connection for a while, not for ever", async () => {
    await waitUntilReady(server(["starting", outage, outage, "running"], [outage, true]), clock(), ref);
    await expect(waitUntilReady(server([outage]), clock(), ref)).rejects.toBe(outage);
  });

  it("ends at once when the key is refused", async () => {
    const refusal = new Agent37Error({ code: "invalid_api_key", message: "Revoked.", plane: "hosting" });
    const client = server([refusal]);
    await expect(waitUntilReady(client, clock(), ref)).rejects.toBe(refusal);
    expect(client.getInstance).toHaveBeenCalledTimes(1);
  });

  it("can be given up at any time", async () => {
    const abort = new AbortController();
    const waiting = waitUntilReady(server(["starting"]), new FakeClock(-1), ref, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
