import { describe, expect, it, vi } from "vitest";
import type { Instances } from "../../../../src/core/instances/instances.ts";
import { nextPollMs } from "../../../../src/core/instances/pollPlan.ts";
import { instance, outage, refusal, TestWindow } from "./window.ts";

async function started(window: TestWindow): Promise<Instances> {
  const instances = window.open();
  await instances.start();
  return instances;
}

describe("the list", () => {
  it("is read every 30 seconds while the window has the focus", async () => {
    const window = new TestWindow();
    await started(window);
    expect(window.reads).toBe(1);
    await window.clock.advance(29_000);
    expect(window.reads).toBe(1);
    await window.clock.advance(1_000);
    expect(window.reads).toBe(2);
    await window.clock.advance(30_000);
    expect(window.reads).toBe(3);
  });

  it("rests while the window has no focus and is read again when it comes back", async () => {
    const window = new TestWindow();
    await started(window);
    window.setFocus(false);
    await window.clock.advance(600_000);
    expect(window.reads).toBe(1);
    window.setFocus(true);
    await window.clock.advance(0);
    expect(window.reads).toBe(2);
  });

  it("does not hurry when the focus only left for a moment", async () => {
    const window = new TestWindow();
    await started(window);
    await window.clock.advance(5_000);
    window.setFocus(false);
    window.setFocus(true);
    await window.clock.advance(20_000);
    expect(window.reads).toBe(1);
    await window.clock.advance(5_000);
    expect(window.reads).toBe(2);
  });

  it("is read every 2 seconds while an instance changes", async () => {
    const window = new TestWindow();
    window.rows = [instance("a", { status: "starting" })];
    await started(window);
    await window.clock.advance(2_000);
    expect(window.reads).toBe(2);
    window.rows = [instance("a")];
    await window.clock.advance(2_000);
    expect(window.reads).toBe(3);
    await window.clock.advance(2_000);
    expect(window.reads).toBe(3);
  });

  it("is watched closely for a while after an action, since a status may trail reality", async () => {
    const window = new TestWindow();
    window.rows = [instance("a", { status: "stopped" })];
    const instances = await started(window);
    await instances.actions.start(instance("a"));
    const reads = window.reads;
    await window.clock.advance(2_000);
    expect(window.reads).toBe(reads + 1);
  });

  it("is asked for less and less often while it fails, and tells nobody but its state", async () => {
    const window = new TestWindow();
    window.client.listInstances.mockRejectedValue(outage);
    const instances = await started(window);
    expect(instances.state).toEqual({ kind: "failed", error: outage });
    await window.clock.advance(30_000);
    expect(window.reads).toBe(2);
    await window.clock.advance(30_000);
    expect(window.reads).toBe(2);
    await window.clock.advance(30_000);
    expect(window.reads).toBe(3);
  });

  it("keeps its rows while it fails", async () => {
    const window = new TestWindow();
    window.rows = [instance("a")];
    const instances = await started(window);
    window.client.listInstances.mockRejectedValueOnce(outage);
    await instances.refresh();
    expect(instances.state.kind).toBe("failed");
    expect(instances.list.map(({ id }) => id)).toEqual(["a"]);
  });

  it("is not asked for again with a key that was refused, until the key changes", async () => {
    const window = new TestWindow();
    window.client.listInstances.mockRejectedValueOnce(refusal);
    const instances = await started(window);
    await window.clock.advance(3_600_000);
    window.setFocus(false);
    window.setFocus(true);
    await window.clock.advance(3_600_000);
    expect(window.reads).toBe(1);
    window.account.fire();
    await vi.waitFor(() => expect(instances.state.kind).toBe("ready"));
    await window.clock.advance(30_000);
    expect(window.reads).toBe(3);
  });

  it("is never asked for without a key", async () => {
    const window = new TestWindow();
    window.hasKey = false;
    const instances = await started(window);
    await window.clock.advance(3_600_000);
    expect(instances.state.kind).toBe("noKey");
    expect(window.reads).toBe(0);
    expect(window.clock.pending).toBe(0);
  });

  it("forgets what another account's list said, also when that answer comes late", async () => {
    const window = new TestWindow();
    let answer = (): void => {};
    window.client.listInstances.mockImplementationOnce(
      () => new Promise((resolve) => (answer = () => resolve([instance("old")]))),
    );
    const instances = window.open();
    void instances.start();
    await vi.waitFor(() => expect(window.reads).toBe(1));
    window.rows = [instance("new")];
    window.account.fire();
    await vi.waitFor(() => expect(instances.state.kind).toBe("ready"));
    answer();
    await window.clock.advance(0);
    expect(instances.list.map(({ id }) => id)).toEqual(["new"]);
  });

  it("is read once for several calls at the same time", async () => {
    const window = new TestWindow();
    const instances = window.open();
    await Promise.all([instances.refresh(), instances.refresh(), instances.refresh()]);
    expect(window.reads).toBe(1);
  });

  it("leaves no timer behind when the window closes", async () => {
    const window = new TestWindow();
    const instances = await started(window);
    instances.dispose();
    expect(window.clock.pending).toBe(0);
  });
});

describe("the requests of a window in a minute", () => {
  /** Time goes in steps that are shorter than what is waited for. */
  async function pass(window: TestWindow, seconds: number, step: number): Promise<void> {
    for (let second = 0; second < seconds; second += step) await window.clock.advance(step * 1_000);
  }

  async function perMinute(window: TestWindow): Promise<number> {
    const before = window.reads;
    await pass(window, 180, 1);
    return (window.reads - before) / 3;
  }

  it.each([
    ["2 while it is looked at", (): void => {}, 2],
    ["none without focus", (window: TestWindow): void => window.setFocus(false), 0],
    [
      "30 while an instance changes",
      (window: TestWindow): void => {
        window.rows = [instance("a", { status: "starting" })];
      },
      30,
    ],
  ])(
    "are %s",
    async (_, begin, expected) => {
      const window = new TestWindow();
      await started(window);
      begin(window);
      await window.clock.advance(30_000);
      expect(await perMinute(window)).toBe(expected);
    },
    30_000,
  );

  it("are fewer and fewer while the list cannot be read: after 0, 30, 90, 210, 450 s and then every 5 minutes", async () => {
    const window = new TestWindow();
    const instances = window.open();
    const begin = window.clock.now();
    const times: number[] = [];
    window.client.listInstances.mockImplementation(() => {
      times.push((window.clock.now() - begin) / 1_000);
      return Promise.reject(outage);
    });
    await instances.start();
    await pass(window, 1_100, 10);
    expect(times).toEqual([0, 30, 90, 210, 450, 750, 1_050]);
  });

  it("are 2 again ten minutes into a change that does not end", async () => {
    const window = new TestWindow();
    window.rows = [instance("a", { status: "starting" })];
    await started(window);
    await pass(window, 620, 2);
    expect(await perMinute(window)).toBe(2);
  });
});

describe("the time until the next read", () => {
  const steady = { focused: true, hasSource: true, refused: false, failures: 0, transition: false, ageMs: 0 };

  it.each([
    ["30 s as a rule", steady, 30_000],
    ["2 s in a transition", { ...steady, transition: true }, 2_000],
    ["what is left of it", { ...steady, ageMs: 12_000 }, 18_000],
    ["nothing when it is overdue", { ...steady, ageMs: 99_000 }, 0],
    ["5 minutes at most after failures", { ...steady, failures: 20 }, 300_000],
    ["endless without focus", { ...steady, focused: false }, undefined],
    ["endless without key and gateway", { ...steady, hasSource: false }, undefined],
    ["endless after a refusal", { ...steady, refused: true }, undefined],
  ])("is %s", (_, situation, expected) => {
    expect(nextPollMs(situation)).toBe(expected);
  });
});
