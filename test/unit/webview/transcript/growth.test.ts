import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import type { ShownText, ShownTurn } from "../../../../src/protocol/shown.ts";
import { isOnlyGrown } from "../../../../src/webview/transcript/growth.ts";

const growing: ShownText = { id: "x", kind: "text", text: GrowingText.of("So") };
const turn: ShownTurn = {
  id: "t",
  phase: { kind: "streaming" },
  stopping: false,
  asks: false,
  items: [],
  growing,
};
const grown: ShownTurn = { ...turn, growing: { ...growing, text: growing.text.grow(" it is") } };

describe("a turn that has only grown", () => {
  it("has more of the same text and nothing else", () => expect(isOnlyGrown(turn, grown)).toBe(true));

  it("is not one that has become another in any way", () => {
    expect(isOnlyGrown(undefined, grown)).toBe(false);
    expect(isOnlyGrown(turn, { ...grown, stopping: true })).toBe(false);
    expect(isOnlyGrown(turn, { ...grown, items: [] })).toBe(false);
    expect(isOnlyGrown(turn, { ...grown, endedAt: 1 })).toBe(false);
    expect(isOnlyGrown(turn, { ...grown, growing: undefined })).toBe(false);
    expect(isOnlyGrown({ ...turn, growing: undefined }, grown)).toBe(false);
    expect(isOnlyGrown(turn, { ...grown, growing: { ...growing, id: "y" } })).toBe(false);
    expect(isOnlyGrown(turn, { ...grown, growing: { ...growing, kind: "reasoning", open: true } })).toBe(
      false,
    );
  });
});
