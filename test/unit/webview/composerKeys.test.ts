import { describe, expect, it } from "vitest";
import { isSendKey, isStopAndSendKey, type KeyPress } from "../../../src/webview/composer/composerKeys.ts";

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

describe("isStopAndSendKey", () => {
  it.each<[string, Partial<KeyPress>]>([
    ["Ctrl+Enter", { ctrlKey: true }],
    ["Cmd+Enter", { metaKey: true }],
  ])("is %s", (_, change) => expect(isStopAndSendKey({ ...enter, ...change })).toBe(true));

  it.each<[string, Partial<KeyPress>]>([
    ["Enter alone", {}],
    ["Ctrl+Shift+Enter", { ctrlKey: true, shiftKey: true }],
    ["Ctrl+Enter in an input method", { ctrlKey: true, isComposing: true }],
    ["Ctrl+A", { ctrlKey: true, key: "a" }],
  ])("is not %s", (_, change) => expect(isStopAndSendKey({ ...enter, ...change })).toBe(false));
});
