import { describe, expect, it } from "vitest";
import type { HeaderView, TurnPhaseView, TurnView } from "../../../src/protocol/view.ts";
import { announcement } from "../../../src/webview/announcements.ts";
import type { ChatState } from "../../../src/webview/store.ts";

const header: HeaderView = { gate: { kind: "none" }, agentName: "Hermes", canSend: true };
function state(kind?: TurnPhaseView["kind"], text = "", changes: Partial<HeaderView> = {}): ChatState {
  const turn: TurnView = {
    id: "a",
    // Phases with more than a kind are not used here.
    phase: { kind } as TurnPhaseView,
    stopping: false,
    items: [{ id: "x", kind: "text", text }],
  };
  return { seq: 0, header: { ...header, ...changes }, turns: kind ? [turn] : [] };
}

const reconnecting = (attempt: number): ChatState => {
  const [turn] = state("streaming").turns;
  return turn
    ? { ...state(), turns: [{ ...turn, phase: { kind: "reconnecting", attempt } }] }
    : expect.unreachable();
};

describe("announcement", () => {
  it("tells a loss once, however many attempts it takes, and is silent about attaching", () => {
    const lost = "Connection lost. Reconnecting…";
    expect(announcement(state("sending"), reconnecting(0))).toBeUndefined();
    expect(announcement(state("streaming"), reconnecting(1))).toBe(lost);
    expect(announcement(reconnecting(0), reconnecting(1))).toBe(lost);
    expect(announcement(reconnecting(1), reconnecting(2))).toBeUndefined();
  });

  it("has a word for an agent without a name", () => {
    const nameless = { agentName: "" };
    expect(announcement(state("sending"), state("streaming", "", nameless))).toBe("Agent is answering");
  });

  it("names the agent once when it begins to answer", () => {
    expect(announcement(state("sending"), state("streaming"))).toBe("Hermes is answering");
    expect(announcement(state("streaming", "a"), state("streaming", "ab"))).toBeUndefined();
  });

  it("tells the end of an answer, and that it was stopped", () => {
    expect(announcement(state("streaming"), state("completed"))).toBe("Answer finished");
    expect(announcement(state("streaming"), state("cancelled"))).toBe("Stopped");
  });

  it("leaves a failure to its alert", () => {
    expect(announcement(state("streaming"), state("failed"))).toBeUndefined();
  });

  it("is silent about the history of a session that was opened", () => {
    expect(announcement(state(), state("completed"))).toBeUndefined();
  });

  it("reads out what blocks the chat, once", () => {
    const gate = {
      kind: "blocked",
      reason: "noKey",
      title: "No key",
      text: "Set one.",
      busy: false,
      buttons: [],
    } as const;
    expect(announcement(state(), state(undefined, "", { gate }))).toBe("No key. Set one.");
    expect(announcement(state(undefined, "", { gate }), state(undefined, "", { gate }))).toBeUndefined();
  });
});
