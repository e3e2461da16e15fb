import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../src/common/growingText.ts";

describe("a growing text", () => {
  it("says what was added, from any offset", () => {
    const text = GrowingText.of("Hello").grow(", ").grow("").grow("world");
    expect(String(text)).toBe("Hello, world");
    expect(text.length).toBe(12);
    for (let offset = 0; offset <= 13; offset++)
      expect(text.since(offset)).toBe("Hello, world".slice(offset));
  });

  it("stays what it was when another grows from it", () => {
    const text = GrowingText.of("a");
    const first = text.grow("b");
    const second = text.grow("c");
    const third = first.grow("d");
    expect([text, first, second, third].map(String)).toEqual(["a", "ab", "ac", "abd"]);
  });

  it("stays what it was when another that has grown from it was put together", () => {
    const text = GrowingText.of("ab").grow("cd");
    const before = text.grow("ef");
    const after = before.grow("gh");
    expect(String(after)).toBe("abcdefgh");
    expect([text, before].map(String)).toEqual(["abcd", "abcdef"]);
    expect(before.since(3)).toBe("def");
    expect(after.continues(before)).toBe(true);
    expect(after.grow("i").since(before.length)).toBe("ghi");
    expect(String(before.grow("x"))).toBe("abcdefx");
    expect(String(after.grow("y"))).toBe("abcdefghy");
    expect(String(after)).toBe("abcdefgh");
  });

  it("knows what it has grown from", () => {
    const text = GrowingText.of("a");
    const first = text.grow("b");
    const second = text.grow("b");
    expect(first.continues(text)).toBe(true);
    expect(first.continues(first)).toBe(true);
    expect(text.continues(first)).toBe(false);
    expect(second.continues(first)).toBe(false);
    expect(GrowingText.of("ab").continues(text)).toBe(false);
  });

  it("travels and is stored as its text", () => {
    expect(JSON.stringify({ text: GrowingText.of("a").grow('"') })).toBe(String.raw`{"text":"a\""}`);
    expect(String(GrowingText.of(""))).toBe("");
  });
});
