/** How long an instance is waited for, and what ends that; with the real look at its status and its agent. */
import { describe, expect, it, vi } from "vitest";
import type { Instance, InstanceStatus } from "../../../../src/api/wire.ts";
import { type ArrivalDeps, awaitInstance } from "../../../../src/core/conversation/arrival.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { waitUntilReady } from "../../../../src/core/instances/waitUntilReady.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { a, failure } from "./scripted.ts";

const minute = 60_000;
const signal = new AbortController().signal;
const tell = (): undefined => undefined;

/** @param look the instance as the n-th look finds it */
function world(look: (count: number) => InstanceStatus | Partial<Instance>) {
  const clock = new FakeClock();
  const getInstance = vi.fn(() => {
    const found = look(getInstance.mock.calls.length);
    const changes = typeof found === "string" ? { status: found } : found;
    return Promise.resolve({ ...unreadInstance(a, "Demo agent"), ...changes });
  });
  const getHealth = vi.fn(() => Promise.resolve({ healthy: false }));
  const client = { getInstance, getHealth };
  const ready: ArrivalDeps["computers"]["waitUntilReady"] = (ref, options) =>
    waitUntilReady(client, clock, ref, options);
  const deps = {
    client,
    clock,
    computers: {
      find: () => undefined,
      refresh: () => Promise.resolve(),
      waitUntilReady: ready,
    },
  } as unknown as ArrivalDeps;
  const start = clock.now();
  return { deps, clock, getInstance, getHealth, waited: () => clock.now() - start };
}

describe("the wait for an instance", () => {
  it.each([
    ["starting", "try_again"],
    ["waking", "wake_timeout"],
  ] as const)("ends when it stays %s, and asks less often by then", async (status, code) => {
    const { deps, getInstance, waited } = world(() => status);
    await expect(awaitInstance(deps, a, signal, tell)).rejects.toMatchObject({
      code,
      message: "Demo agent has not become ready in 10 minutes.",
    });
    expect(waited()).toBeGreaterThan(9 * minute);
    expect(waited()).toBeLessThan(12 * minute);
    expect(getInstance.mock.calls.length).toBeLessThan(160);
  });

  it("ends when its agent never gets ready", async () => {
    const { deps, waited } = world(() => "running");
    await expect(awaitInstance(deps, a, signal, tell)).rejects.toMatchObject({ code: "agent_unavailable" });
    expect(waited()).toBeLessThan(4 * minute);
  });

  it("ends when it restarts over and over", async () => {
    const { deps, waited } = world((count) => (count % 3 === 0 ? "running" : "restarting"));
    await expect(awaitInstance(deps, a, signal, tell)).rejects.toMatchObject({ code: "try_again" });
    expect(waited()).toBeLessThan(12 * minute);
  });

  it("leads to the payment that was missed meanwhile", async () => {
    const { deps, getInstance } = world((count) => ({ status: "starting", pastDue: count > 2 }));
    await expect(awaitInstance(deps, a, signal, tell)).rejects.toMatchObject({ code: "instance_suspended" });
    expect(getInstance).toHaveBeenCalledTimes(3);
  });

  it("ends with what became of the start", async () => {
    const statusReason = { code: "provisioning_failed", message: "Disk full." };
    const { deps } = world((count) => (count < 3 ? "starting" : { status: "failed", statusReason }));
    await expect(awaitInstance(deps, a, signal, tell)).rejects.toMatchObject({
      code: "provisioning_failed",
      message: "Disk full.",
    });
  });

  it("ends when a sleeping one cannot be woken", async () => {
    const { deps, getHealth, waited } = world(() => "sleeping");
    getHealth.mockRejectedValue(failure({ code: "wake_timeout", plane: "transport", status: 503 }));
    await expect(awaitInstance(deps, a, signal, tell)).rejects.toMatchObject({ code: "wake_timeout" });
    expect(waited()).toBeLessThan(12 * minute);
    expect(getHealth.mock.calls.length).toBeLessThan(80);
  });

  it("ends with the word of the one who waits, and nothing is asked any more", async () => {
    const { deps, clock, getInstance } = world(() => "starting");
    const giveUp = new AbortController();
    const waiting = awaitInstance(deps, a, giveUp.signal, tell);
    await vi.waitFor(() => expect(getInstance.mock.calls.length).toBeGreaterThan(1));
    giveUp.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    expect(clock.pending).toBe(0);
  });
});
