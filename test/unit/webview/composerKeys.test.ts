import { describe, expect, it } from "vitest";
import { isSendKey, type KeyPress } from "../../../src/webview/composer/composerKeys.ts";

const enter: KeyPress = {
  key: "Enter",
  keyCode: 13,
  isComposing: false,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
};

describe("isSendKey", () => {
  it("sends with Enter alone", () => expect(isSendKey(enter)).toBe(true));

  it.each<[string, Partial<KeyPress>]>([
    ["Shift+Enter makes a line", { shiftKey: true }],
    ["Alt+Enter is not ours", { altKey: true }],
    ["Enter chooses a word of an input method", { isComposing: true }],
    ["Enter ends a composition that is no longer reported", { keyCode: 229 }],
    ["another key was pressed", { key: "a", keyCode: 65 }],
  ])("does not send when %s", (_, change) => expect(isSendKey({ ...enter, ...change })).toBe(false));
});
