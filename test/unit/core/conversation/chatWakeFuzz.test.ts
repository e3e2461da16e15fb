/** Whatever an instance, its network and its user do: no message is taken twice, none is lost, and each wait ends. */
import { describe, expect, it, vi } from "vitest";
import type { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { HistoryItem, InstanceStatus, TurnSignal } from "../../../../src/api/wire.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import type { Computers } from "../../../../src/core/conversation/ports.ts";
import { isFailed, turnsOf } from "../../../../src/core/conversation/state.ts";
import { unreadInstance } from "../../../../src/core/instances/instanceState.ts";
import { waitUntilReady } from "../../../../src/core/instances/waitUntilReady.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { a, failure, type Script, setUp } from "./scripted.ts";
import { say } from "./support.ts";

const steps = 40;
const statuses: readonly InstanceStatus[] = [
  "running",
  "running",
  "sleeping",
  "starting",
  "restarting",
  "stopped",
  "failed",
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

/** The windows of one user, one after the other, and a server that takes a message only while its instance runs. */
function world(seed: number) {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const store = new MemoryStore();
  const now = { status: "running" as InstanceStatus, pastDue: false, online: true };
  const taken: string[] = [];
  /** What stands in the composer, which outlives a window. */
  const composer = new Set<string>();

  const offline = (): Agent37Error => failure({ code: "connection_refused", plane: "local" });
  const edge = (code: string, status: number): Agent37Error => failure({ code, plane: "transport", status });
  /** Why the instance does not answer, as the edge in front of it says. */
  const refusal = (): Agent37Error | undefined => {
    if (!now.online) return offline();
    if (now.pastDue) return edge("instance_suspended", 402);
    if (now.status === "running") return undefined;
    if (now.status === "sleeping") {
      // To ask wakes it, sooner or later.
      if (random() < 0.5) now.status = "running";
      return now.status === "running" ? undefined : edge("wake_timeout", 503);
    }
    if (now.status === "stopped" || now.status === "failed") return edge("container_unavailable", 502);
    return edge("container_unreachable", 502);
  };
  const instanceNow = () => ({
    ...unreadInstance(a, "Demo agent"),
    status: now.status,
    pastDue: now.pastDue,
  });
  const history = (): readonly HistoryItem[] =>
    taken.flatMap((text) => [
      { role: "user", text } as const,
      { role: "assistant", text: `Re: ${text}` } as const,
    ]);
  const outcome = function* (text: string): Generator<TurnSignal, void> {
    const index = taken.indexOf(text);
    yield { type: "created", responseId: `r${index}`, sessionId: "s1" };
    yield { type: "completed", outputText: `Re: ${text}` };
  };

  const open = () => {
    const clock = new FakeClock();
    let listed = instanceNow();
    const client = {
      getInstance: () => (now.online ? Promise.resolve(instanceNow()) : Promise.reject(offline())),
      getHealth: () => {
        const error = refusal();
        return error ? Promise.reject(error) : Promise.resolve({ healthy: true });
      },
    };
    const computers: Computers = {
      find: () => listed,
      async refresh() {
        await Promise.resolve();
        if (now.online) listed = instanceNow();
      },
      waitUntilReady: (ref, options) => waitUntilReady(client, clock, ref, options),
    };
    const bench = setUp({ store, computers, clock });
    const { chat, inputs, looked, scripts, session } = bench;
    chat.onDidSend(({ text }) => composer.delete(text));
    chat.onDidReturn(({ text }) => composer.add(text));
    const serve: Script = async function* () {
      const text = inputs().at(-1) ?? "";
      await Promise.resolve();
      const error = refusal();
      if (error) throw error;
      taken.push(text);
      // The answer to the request may be lost on its way, with the network or without.
      if (random() < 0.3) throw failure({ code: "connection_lost", plane: "local" });
      yield* outcome(text);
    };
    const look: Script = async function* () {
      const text = looked.at(-1)?.input ?? "";
      yield { type: "reconnecting", attempt: 1, error: offline() };
      await Promise.resolve();
      const cause = refusal();
      if (cause || !taken.includes(text)) throw failure({ code: "turn_unconfirmed", plane: "local", cause });
      yield* outcome(text);
    };
    const follow: Script = async function* () {
      const id = bench.followed.at(-1)?.responseId ?? "";
      await Promise.resolve();
      const text = taken[Number(id.slice(1))];
      if (refusal() || text === undefined) throw failure({ code: "turn_lost", plane: "local" });
      yield* outcome(text);
    };
    const health = (): Promise<{ readonly healthy: boolean }> => client.getHealth();
    const refill = (): void => {
      while (scripts.run.length < 8) scripts.run.push(serve);
      while (scripts.recover.length < 8) scripts.recover.push(look);
      while (scripts.follow.length < 8) scripts.follow.push(follow);
      while (scripts.wake.length < 100) scripts.wake.push(health);
      session.value = refusal() ?? { history: history() };
    };
    refill();
    return { chat, computers, refill };
  };
  return { random, pick, now, taken, composer, open };
}

/** Something that a user, a network or a server does. */
async function act(
  step: number,
  chat: Chat,
  { pick, now, taken, composer }: ReturnType<typeof world>,
  computers: Computers,
): Promise<string | undefined> {
  const waits = new Set(chat.queue.messages.map(({ message }) => message.text));
  const { settled } = chat.conversation;
  // A notification may stand for any turn that failed, not only for the last one; a message that was sent since from
  // where it came back to is no longer that turn's.
  const turn = pick(
    settled.filter(
      (each, index) => isFailed(each) && !settled.slice(index + 1).some(({ input }) => input === each.input),
    ),
  );
  const failed = turn && !waits.has(turn.input ?? "") ? turn.id : undefined;
  const queued = pick(chat.queue.messages)?.id;
  const action = pick([
    "send",
    "send",
    "sendFirst",
    "sendFromComposer",
    "cancel",
    "editQueued",
    "sendQueued",
    "resume",
    "whenReady",
    "retry",
    "refresh",
    "network",
    "payment",
    "status",
    "status",
    "status",
  ] as const);
  switch (action) {
    case "send":
    case "sendFirst":
      chat.submit(say(`m${step}`), a, { stopFirst: action === "sendFirst" });
      return `m${step}`;
    case "sendFromComposer": {
      // Who sends again what the agent is working on, does so on purpose.
      const text = pick([...composer].filter((each) => !taken.includes(each)));
      if (text === undefined) break;
      composer.delete(text);
      chat.submit(say(text), a, { stopFirst: false });
      break;
    }
    case "cancel":
      await chat.cancel();
      break;
    case "editQueued": {
      const entry = chat.queue.messages.find(({ id }) => id === queued);
      if (entry) chat.queue.setText(entry.id, entry.message.text);
      break;
    }
    case "sendQueued":
      if (queued !== undefined) chat.sendQueuedNow(queued);
      break;
    case "resume":
      chat.queue.resume();
      break;
    case "whenReady":
      if (failed !== undefined && composer.has(turn?.input ?? "")) void chat.sendWhenReady(failed);
      break;
    case "retry":
      if (failed !== undefined) void chat.retry(failed, a);
      break;
    case "refresh":
      await computers.refresh();
      break;
    case "network":
      now.online = !now.online;
      break;
    case "payment":
      now.pastDue = !now.pastDue;
      break;
    case "status":
      now.status = pick(statuses) ?? "running";
      break;
    case undefined:
  }
  return undefined;
}

const seeds = Array.from({ length: Number(process.env["WAKE_SEEDS"] ?? 40) }, (_, seed) => seed);

describe("messages to an instance that comes and goes", () => {
  it.each(seeds)("are taken at most once, never lost, and wait for a while only (%i)", async (seed) => {
    const user = world(seed);
    const { random, now, taken, composer, open } = user;
    let { chat, computers, refill } = open();
    const written: string[] = [];
    for (let step = 0; step < steps; step += 1) {
      refill();
      if (random() < 0.1) {
        chat.dispose();
        ({ chat, computers, refill } = open());
        void chat.restore();
      } else {
        const text = await act(step, chat, user, computers);
        if (text !== undefined) written.push(text);
      }
      if (random() < 0.7) await settle();
      expect(new Set(taken).size, `step ${step}: ${taken.join(" ")}`).toBe(taken.length);
    }
    // Nobody does anything any more, and the instance stays as it is: no wait lasts for ever.
    await vi.waitFor(
      () => {
        refill();
        expect(chat.isBusy).toBe(false);
        expect(chat.load.kind).not.toBe("loading");
      },
      { timeout: 4_000, interval: 5 },
    );
    // The session can be read in the end, whatever it met.
    Object.assign(now, { status: "running", pastDue: false, online: true });
    refill();
    if (chat.load.kind === "failed") await chat.restore();
    await vi.waitFor(() => expect(chat.isBusy).toBe(false), { timeout: 4_000, interval: 5 });
    expect(new Set(taken).size).toBe(taken.length);
    const queue = chat.queue.messages.map(({ message }) => message.text);
    const turns = turnsOf(chat.conversation).map(({ input }) => input);
    const here = new Set([...taken, ...composer, ...queue, ...turns]);
    expect(written.filter((text) => !here.has(text))).toEqual([]);
  });
});
