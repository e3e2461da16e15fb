import { describe, expect, it } from "vitest";
import { turnsOf, turnView } from "../../../src/protocol/shown.ts";
import type { ComposerView, Patch, QueueView, TurnState, TurnView } from "../../../src/protocol/view.ts";
import { applyBatch, type ChatState, fromSnapshot } from "../../../src/webview/store.ts";

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
    const state: TurnState = { id: "b", phase: { kind: "completed" }, stopping: false, asks: false };
    const after = apply(start(), { op: "turnState", state });
    expect(turnsIn(after)[1]).toEqual({ ...state, items: [text("x", "Hello")] });
    expect(after.active).toBeUndefined();
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
  ])("asks for a snapshot when %s", (_, seq, patch) => {
    expect(applyBatch(start(), seq, [patch])).toBe("gap");
  });
});
