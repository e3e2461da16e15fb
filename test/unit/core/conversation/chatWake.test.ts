/** Messages to an instance that sleeps or comes up: they wait on this side, can be given up, and go out once. */
import { describe, expect, it, vi } from "vitest";
import type { InstanceStatus } from "../../../../src/api/wire.ts";
import type { Clock } from "../../../../src/common/clock.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { fakeComputer, type FakeComputer } from "./fakeComputer.ts";
import { a, answer, created, failure, script, setUp, type SetUp } from "./scripted.ts";
import { say } from "./support.ts";

const stopped = failure({ code: "container_unavailable", plane: "transport", status: 502 });

function withComputer(computer: FakeComputer, given: SetUp = {}) {
  return { computer, ...setUp({ computers: computer, clock: new FakeClock(), ...given }) };
}

/** A chat whose message waits for an instance of this status. */
async function awaiting(status: InstanceStatus, given: SetUp = {}) {
  const bench = withComputer(fakeComputer(status), given);
  void bench.chat.send(say("hello"), a);
  await vi.waitFor(() => expect(bench.chat.conversation.active?.phase.kind).toBe("awaiting"));
  return bench;
}

const phaseOf = (chat: Chat) => chat.conversation.active?.phase;

describe("a message to an instance that comes up", () => {
  it.each(["provisioning", "starting", "restarting", "updating"] as const)(
    "waits while it is %s, and goes out once it runs",
    async (status) => {
      const { chat, computer, inputs, scripts } = await awaiting(status);
      expect(phaseOf(chat)).toEqual({ kind: "awaiting", step: status, name: "Demo agent" });
      expect(inputs()).toEqual([]);
      scripts.run.push(answer());
      computer.set("running");
      await vi.waitFor(() => expect(chat.isBusy).toBe(false));
      expect(inputs()).toEqual(["hello"]);
      expect(chat.conversation.settled).toMatchObject([{ phase: { kind: "completed" } }]);
    },
  );

  it("comes back when it is stopped meanwhile, and nothing was sent", async () => {
    const { chat, computer, inputs, returned } = await awaiting("starting");
    await chat.cancel();
    expect(chat.isBusy).toBe(false);
    expect(returned).toEqual([say("hello")]);
    computer.set("running");
    await new Promise((resolve) => setTimeout(resolve));
    expect(inputs()).toEqual([]);
  });

  it("fails with what became of the instance", async () => {
    const { chat, computer, returned } = await awaiting("starting");
    computer.set("stopped");
    await vi.waitFor(() => expect(chat.failedTurn()?.phase.error.code).toBe("instance_not_running"));
    expect(returned).toEqual([say("hello")]);
  });

  it("waits on after a reload, and goes out once", async () => {
    const store = new MemoryStore();
    const { chat, computer, inputs } = await awaiting("starting", { store });
    await vi.waitFor(() =>
      expect(JSON.stringify(store.get("chats", (value) => value))).toContain("awaiting"),
    );
    chat.dispose();
    const next = withComputer(fakeComputer("starting", false), { store });
    await next.chat.restore();
    await vi.waitFor(() => expect(phaseOf(next.chat)).toMatchObject({ kind: "awaiting", step: "starting" }));
    expect(next.chat.conversation.active?.input).toBe("hello");
    expect(next.returned).toEqual([]);
    next.scripts.run.push(answer());
    computer.set("running");
    next.computer.set("running");
    await vi.waitFor(() => expect(next.chat.isBusy).toBe(false));
    expect([...inputs(), ...next.inputs()]).toEqual(["hello"]);
  });

  it("is not sent after a reload that came when its request had gone out", async () => {
    const store = new MemoryStore();
    const { chat, computer, scripts } = await awaiting("starting", { store });
    scripts.run.push(async function* () {
      yield* [];
      await new Promise(() => undefined);
    });
    computer.set("running");
    await vi.waitFor(() => expect(phaseOf(chat)?.kind).toBe("sending"));
    chat.dispose();
    const next = withComputer(fakeComputer("running"), { store });
    next.scripts.recover.push(script([created, { type: "completed", outputText: "Here." }]));
    await next.chat.restore();
    await vi.waitFor(() => expect(next.looked).toMatchObject([{ input: "hello" }]));
    expect(next.inputs()).toEqual([]);
  });

  it("waits for the instance before its session is read, too", async () => {
    const store = new MemoryStore();
    const first = withComputer(fakeComputer(), { store });
    first.scripts.run.push(answer());
    await first.chat.send(say("one"), a);
    first.chat.dispose();
    const next = withComputer(fakeComputer("starting"), { store });
    next.session.value = failure({ code: "container_unreachable", plane: "transport", status: 502 });
    const reading = next.chat.restore();
    await vi.waitFor(() => expect(next.read).toHaveLength(1));
    next.session.value = { history: [{ role: "user", text: "one" }] };
    next.computer.set("running");
    await reading;
    expect(next.chat.load).toEqual({ kind: "ready" });
    expect(next.chat.conversation.settled).toMatchObject([{ input: "one" }]);
  });
});

describe("a message to an instance that sleeps", () => {
  it("wakes it first, so that it can be given up without a doubt", async () => {
    const bench = withComputer(fakeComputer("sleeping"));
    const { chat, inputs, returned, scripts, woken } = bench;
    scripts.wake.push(
      (signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason as Error));
        }),
    );
    void chat.send(say("hello"), a);
    await vi.waitFor(() => expect(woken).toEqual(["a"]));
    expect(phaseOf(chat)).toEqual({ kind: "awaiting", step: "waking", name: "Demo agent" });
    await chat.cancel();
    expect(returned).toEqual([say("hello")]);
    expect(inputs()).toEqual([]);

    scripts.wake.push(() => Promise.resolve({ healthy: true }));
    scripts.run.push(answer());
    await chat.send(say("hello"), a);
    expect(inputs()).toEqual(["hello"]);
    expect(chat.conversation.settled.at(-1)?.phase.kind).toBe("completed");
  });

  it("waits on while the wake takes longer than the server holds a request", async () => {
    const { chat, inputs, scripts, woken } = withComputer(fakeComputer("sleeping"));
    const slow = () => Promise.reject(failure({ code: "wake_timeout", plane: "transport", status: 503 }));
    scripts.wake.push(slow, slow, slow, () => Promise.resolve({ healthy: true }));
    scripts.run.push(answer());
    await chat.send(say("hello"), a);
    expect(woken).toHaveLength(4);
    expect(inputs()).toEqual(["hello"]);
  });

  it("fails once the wake has failed a few times", async () => {
    const { chat, inputs, returned, scripts } = withComputer(fakeComputer("sleeping"));
    const failing = () => Promise.reject(failure({ code: "wake_failed", plane: "transport", status: 503 }));
    scripts.wake.push(failing, failing);
    await chat.send(say("hello"), a);
    expect(chat.failedTurn()?.phase.error.code).toBe("wake_failed");
    expect(inputs()).toEqual([]);
    expect(returned).toEqual([say("hello")]);
  });

  it("is sent again when it was refused because nobody knew that it sleeps, and only then", async () => {
    const computer = fakeComputer("running");
    const { chat, inputs, scripts } = withComputer(computer);
    computer.set("sleeping");
    const refusal = failure({ code: "wake_timeout", plane: "transport", status: 503 });
    scripts.run.push(script([], refusal), script([], refusal), answer());
    scripts.wake.push(
      () => Promise.resolve({ healthy: true }),
      () => Promise.resolve({ healthy: true }),
    );
    await chat.send(say("hello"), a);
    expect(inputs()).toEqual(["hello", "hello", "hello"]);
    expect(chat.conversation.settled).toMatchObject([{ phase: { kind: "completed" } }]);

    computer.set("running");
    await computer.refresh();
    scripts.run.push(script([created], refusal));
    await chat.send(say("taken"), a);
    expect(inputs().filter((input) => input === "taken")).toHaveLength(1);
  });

  it("has words for a request that is held", async () => {
    const computer = fakeComputer("running");
    const { chat, scripts } = withComputer(computer);
    computer.set("waking");
    scripts.run.push(async function* () {
      yield* [];
      await vi.waitFor(() => expect(phaseOf(chat)).toEqual({ kind: "sending", waking: "Demo agent" }));
      yield* answer()({});
    });
    await chat.send(say("hello"), a);
    expect(chat.conversation.settled).toMatchObject([{ phase: { kind: "completed" } }]);
  });
});

describe("a message to a suspended instance", () => {
  it("is not sent, but asks for the payment, until it is paid", async () => {
    const computer = fakeComputer("running", false);
    computer.set("running", { pastDue: true });
    await computer.refresh();
    const { chat, inputs, scripts } = withComputer(computer);
    await chat.send(say("hello"), a);
    expect(chat.failedTurn()?.phase.error.code).toBe("instance_suspended");
    expect(inputs()).toEqual([]);
    computer.set("running", { pastDue: false });
    scripts.run.push(answer());
    await chat.retry(undefined, a);
    expect(inputs()).toEqual(["hello"]);
  });
});

describe("a message that a stopped instance has refused", () => {
  async function refused(clock?: Clock) {
    const bench = withComputer(fakeComputer("running"), clock ? { clock } : {});
    bench.computer.set("stopped");
    bench.scripts.run.push(script([], stopped));
    await bench.chat.send(say("hello"), a);
    const turnId = bench.chat.failedTurn()?.id ?? "";
    return { ...bench, turnId };
  }

  it("goes out once the instance is up, however often that is told", async () => {
    const { chat, computer, inputs, scripts, turnId } = await refused();
    computer.set("starting");
    void chat.sendWhenReady(turnId);
    void chat.sendWhenReady(turnId);
    void chat.retry(turnId, a);
    await vi.waitFor(() => expect(phaseOf(chat)?.kind).toBe("awaiting"));
    expect(chat.conversation.settled).toEqual([]);
    scripts.run.push(answer());
    computer.set("running");
    await vi.waitFor(() => expect(chat.isBusy).toBe(false));
    await chat.sendWhenReady(turnId);
    await chat.retry(turnId, a);
    expect(inputs()).toEqual(["hello", "hello"]);
  });

  it("stays where it is when another one was sent since", async () => {
    const { chat, computer, inputs, scripts, turnId } = await refused();
    computer.set("running");
    scripts.run.push(answer());
    await chat.send(say("another"), a);
    await chat.sendWhenReady(turnId);
    expect(inputs()).toEqual(["hello", "another"]);
  });

  it("is not sent again by itself when it may have arrived", async () => {
    const { chat, inputs, scripts } = withComputer(fakeComputer("running"));
    scripts.run.push(script([], failure({ code: "upstream_timeout", plane: "transport", status: 504 })));
    await chat.send(say("only once"), a);
    await chat.sendWhenReady(chat.failedTurn()?.id ?? "");
    expect(inputs()).toEqual(["only once"]);
  });
});
