import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../src/common/growingText.ts";

describe("comparing texts that grow, in tests", () => {
  const text = GrowingText.of("a").grow("b");

  it("finds what says the same equal, whatever it is made of", () => {
    expect(text).toEqual(GrowingText.of("ab"));
    expect({ items: [{ text }] }).toEqual({ items: [{ text: "ab" }] });
    expect({ items: [{ text: "ab" }] }).toEqual({ items: [{ text }] });
    expect({ text, more: 1 }).toMatchObject({ text: "ab" });
    expect({ text }).toStrictEqual({ text: GrowingText.of("ab") });
  });

  it.each([
    ["another text", GrowingText.of("ac")],
    ["a shorter text", GrowingText.of("a")],
    ["an empty text", GrowingText.of("")],
    ["another string", "abc"],
    ["nothing", undefined],
    ["an object", {}],
    ["an object of the same length", { length: 2 }],
  ])("finds %s different", (_, other) => {
    expect(text).not.toEqual(other);
    expect(other).not.toEqual(text);
    expect({ items: [{ text }] }).not.toEqual({ items: [{ text: other }] });
    expect({ items: [{ text }] }).not.toMatchObject({ items: [{ text: other }] });
    expect({ text }).not.toStrictEqual({ text: other });
    expect([text]).not.toContainEqual(other);
  });
});
