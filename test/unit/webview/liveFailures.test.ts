import { describe, expect, it } from "vitest";
import { arrangedTurns, type ShownTurn } from "../../../src/protocol/shown.ts";
import type { TurnPhaseView } from "../../../src/protocol/view.ts";
import { liveFailures } from "../../../src/webview/liveFailures.ts";
import type { ChatState } from "../../../src/webview/store.ts";

const header = { gate: { kind: "none" }, agentName: "Hermes", canSend: true, font: { size: 13 } } as const;
/** Turns by id and phase, as in "a:completed". */
function state(...turns: string[]): ChatState {
  return {
    seq: 0,
    header,
    ...arrangedTurns(turns.map(turn)),
    queue: { paused: false, messages: [] },
    composer: { attachments: [], dials: [] },
  };
}
function turn(text: string): ShownTurn {
  const [id = "", kind = ""] = text.split(":");
  return { id, phase: { kind } as TurnPhaseView, stopping: false, asks: false, items: [] };
}
const none: ReadonlySet<string> = new Set();
const live = (before: ChatState | undefined, after: ChatState, known = none): string[] => [
  ...liveFailures(before, after, known),
];

describe("failures that are news", () => {
  it("are those of turns that were there and had not failed", () => {
    expect(live(state("a:streaming"), state("a:failed"))).toEqual(["a"]);
    expect(live(state("a:failed", "b:streaming"), state("a:failed", "b:failed"))).toEqual(["b"]);
  });

  it("are those of turns that begin and fail at once", () => {
    expect(live(state(), state("a:failed"))).toEqual(["a"]);
    expect(live(state("a:completed"), state("a:completed", "b:failed"))).toEqual(["b"]);
  });

  it("are none of a page that is built", () => {
    expect(live(undefined, state("a:completed", "b:failed"))).toEqual([]);
  });

  it("are none of a session that is opened", () => {
    expect(live(state(), state("a:completed", "b:failed"))).toEqual([]);
    expect(live(state("x:completed"), state("a:failed"))).toEqual([]);
    expect(live(state("x:completed"), state("a:completed", "b:failed"))).toEqual([]);
  });

  it("stay news, as the same set", () => {
    const known = new Set(["a"]);
    expect(liveFailures(state("a:failed"), state("a:failed"), known)).toBe(known);
  });
});
