import { describe, expect, it } from "vitest";
import type { TurnSignal } from "../../../../src/api/wire.ts";
import { reduce } from "../../../../src/core/conversation/reduce.ts";
import { type Conversation, emptyConversation } from "../../../../src/core/conversation/state.ts";
import { type ShownTurns, shownTurns, turnView, turnsOf } from "../../../../src/protocol/shown.ts";
import type { ItemView, Patch, TurnView } from "../../../../src/protocol/view.ts";
import { diffTurns, isSameQueue } from "../../../../src/ui/chat/diff.ts";
import { Presenter } from "../../../../src/ui/chat/presenter.ts";
import { applyBatch, fromSnapshot } from "../../../../src/webview/store.ts";
import { header, presentProblem } from "./bench.ts";

const nothingBeside = {
  header,
  queue: { paused: false, messages: [] },
  composer: { attachments: [], dials: [] },
} as const;

function turn(id: string, items: readonly ItemView[], more: Partial<TurnView> = {}): TurnView {
  return { id, input: id, phase: { kind: "streaming" }, stopping: false, asks: false, items, ...more };
}

const text = (id: string, value: string): ItemView => ({ id, kind: "text", text: value });
const reasoning = (value: string, open: boolean): ItemView => ({
  id: "i0",
  kind: "reasoning",
  text: value,
  open,
});

const settled = turn("a", [text("i0", "Done.")], { phase: { kind: "completed" } });

/** Pairs of what was shown and what is to be shown. */
const steps: readonly (readonly [string, readonly TurnView[], readonly TurnView[]])[] = [
  ["a first turn", [], [turn("a", [])]],
  ["text that grows", [turn("a", [text("i0", "Hel")])], [turn("a", [text("i0", "Hello")])]],
  ["text that is replaced", [turn("a", [text("i0", "Wrong")])], [turn("a", [text("i0", "Right")])]],
  ["reasoning that ends", [turn("a", [reasoning("Hm", true)])], [turn("a", [reasoning("Hm.", false)])]],
  [
    "a new item",
    [turn("a", [reasoning("Hm", false)])],
    [turn("a", [reasoning("Hm", false), text("i1", "Hi")])],
  ],
  ["items that vanish", [turn("a", [text("i0", "x"), text("i1", "y")])], [turn("a", [text("i0", "z")])]],
  [
    "the end of a turn",
    [turn("a", [text("i0", "x")])],
    [turn("a", [text("i0", "x")], { phase: { kind: "completed" } })],
  ],
  [
    "a turn that ends with a question",
    [turn("a", [text("i0", "x?")])],
    [turn("a", [text("i0", "x?")], { phase: { kind: "completed" }, asks: true })],
  ],
  [
    "a turn whose message becomes known",
    [turn("a", [], { input: undefined })],
    [turn("a", [], { attachments: [{ id: "1", kind: "file", name: "a.ts", canOpen: true }], model: "M" })],
  ],
  ["a second turn", [settled], [settled, turn("b", [])]],
  ["a turn that is sent again", [settled, turn("b", [])], [settled, turn("c", [])]],
  ["another session", [settled, turn("b", [])], [turn("x", []), turn("y", [])]],
  ["older turns that come in front", [turn("b", [])], [settled, turn("b", [])]],
  ["an emptied chat", [settled], []],
];

/** The turns with text added to the item that grows. */
function grow({ settled: ended, active }: ShownTurns, more: string): ShownTurns {
  if (!active?.growing) throw new Error("Nothing grows");
  const { growing } = active;
  return { settled: ended, active: { ...active, growing: { ...growing, text: growing.text.grow(more) } } };
}

describe("the difference between two views of a chat", () => {
  it.each(steps)("leads from one to the other: %s", (_, before, after) => {
    const shown = fromSnapshot({ seq: 0, ...nothingBeside, turns: before });
    const next = applyBatch(shown, 1, diffTurns(shownTurns(before), shownTurns(after)));
    expect(next === "gap" ? next : turnsOf(next).map(turnView)).toEqual(after);
  });

  it("is nothing when nothing has changed", () => {
    const turns = shownTurns([settled]);
    expect(diffTurns(turns, { settled: [...turns.settled] })).toEqual([]);
  });

  it("carries only what was added to a text", () => {
    const before = shownTurns([turn("a", [text("i0", "x".repeat(1000))])]);
    const grown = grow(before, "new");
    expect(diffTurns(before, grown)).toEqual([{ op: "grow", text: "new" }]);
    expect(diffTurns(grown, grow(grow(grown, "er"), "!"))).toEqual([{ op: "grow", text: "er!" }]);
  });

  it("of two queues is found by the identity of their messages", () => {
    const message = { id: "1", text: "a", attachments: [], held: false };
    const queue = { paused: false, messages: [message] };
    expect(isSameQueue(queue, { ...queue, messages: [message] })).toBe(true);
    expect(isSameQueue(queue, { ...queue, paused: true })).toBe(false);
    expect(isSameQueue(queue, { ...queue, messages: [] })).toBe(false);
    expect(isSameQueue(queue, { ...queue, messages: [{ ...message, held: true }] })).toBe(false);
  });
});

describe("what a running turn costs on its way to the view", () => {
  const presenter = new Presenter(presentProblem);
  const begun = reduce(emptyConversation, { type: "turnStarted", turnId: "t", input: "Go", at: 1 });
  const after = (state: Conversation, ...signals: readonly TurnSignal[]): Conversation =>
    signals.reduce((before, signal) => reduce(before, { type: "signal", signal, at: 9 }), state);
  const between = (one: Conversation, other: Conversation): readonly Patch[] =>
    diffTurns(presenter.turns(one), presenter.turns(other));
  const running = after(begun, { type: "created", responseId: "r", sessionId: "s" });

  it("is each thing once, and nothing for what has been said", () => {
    const thinks = after(running, { type: "reasoning", text: "I look" });
    const answers = after(thinks, { type: "reasoning", text: "." }, { type: "text", text: "The port" });
    expect(between(thinks, answers)).toEqual([
      { op: "grow", text: "." },
      { op: "itemState", item: { id: "i0", open: false, endedAt: 9 } },
      { op: "item", item: text("i1", "The port") },
    ]);
    const grown = after(answers, { type: "text", text: " is " });
    expect(between(answers, grown)).toEqual([{ op: "grow", text: " is " }]);
    const ended = after(grown, { type: "completed", outputText: "The port is 8081." });
    expect(between(grown, ended)).toEqual([
      { op: "grow", text: "8081." },
      { op: "turnState", state: { id: "t", phase: { kind: "completed" }, endedAt: 9 } },
    ]);
  });

  it("is what has changed of a call", () => {
    const tool = "terminal";
    const calls = after(running, { type: "toolStarted", tool, label: "ls", arguments: { a: 1 } });
    const called = after(calls, { type: "toolCompleted", tool, durationMs: 5 });
    expect(between(calls, called)).toEqual([
      { op: "itemState", item: { id: "i0", status: "completed", durationMs: 5 } },
    ]);
  });

  it("is what was missing when a replay overtakes what was shown", () => {
    const signals: readonly TurnSignal[] = [
      { type: "reasoning", text: "I look" },
      { type: "text", text: "The port" },
    ];
    const shown = after(running, ...signals);
    const replayed = after(shown, { type: "replay" }, ...signals, { type: "text", text: " is 8081." });
    expect(between(shown, replayed)).toEqual([{ op: "grow", text: " is 8081." }]);
  });
});
