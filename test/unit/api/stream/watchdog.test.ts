import { describe, expect, it, vi } from "vitest";
import { startWatchdog } from "../../../../src/api/stream/watchdog.ts";
import { FakeClock } from "../support/fakeClock.ts";

const silenceMs = 90_000;

describe("the watchdog", () => {
  it("reports silence once, counted from the last byte", async () => {
    const clock = new FakeClock(0);
    const onSilent = vi.fn();
    const dog = startWatchdog({ clock, silenceMs, onSilent });
    await clock.advance(60_000);
    dog.touch();
    await clock.advance(89_999);
    expect(onSilent).not.toHaveBeenCalled();
    await clock.advance(1);
    await clock.advance(1_000_000);
    expect(onSilent).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it("notices at once that the machine has slept", async () => {
    const clock = new FakeClock(0);
    const onSilent = vi.fn();
    startWatchdog({ clock, silenceMs, onSilent });
    await clock.advance(8 * 3_600_000);
    expect(onSilent).toHaveBeenCalledTimes(1);
  });

  it("waits on as long as it is told to", async () => {
    const clock = new FakeClock(0);
    const onSilent = vi.fn();
    const keepWaiting = vi.fn(() => Promise.resolve(keepWaiting.mock.calls.length < 3));
    startWatchdog({ clock, silenceMs, keepWaiting, onSilent });
    await clock.advance(silenceMs);
    await clock.advance(silenceMs);
    expect(onSilent).not.toHaveBeenCalled();
    await clock.advance(silenceMs);
    expect(keepWaiting).toHaveBeenCalledTimes(3);
    expect(onSilent).toHaveBeenCalledTimes(1);
  });

  it("takes a question that fails for a no, unless bytes came meanwhile", async () => {
    const clock = new FakeClock(0);
    const onSilent = vi.fn();
    let fail: () => void = () => {};
    const keepWaiting = (): Promise<boolean> =>
      new Promise((_resolve, reject) => {
        fail = () => reject(new Error("offline"));
      });
    const dog = startWatchdog({ clock, silenceMs, keepWaiting, onSilent });
    await clock.advance(silenceMs);
    dog.touch();
    fail();
    await clock.advance(0);
    expect(onSilent).not.toHaveBeenCalled();
    await clock.advance(silenceMs);
    fail();
    await clock.advance(0);
    expect(onSilent).toHaveBeenCalledTimes(1);
  });

  it("leaves no timer behind when it is stopped", async () => {
    const clock = new FakeClock(0);
    const onSilent = vi.fn();
    startWatchdog({ clock, silenceMs, onSilent }).stop();
    await clock.advance(silenceMs * 2);
    expect(onSilent).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });
});
