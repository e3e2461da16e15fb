import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { asksUser, type Turn } from "../../../../src/core/conversation/state.ts";

function answered(text: string, phase: Turn["phase"] = { kind: "completed" }): Turn {
  return { id: "t", phase, cancelRequested: false, items: [{ kind: "text", text: GrowingText.of(text) }] };
}

describe("an answer", () => {
  it.each([
    "Which port should I use?",
    "I found two.\n\nShall I delete **both?**",
    'Did you mean "a" (or "b")?\n',
    "どちらですか？",
    "Options:\n- a\n- b\n\nWhich one? _(a or b?)_",
  ])("asks the user when it ends with a question: %j", (text) => {
    expect(asksUser(answered(text))).toBe(true);
  });

  it.each([
    "Done.",
    "Why? Because of the port.",
    "Why?\n\nBecause of the port.",
    "Try this:\n\n```\nif (a ?\n```",
    "",
  ])("does not where it does not: %j", (text) => {
    expect(asksUser(answered(text))).toBe(false);
  });

  it("does not before it has ended, or where it was stopped", () => {
    expect(asksUser(answered("Which one?", { kind: "streaming" }))).toBe(false);
    expect(asksUser(answered("Which one?", { kind: "cancelled" }))).toBe(false);
  });
});
