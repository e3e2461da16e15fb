import { describe, expect, it } from "vitest";
import { growthOf } from "../../../src/protocol/growth.ts";
import { turnsOf, turnView } from "../../../src/protocol/shown.ts";
import type { ComposerView, Patch, QueueView, TurnView } from "../../../src/protocol/view.ts";
import { applyBatch, applyGrowth, type ChatState, fromSnapshot } from "../../../src/webview/store.ts";

const header = { gate: { kind: "none" }, agentName: "Hermes", canSend: true, font: { size: 13 } } as const;
const queue: QueueView = { paused: false, messages: [] };
const composer: ComposerView = { attachments: [], dials: [] };
const turn = (id: string, items: TurnView["items"] = []): TurnView => ({
  id,
  input: "Hi",
  phase: { kind: "streaming" },
  stopping: false,
  asks: false,
  items,
});
const text = (id: string, value: string): TurnView["items"][number] => ({ id, kind: "text", text: value });
const ended = (id: string): TurnView => ({ ...turn(id), phase: { kind: "completed" } });
const start = (turns: readonly TurnView[] = [ended("a"), turn("b", [text("x", "Hello")])]): ChatState =>
  fromSnapshot({ seq: 7, now: 1, header, turns, queue, composer });

/** What is shown, in the form of the wire. */
const turnsIn = (state: ChatState): readonly TurnView[] => turnsOf(state).map(turnView);

function apply(state: ChatState, ...patches: Patch[]): ChatState {
  const next = applyBatch(state, state.seq + 1, patches);
  if (next === "gap") throw new Error("The batch was refused");
  return next;
}

describe("the view's state", () => {
  it("takes a snapshot as it is", () => {
    const { seq, ...state } = start([turn("a")]);
    expect(turnsIn({ seq, ...state })).toEqual([turn("a")]);
    expect(state).toMatchObject({ header, queue, composer });
    expect(seq).toBe(7);
  });

  it("appends text to the item that grows and leaves every other turn the same object", () => {
    const before = start();
    const after = apply(before, { op: "append", turnId: "b", itemId: "x", text: " world" });
    expect(turnsIn(after)[1]?.items).toEqual([text("x", "Hello world")]);
    expect(after.settled).toBe(before.settled);
    expect(after.active?.items).toBe(before.active?.items);
    expect(turnsIn(before)[1]?.items).toEqual([text("x", "Hello")]);
  });

  it("applies a batch in order", () => {
    const after = apply(
      start([]),
      { op: "turn", turn: turn("c") },
      { op: "item", turnId: "c", item: text("x", "a") },
      { op: "append", turnId: "c", itemId: "x", text: "b" },
      { op: "item", turnId: "c", item: text("y", "c") },
      { op: "item", turnId: "c", item: text("x", "whole") },
    );
    expect(turnsIn(after)[0]?.items).toEqual([text("x", "whole"), text("y", "c")]);
    expect(after.seq).toBe(8);
  });

  it("keeps the items when only the turn's state changes", () => {
    const phase = { kind: "completed" } as const;
    const state = { id: "b", phase, asks: true, endedAt: 5, input: null };
    const after = apply(start(), { op: "turnState", state });
    expect(turnsIn(after)[1]).toEqual({
      ...turn("b", [text("x", "Hello")]),
      phase,
      asks: true,
      endedAt: 5,
      input: undefined,
    });
    expect(after.active).toBeUndefined();
  });

  it("changes what is named of an item, wherever it stands, and nothing else of it", () => {
    const items: TurnView["items"] = [
      { id: "r", kind: "reasoning", text: "Hm", open: true, startedAt: 1 },
      { id: "t", kind: "tool", tool: "terminal", label: "ls", status: "running", startedAt: 2 },
      { id: "n", kind: "reasoning", text: "So", open: true },
    ];
    const after = apply(
      start([turn("b", items)]),
      { op: "itemState", turnId: "b", item: { id: "r", open: false, startedAt: null, endedAt: 3 } },
      { op: "itemState", turnId: "b", item: { id: "t", status: "completed", durationMs: 4 } },
      { op: "itemState", turnId: "b", item: { id: "n", open: false } },
      { op: "grow", text: "!" },
    );
    expect(turnsIn(after)[0]?.items).toEqual([
      { id: "r", kind: "reasoning", text: "Hm", open: false, startedAt: undefined, endedAt: 3 },
      { ...items[1], status: "completed", durationMs: 4 },
      { ...items[2], text: "So!", open: false },
    ]);
  });

  it("lets a turn run again that had ended", () => {
    const state = { id: "b", phase: { kind: "reconnecting", attempt: 0 }, endedAt: null } as const;
    const after = apply(start([ended("a"), { ...ended("b"), items: [text("x", "Hel")] }]), {
      op: "turnState",
      state,
    });
    expect(after.settled).toHaveLength(1);
    expect(apply(after, { op: "grow", text: "lo" }).active?.growing).toMatchObject({ text: "Hello" });
  });

  it("takes text that grows without a word on where it belongs", () => {
    const before = start();
    const after = applyGrowth(before, growthOf(8, " world"));
    if (after === "gap") throw new Error("The growth was refused");
    expect(after.active?.growing).toMatchObject({ id: "x", text: "Hello world" });
    expect(after.seq).toBe(8);
    expect(after.settled).toBe(before.settled);
    expect(after.active?.items).toBe(before.active?.items);
  });

  it.each<[string, ChatState, number]>([
    ["a batch is missing", start(), 9],
    ["it has come before", start(), 7],
    ["nothing grows", start([turn("b", [{ id: "t", kind: "tool", tool: "t", status: "running" }])]), 8],
    ["no turn runs", start([ended("a")]), 8],
  ])("asks for a snapshot instead of adding text when %s", (_, state, seq) => {
    expect(applyGrowth(state, growthOf(seq, "x"))).toBe("gap");
  });

  it("replaces, removes and resets turns", () => {
    expect(turnsIn(apply(start(), { op: "turn", turn: turn("a", [text("n", "!")]) }))[0]?.items).toHaveLength(
      1,
    );
    expect(turnsIn(apply(start(), { op: "turnRemoved", turnId: "a" })).map(({ id }) => id)).toEqual(["b"]);
    expect(turnsIn(apply(start(), { op: "turns", turns: [turn("z")] })).map(({ id }) => id)).toEqual(["z"]);
  });

  it("replaces the queue and what is attached, and nothing beside them", () => {
    const before = start();
    const message = { id: "q", text: "Next", attachments: [], held: false };
    const file = { id: "f", kind: "file", name: "a.ts", canOpen: true } as const;
    const after = apply(
      before,
      { op: "queue", queue: { paused: true, messages: [message] } },
      { op: "composer", composer: { ...composer, attachments: [file] } },
    );
    expect(after.queue).toEqual({ paused: true, messages: [message] });
    expect(after.composer).toEqual({ attachments: [file], dials: [] });
    expect(after.settled).toBe(before.settled);
    expect(after.active).toBe(before.active);
  });

  it("ignores a batch that the snapshot contains already", () => {
    const state = start();
    expect(applyBatch(state, 7, [{ op: "turns", turns: [] }])).toBe(state);
  });

  it.each<[string, number, Patch]>([
    ["a batch is missing", 9, { op: "header", header }],
    ["the turn is unknown", 8, { op: "append", turnId: "q", itemId: "x", text: "" }],
    ["the item is unknown", 8, { op: "append", turnId: "b", itemId: "q", text: "" }],
    ["the item to change is unknown", 8, { op: "itemState", turnId: "b", item: { id: "q" } }],
  ])("asks for a snapshot when %s", (_, seq, patch) => {
    expect(applyBatch(start(), seq, [patch])).toBe("gap");
  });
});
