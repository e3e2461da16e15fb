import { describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { CreateInstanceRequest, Instance } from "../../../../src/api/wire.ts";
import { Creation } from "../../../../src/core/instances/creation.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { instance, outage } from "./window.ts";

const lost = new Agent37Error({ code: "connection_lost", message: "Gone.", plane: "local" });
const full = new Agent37Error({ code: "no_capacity", message: "Full.", plane: "hosting", status: 503 });
const broken = new Agent37Error({
  code: "provisioning_failed",
  message: "Broken.",
  plane: "hosting",
  status: 502,
});
const request: CreateInstanceRequest = { name: "Mine", template: "agent37-hermes", vcpu: 2 };
const mine = instance("new1", { name: "Mine", template: "agent37-hermes@3" });

/** A server that answers a creation so, and then lists these rows, one list at each look. */
function server(answers: readonly (Instance | Error)[], lists: readonly (readonly Instance[])[] = []) {
  const createInstance = vi.fn(async (): Promise<Instance> => {
    const answer = answers[createInstance.mock.calls.length - 1];
    if (!answer || answer instanceof Error) throw answer ?? new Error("asked too often");
    return answer;
  });
  const listInstances = vi.fn(
    async (): Promise<readonly Instance[]> =>
      lists[Math.min(lists.length, listInstances.mock.calls.length) - 1] ?? [],
  );
  return { createInstance, listInstances };
}

describe("a creation", () => {
  it("gives what the server created", async () => {
    const api = server([mine]);
    expect(await new Creation(request, []).run(api, new FakeClock())).toBe(mine);
    expect(api.listInstances).not.toHaveBeenCalled();
  });

  it("finds the instance whose answer was lost, once the server lists it", async () => {
    const before = instance("old", { name: "Mine" });
    const api = server([lost], [[before], [before], [mine, before]]);
    const made = await new Creation(request, [before]).run(api, new FakeClock());
    expect(made.id).toBe("new1");
    expect(api.createInstance).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["one that was there before", instance("old", { name: "Mine" })],
    ["one with another name", instance("x", { name: "Other" })],
    ["one from another template", instance("x", { name: "Mine", template: "agent37-n8n" })],
    ["one that is going away", instance("x", { name: "Mine", status: "deleting" })],
  ])("does not take %s for its own", async (_, other) => {
    const api = server([lost], [[other]]);
    const creation = new Creation(request, [{ id: "old" }]);
    await expect(creation.run(api, new FakeClock())).rejects.toBe(lost);
  });

  it("looks for what the first try has left behind before it asks again", async () => {
    const api = server([lost, mine], [[], [], [], [], [], [], [], [], [mine]]);
    const creation = new Creation(request, []);
    await expect(creation.run(api, new FakeClock())).rejects.toBe(lost);
    expect((await creation.run(api, new FakeClock())).id).toBe("new1");
    expect(api.createInstance).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["there is no room", full],
    ["nobody was reached", outage],
  ])("asks again without a look when %s: nothing was created", async (_, refusal) => {
    const api = server([refusal, mine]);
    const creation = new Creation(request, []);
    await expect(creation.run(api, new FakeClock())).rejects.toBe(refusal);
    expect(await creation.run(api, new FakeClock())).toBe(mine);
    expect(api.listInstances).not.toHaveBeenCalled();
  });

  it("gives the instance that was left behind when its set-up failed, so that its reason can be read", async () => {
    const failed = { ...mine, status: "failed" as const };
    const api = server([broken], [[failed]]);
    expect(await new Creation(request, []).run(api, new FakeClock())).toBe(failed);
    expect(api.listInstances).toHaveBeenCalledTimes(1);
  });

  it("tells the first failure when the list cannot be read either", async () => {
    const api = { ...server([lost]), listInstances: () => Promise.reject(outage) };
    await expect(new Creation(request, []).run(api, new FakeClock())).rejects.toBe(lost);
  });
});
