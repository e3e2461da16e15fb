import { describe, expect, it } from "vitest";
import { growthOf, isNext } from "../../../src/protocol/growth.ts";
import type { HostMessage } from "../../../src/protocol/messages.ts";
import { pack, unpack } from "../../../src/protocol/packed.ts";

const overTheWire = (message: HostMessage): unknown => JSON.parse(JSON.stringify(pack(message)));
const growth = (seq: number, text: string): HostMessage => ({ type: "growth", payload: growthOf(seq, text) });

describe("a message on its way to the view", () => {
  it.each(["a", "\n", "7 apples", "🙂", "\ud83d", '{"type":"ack"}'])("brings text as it was: %j", (text) => {
    expect(unpack(overTheWire(growth(41, text)))).toEqual(growth(41, text));
  });

  it.each<HostMessage>([
    { type: "patches", payload: { seq: 7, patches: [] } },
    {
      type: "patches",
      payload: {
        seq: 123,
        patches: [
          { op: "grow", text: "a" },
          { op: "turnRemoved", turnId: "b" },
        ],
      },
    },
    { type: "focusComposer", payload: {} },
    { type: "setDraft", payload: { text: "1a", revision: 2 } },
  ])("is what it was: %j", (message) => expect(unpack(overTheWire(message))).toEqual(message));

  it("costs three characters beside text that grows, and few beside patches", () => {
    expect(JSON.stringify(pack(growth(123_456, "word")))).toHaveLength("word".length + 3);
    const patches = [{ op: "grow", text: "word" }] as const;
    expect(JSON.stringify(pack({ type: "patches", payload: { seq: 12, patches } }))).toHaveLength(
      JSON.stringify(patches).length + 3,
    );
  });

  it.each([undefined, null, 1, "", "1", "?text", "-1", {}, [], ["1a"], { digit: 1, text: "a" }])(
    "is nothing else than what was packed: %j",
    (data) => expect(unpack(data)).toBe(data),
  );
});

describe("the number of a batch of text", () => {
  it("tells when batches are missing or come again", () => {
    for (const seq of [0, 1, 34, 35, 36, 100_000]) {
      expect(isNext(seq, growthOf(seq + 1, "x"))).toBe(true);
      for (const other of [-1, 0, 2, 3, 35]) expect(isNext(seq, growthOf(seq + other, "x"))).toBe(false);
    }
  });
});
