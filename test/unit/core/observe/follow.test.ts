import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { Follow } from "../../../../src/core/observe/follow.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";

const failure = (code: string): Agent37Error => new Agent37Error({ code, message: "No.", plane: "hosting" });

function following(read: (round: number) => void, watched = true) {
  const clock = new FakeClock(-1);
  const changed = new Emitter<void>();
  const state = { watched, rounds: 0 };
  const onEnd = vi.fn();
  const follow = new Follow({
    clock,
    read: async () => {
      state.rounds += 1;
      read(state.rounds);
    },
    isWatched: () => state.watched,
    onDidChangeWatched: changed.event,
    onEnd,
  });
  onTestFinished(() => follow.dispose());
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  return {
    clock,
    state,
    follow,
    onEnd,
    async pass(ms: number): Promise<void> {
      await settle();
      await clock.advance(ms);
      await settle();
    },
    async watch(is: boolean): Promise<void> {
      state.watched = is;
      changed.fire();
      await settle();
    },
  };
}

describe("following", () => {
  it("reads every few seconds while somebody looks, and not while nobody does", async () => {
    const { pass, state, watch } = following(() => {}, false);
    await pass(60_000);
    expect(state.rounds).toBe(0);
    await watch(true);
    for (let round = 1; round <= 3; round += 1) {
      await pass(4_000);
      expect(state.rounds).toBe(round);
    }
    await watch(false);
    await pass(60_000);
    expect(state.rounds).toBe(3);
  });

  it("waits longer after each failure, and as long as before after a success", async () => {
    const { clock, pass } = following((round) => {
      if (round <= 3) throw failure("connection_lost");
    });
    for (let round = 0; round < 5; round += 1) await pass(60_000);
    expect(clock.sleeps.slice(0, 5)).toEqual([4_000, 8_000, 16_000, 32_000, 4_000]);
  });

  it("ends after some failures in a row, and says why", async () => {
    const { onEnd, pass, state } = following(() => {
      throw failure("connection_lost");
    });
    for (let round = 0; round < 9; round += 1) await pass(120_000);
    expect(state.rounds).toBe(5);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it("ends at once when asking again is pointless", async () => {
    const { onEnd, pass, state } = following(() => {
      throw failure("invalid_api_key");
    });
    await pass(4_000);
    await pass(60_000);
    expect(state.rounds).toBe(1);
    expect(onEnd).toHaveBeenCalledWith(expect.objectContaining({ code: "invalid_api_key" }));
  });

  it("says nothing when it is ended from outside", async () => {
    const { follow, onEnd, pass } = following(() => {});
    follow.dispose();
    await pass(60_000);
    expect(onEnd).not.toHaveBeenCalled();
  });
});
