/**
 * Makes `toEqual` and the like compare a `GrowingText` by what it says, with another one or with a string. What it is
 * made of is private, and the default comparison does not look at that: any two would be equal.
 */
import { expect } from "vitest";
import { GrowingText } from "../../../src/common/growingText.ts";

expect.addEqualityTesters([
  (one: unknown, other: unknown): boolean | undefined => {
    if (!(one instanceof GrowingText) && !(other instanceof GrowingText)) return undefined;
    const [text, otherText] = [textOf(one), textOf(other)];
    return text !== undefined && text === otherText;
  },
]);

function textOf(value: unknown): string | undefined {
  return value instanceof GrowingText || typeof value === "string" ? String(value) : undefined;
}
