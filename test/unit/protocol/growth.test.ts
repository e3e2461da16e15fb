import { describe, expect, it } from "vitest";
import { growthOf, isNext, packGrowth, unpackGrowth } from "../../../src/protocol/growth.ts";

describe("text that grows, on the wire", () => {
  it.each(["a", "\n", "7 apples", "🙂", "\ud83d", '{"type":"ack"}'])("comes as it went: %j", (text) => {
    const growth = growthOf(41, text);
    const wire: unknown = JSON.parse(JSON.stringify(packGrowth(growth)));
    expect(unpackGrowth(wire)).toEqual(growth);
  });

  it("costs three characters beside its text", () => {
    expect(JSON.stringify(packGrowth(growthOf(123_456, "word")))).toHaveLength("word".length + 3);
  });

  it("tells when batches are missing or come again", () => {
    for (const seq of [0, 1, 34, 35, 36, 100_000]) {
      expect(isNext(seq, growthOf(seq + 1, "x"))).toBe(true);
      for (const other of [-1, 0, 2, 3, 35]) expect(isNext(seq, growthOf(seq + other, "x"))).toBe(false);
    }
  });

  it.each([undefined, null, 1, "", "1", "?text", "-1", {}, ["1a"], { digit: 1, text: "a" }])(
    "is nothing else: %j",
    (data) => expect(unpackGrowth(data)).toBeUndefined(),
  );
});
