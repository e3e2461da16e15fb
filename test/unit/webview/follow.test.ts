import { describe, expect, it } from "vitest";
import { followsAfterScroll } from "../../../src/webview/transcript/follow.ts";

const at = (top: number): { top: number; contentHeight: number; viewHeight: number } => ({
  top,
  contentHeight: 1000,
  viewHeight: 400,
});

describe("following the end of the transcript", () => {
  it("stops with the first move up", () => expect(followsAfterScroll(true, 600, at(590))).toBe(false));
  it("starts again on arrival at the end", () => expect(followsAfterScroll(false, 500, at(599))).toBe(true));
  it("stays off on the way down", () => expect(followsAfterScroll(false, 100, at(300))).toBe(false));
  it("stays on when content above shrinks and the end moves up", () =>
    expect(followsAfterScroll(true, 700, at(600))).toBe(true));
  it("is not switched on by the echo of its own scrolling", () =>
    expect(followsAfterScroll(false, 600, at(600))).toBe(false));
});
