import { describe, expect, it, vi } from "vitest";
import { Creation } from "../../../../src/core/instances/creation.ts";
import type { Instances } from "../../../../src/core/instances/instances.ts";
import { instance, outage, TestWindow } from "./window.ts";

async function started(window: TestWindow): Promise<Instances> {
  const instances = window.open();
  await instances.start();
  return instances;
}

/** A call that ends when the test says so. */
function held() {
  let release = (): void => {};
  const call = () => new Promise<void>((resolve) => (release = resolve));
  return { call, release: () => release() };
}

describe("an action", () => {
  it("shows its outcome at once: a created instance is in the list, a deleted one is not", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    const created = await instances.actions.create(new Creation({}, []));
    expect(instances.find(created.id)).toBeDefined();
    await instances.select(created);
    await instances.actions.delete(created);
    expect(instances.find(created.id)).toBeUndefined();
    expect(instances.selected).toBeUndefined();
    await instances.actions.undelete(created);
    expect(instances.find(created.id)).toBeDefined();
  });

  it("rejects with what the server said, and the list is read all the same", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    window.client.stopInstance.mockRejectedValueOnce(outage);
    await expect(instances.actions.stop(instance("a"))).rejects.toBe(outage);
    expect(window.reads).toBe(2);
  });

  it("is one action when it is asked for twice", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    const { call, release } = held();
    window.client.stopInstance.mockImplementationOnce(call);
    const twice = [instances.actions.stop(instance("a")), instances.actions.stop(instance("a"))];
    release();
    await Promise.all(twice);
    expect(window.client.stopInstance).toHaveBeenCalledTimes(1);
    await instances.actions.stop(instance("a"));
    expect(window.client.stopInstance).toHaveBeenCalledTimes(2);
  });

  it("keeps another one from beginning on the same instance, and none on another", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    const { call, release } = held();
    window.client.createBackup.mockImplementation(async () => {
      await call();
      return { id: "b", kind: "manual" };
    });
    const backup = instances.actions.backUp(instance("a"));
    await expect(instances.actions.restart(instance("a"))).rejects.toMatchObject({ code: "try_again" });
    await expect(instances.actions.patch(instance("a"), { name: "x" })).rejects.toMatchObject({
      code: "try_again",
    });
    await instances.actions.restart(instance("b"));
    expect(window.client.restartInstance).toHaveBeenCalledTimes(1);
    release();
    await backup;
    await instances.actions.restart(instance("a"));
    expect(window.client.restartInstance).toHaveBeenCalledTimes(2);
  });

  it("is told from the first moment to the list that shows it", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    const seen: boolean[] = [];
    instances.onDidChange(() => seen.push(instances.actions.isBusy("a")));
    await instances.actions.start(instance("a"));
    expect(seen[0]).toBe(true);
    expect(seen.at(-1)).toBe(false);
  });

  it("carries what is to be different", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    const ref = instance("a");
    await instances.actions.resize(ref, { vcpu: 4, diskGb: 20 });
    await instances.actions.patch(ref, { autoSleep: true, idleTimeoutMs: 300_000 });
    await instances.actions.fork(ref, { name: "Copy" });
    await instances.actions.restore(ref, "b1");
    expect(window.client.resizeInstance.mock.calls[0]?.[1]).toEqual({ vcpu: 4, diskGb: 20 });
    expect(window.client.patchInstance.mock.calls[0]?.[1]).toEqual({
      autoSleep: true,
      idleTimeoutMs: 300_000,
    });
    expect(window.client.forkInstance.mock.calls[0]?.[1]).toEqual({ name: "Copy" });
    expect(window.client.restoreBackup.mock.calls[0]?.[1]).toBe("b1");
  });

  it("is watched closely while it lasts, since some answers come only at the end", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    const { call, release } = held();
    window.client.restoreBackup.mockImplementation(call);
    const restore = instances.actions.restore(instance("a"), "b1");
    await window.clock.advance(2_000);
    await vi.waitFor(() => expect(window.reads).toBe(2));
    release();
    await restore;
  });
});
