import { describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { TurnSignal } from "../../../../src/api/wire.ts";
import { reduce } from "../../../../src/core/conversation/reduce.ts";
import {
  answerOf,
  type Conversation,
  emptyConversation,
  itemsOf,
  type Turn,
  turnsOf,
} from "../../../../src/core/conversation/state.ts";

const created: TurnSignal = { type: "created", responseId: "r1", sessionId: "s1" };
const completed = (outputText: string): TurnSignal => ({ type: "completed", outputText });

/** Feeds signals one second apart, so that each is seen live. */
function feed(conversation: Conversation, signals: readonly TurnSignal[], from = 1_000): Conversation {
  return signals.reduce(
    (state, signal, index) => reduce(state, { type: "signal", signal, at: from + index * 1_000 }),
    conversation,
  );
}

function started(): Conversation {
  return reduce(emptyConversation, { type: "turnStarted", turnId: "t1", input: "Hi", at: 0 });
}

function last(conversation: Conversation): Turn {
  const turn = turnsOf(conversation).at(-1);
  if (!turn) throw new Error("no turn");
  return turn;
}

const wholeTurn: readonly TurnSignal[] = [
  created,
  { type: "reasoning", text: "I should " },
  { type: "reasoning", text: "look." },
  { type: "toolGenerating", tool: "terminal" },
  { type: "toolStarted", tool: "terminal", label: "ls", arguments: { command: "ls" } },
  { type: "toolFailed", tool: "terminal", error: "No such file" },
  { type: "toolStarted", tool: "read_file", label: "a.txt" },
  { type: "toolCompleted", tool: "read_file", durationMs: 41 },
  { type: "text", text: "The port " },
  { type: "text", text: "is 8081." },
];

describe("a message that waits for its instance", () => {
  const awaited = { type: "instanceAwaited", turnId: "t1", step: "waking", name: "Demo" } as const;
  const waits = reduce(started(), awaited);

  it("has not gone out until its request has", () => {
    expect(last(waits)).toMatchObject({
      unsent: true,
      phase: { kind: "awaiting", step: "waking", name: "Demo" },
    });
    const sent = reduce(waits, { type: "requestSent", turnId: "t1" });
    expect(last(sent).unsent).toBeUndefined();
    expect(last(sent).phase).toEqual({ kind: "sending" });
    expect(last(reduce(sent, awaited)).unsent).toBe(true);
  });

  it("changes only when there is news, and only while it is the active one and not taken", () => {
    expect(reduce(waits, awaited)).toBe(waits);
    expect(reduce(waits, { ...awaited, turnId: "t2" })).toBe(waits);
    const taken = feed(reduce(waits, { type: "requestSent", turnId: "t1" }), [created]);
    expect(reduce(taken, awaited)).toBe(taken);
    expect(reduce(taken, { type: "instanceAsleep", turnId: "t1", name: "Demo" })).toBe(taken);
    const over = feed(taken, [completed("Done.")], 9_000);
    expect(reduce(over, awaited)).toBe(over);
  });

  it("is held by its instance only once its request has gone out", () => {
    const asleep = { type: "instanceAsleep", turnId: "t1", name: "Demo" } as const;
    expect(reduce(waits, asleep)).toBe(waits);
    expect(last(reduce(started(), asleep)).phase).toEqual({ kind: "sending", waking: "Demo" });
  });
});

describe("a conversation", () => {
  it("shows reasoning, tools and text in the order they came", () => {
    const state = feed(started(), [...wholeTurn, completed("The port is 8081.")]);
    expect(last(state).items).toMatchObject([
      { kind: "reasoning", text: "I should look.", open: false, startedAt: 2_000, endedAt: 4_000 },
      { kind: "tool", tool: "terminal", label: "ls", status: "failed", error: "No such file" },
      { kind: "tool", tool: "read_file", status: "completed", durationMs: 41 },
      { kind: "text", text: "The port is 8081." },
    ]);
    expect(last(state).phase).toEqual({ kind: "completed" });
    expect(state.active).toBeUndefined();
  });

  it("matches the end of a tool to the latest open call of that name", () => {
    const state = feed(started(), [
      created,
      { type: "toolStarted", tool: "t", label: "first" },
      { type: "toolStarted", tool: "t", label: "second" },
      { type: "toolCompleted", tool: "t" },
    ]);
    expect(last(state).items).toMatchObject([
      { status: "running" },
      { label: "second", status: "completed" },
    ]);
  });

  it("closes what is open when the turn ends", () => {
    const state = feed(started(), [created, { type: "toolStarted", tool: "t" }, completed("")]);
    expect(last(state).items).toMatchObject([{ kind: "tool", status: "ended" }]);
  });

  it.each(wholeTurn.map((_, index) => index))(
    "neither loses, doubles nor shortens anything when the connection breaks after event %i",
    (cut) => {
      let state = feed(started(), wholeTurn.slice(0, cut + 1));
      const before = last(state);
      const shown = itemsOf(before);
      state = reduce(state, { type: "signal", signal: { type: "replay" }, at: 50_000 });
      for (const signal of wholeTurn) {
        state = reduce(state, { type: "signal", signal, at: 50_000 });
        const now = itemsOf(last(state));
        expect(now.length).toBeGreaterThanOrEqual(shown.length);
        expect(answerOf(last(state)).startsWith(answerOf(before))).toBe(true);
      }
      const whole = feed(started(), [...wholeTurn, completed("The port is 8081.")]);
      state = reduce(state, { type: "signal", signal: completed("The port is 8081."), at: 50_000 });
      expect(withoutTimes(last(state))).toEqual(withoutTimes(last(whole)));
    },
  );

  it("leaves everything as it is but the item that grows", () => {
    const before = feed({ ...started(), settled: feed(started(), wholeTurn).settled }, wholeTurn);
    const after = feed(before, [{ type: "text", text: " Sure." }]);
    expect(after.settled).toBe(before.settled);
    expect(after.active?.items).toBe(before.active?.items);
    expect(after.active?.phase).toBe(before.active?.phase);
    expect(after.active?.growing).toEqual({ kind: "text", text: "The port is 8081. Sure." });
    expect(before.active?.growing).toEqual({ kind: "text", text: "The port is 8081." });
  });

  it("goes on with the very text that was shown when a replay overtakes it", () => {
    const shown = feed(started(), wholeTurn.slice(0, 9));
    const replayed = feed(shown, [{ type: "replay" }, ...wholeTurn, { type: "text", text: " Sure." }]);
    const [before, after] = [last(shown).growing?.text, last(replayed).growing?.text];
    expect(after).toEqual("The port is 8081. Sure.");
    expect(before && after?.continues(before)).toBe(true);
  });

  it("closes reasoning that the answer's final text comes behind", () => {
    const state = feed(started(), [created, { type: "reasoning", text: "Hm" }, completed("Yes.")]);
    expect(last(state).items).toEqual([
      { kind: "reasoning", text: "Hm", open: false, startedAt: 2_000, endedAt: 3_000 },
      { kind: "text", text: "Yes." },
    ]);
  });

  it("keeps reasoning and tools when the server remembers only the text", () => {
    let state = feed(started(), wholeTurn.slice(0, 9));
    state = feed(state, [
      { type: "replay" },
      created,
      { type: "text", text: "The port is 8081." },
      completed("The port is 8081."),
    ]);
    expect(last(state).items.map(({ kind }) => kind)).toEqual(["reasoning", "tool", "tool", "text"]);
    expect(answerOf(last(state))).toBe("The port is 8081.");
  });

  it("lets the server's final text have the last word", () => {
    const state = feed(started(), [
      created,
      { type: "text", text: "Wrong" },
      { type: "toolStarted", tool: "t" },
      { type: "toolCompleted", tool: "t" },
      { type: "text", text: " text" },
      completed("Right text"),
    ]);
    expect(answerOf(last(state))).toBe("Right text");
  });

  it("keeps the streamed text when the final text is empty", () => {
    expect(answerOf(last(feed(started(), [created, { type: "text", text: "Hi" }, completed("")])))).toBe(
      "Hi",
    );
  });

  it("keeps the partial answer when the turn fails", () => {
    const error = new Agent37Error({ code: "quota_exhausted", message: "Used up.", plane: "agent" });
    const state = feed(started(), [created, { type: "text", text: "Starting" }, { type: "failed", error }]);
    expect(answerOf(last(state))).toBe("Starting");
    expect(last(state).phase).toEqual({ kind: "failed", error });
  });

  it("shows a turn that was stopped as cancelled although its stream ends like any other", () => {
    let state = feed(started(), [created, { type: "text", text: "Step 1: " }]);
    state = reduce(state, { type: "cancelRequested" });
    expect(last(feed(state, [completed("Step 1: ")])).phase).toEqual({ kind: "cancelled" });
    const late = feed(state, [{ type: "completed", outputText: "Step 1: ", cancelled: false }]);
    expect(last(late).phase).toEqual({ kind: "completed" });
  });

  it("ignores what comes after the end of a turn", () => {
    const state = feed(started(), [created, completed("Done.")]);
    expect(feed(state, [{ type: "text", text: "more" }])).toEqual(state);
  });

  it("reads a history as turns and keeps what it knows better", () => {
    const known = feed(started(), [...wholeTurn, completed("The port is 8081.")]);
    const state = reduce(known, {
      type: "historyRead",
      sessionId: "s1",
      history: [
        { role: "user", text: "Hi", at: 1 },
        { role: "assistant", text: "The port is 8081.", at: 2 },
        { role: "user", text: "Thanks", at: 3 },
        { role: "assistant", text: "Welcome.", thinking: "Polite.", at: 4 },
      ],
    });
    expect(state.settled[0]?.items).toHaveLength(4);
    expect(state.settled[1]).toMatchObject({
      input: "Thanks",
      items: [
        { kind: "reasoning", text: "Polite." },
        { kind: "text", text: "Welcome." },
      ],
    });
  });

  it("drops what the server does not know when a history is read", () => {
    const failed = reduce(started(), {
      type: "turnFailed",
      error: new Agent37Error({ code: "x", message: "x", plane: "local" }),
      at: 1,
    });
    expect(reduce(failed, { type: "historyRead", sessionId: "s", history: [] }).settled).toEqual([]);
  });

  it("gives no times to what it learns in one burst", () => {
    const attached = reduce(emptyConversation, { type: "turnAttached", turnId: "t", responseId: "r1" });
    let state = reduce(attached, { type: "signal", signal: { type: "replay" }, at: 10_000 });
    for (const signal of wholeTurn.slice(0, 4)) state = reduce(state, { type: "signal", signal, at: 10_010 });
    expect(last(state).items[0]).toMatchObject({ kind: "reasoning", open: false, startedAt: undefined });
    state = reduce(state, { type: "signal", signal: { type: "toolStarted", tool: "live" }, at: 20_000 });
    expect(last(state).items.at(-1)).toMatchObject({ tool: "live", startedAt: 20_000 });
  });
});

function withoutTimes(turn: Turn): unknown {
  return turn.items.map((item) =>
    item.kind === "text"
      ? item
      : { ...item, startedAt: undefined, endedAt: undefined, durationMs: undefined },
  );
}
