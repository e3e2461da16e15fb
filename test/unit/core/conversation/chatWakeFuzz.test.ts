/** Whatever an instance and its user do: no message is taken twice, and none is lost. */
import { describe, expect, it } from "vitest";
import type { InstanceStatus, TurnSignal } from "../../../../src/api/wire.ts";
import { isFailed, turnsOf } from "../../../../src/core/conversation/state.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { fakeComputer } from "./fakeComputer.ts";
import { a, failure, setUp } from "./scripted.ts";
import { say } from "./support.ts";

const statuses: readonly InstanceStatus[] = [
  "running",
  "running",
  "sleeping",
  "starting",
  "stopped",
  "updating",
];
/** The clock's shortest sleeps end within this. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A window with a server that takes a message only while its instance runs, or wakes. */
function world(seed: number) {
  const random = randomFrom(seed);
  const store = new MemoryStore();
  const computer = fakeComputer("running");
  const taken: string[] = [];
  const returned: string[] = [];
  let replies = 0;
  const window = () => {
    const bench = setUp({ store, computers: computer, clock: new FakeClock() });
    const { chat, scripts } = bench;
    chat.onDidReturn(({ text }) => returned.push(text));
    const serve = async function* (): AsyncGenerator<TurnSignal, void> {
      yield* [];
      await Promise.resolve();
      const { status } = computer.now;
      if (status === "stopped")
        throw failure({ code: "container_unavailable", plane: "transport", status: 502 });
      if (status !== "running") throw failure({ code: "wake_timeout", plane: "transport", status: 503 });
      taken.push(bench.inputs().at(-1) ?? "");
      replies += 1;
      yield { type: "created", responseId: `r${replies}`, sessionId: "" };
      yield { type: "completed", outputText: "Done." };
    };
    const refill = (): void => {
      while (scripts.run.length < 8) scripts.run.push(serve);
      while (scripts.wake.length < 8)
        scripts.wake.push(() => {
          if (random() < 0.5) computer.set("running");
          return computer.now.status === "running"
            ? Promise.resolve({ healthy: true })
            : Promise.reject(failure({ code: "wake_timeout", plane: "transport", status: 503 }));
        });
    };
    return { ...bench, refill };
  };
  return { random, computer, taken, returned, window };
}

describe("messages to an instance that comes and goes", () => {
  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    "are taken at most once, and never lost (%i)",
    async (seed) => {
      const { random, computer, taken, returned, window } = world(seed);
      let { chat, refill } = window();
      const written: string[] = [];
      for (let step = 0; step < 40; step += 1) {
        refill();
        // A notification may stand for any turn that failed, not only for the last one.
        const failures = chat.conversation.settled.filter(isFailed);
        const failed = failures[Math.floor(random() * failures.length)]?.id;
        const choice = Math.floor(random() * 7);
        if (choice === 0 && !chat.isBusy) {
          written.push(`m${step}`);
          void chat.send(say(`m${step}`), a);
        } else if (choice === 1) await chat.cancel();
        else if (choice === 2 && failed !== undefined) void chat.sendWhenReady(failed);
        else if (choice === 3 && failed !== undefined) void chat.retry(failed, a);
        else if (choice === 4) {
          await settle();
          chat.dispose();
          ({ chat, refill } = window());
          refill();
          await chat.restore();
        } else if (choice === 5) await computer.refresh();
        else computer.set(statuses[Math.floor(random() * statuses.length)] ?? "running");
        await settle();
        expect(new Set(taken).size, `step ${step}`).toBe(taken.length);
      }
      refill();
      computer.set("running");
      await settle();
      const here = new Set([...taken, ...returned, ...turnsOf(chat.conversation).map(({ input }) => input)]);
      expect(written.filter((text) => !here.has(text))).toEqual([]);
    },
  );
});
