import { describe, expect, it } from "vitest";
import type { ShownTurn } from "../../../../src/protocol/shown.ts";
import { arrange, type Stretch, stretchLength } from "../../../../src/webview/transcript/stretches.ts";

const turn = (id: string): ShownTurn => ({
  id,
  phase: { kind: "completed" },
  stopping: false,
  asks: false,
  items: [],
});
const turns = (count: number): readonly ShownTurn[] =>
  Array.from({ length: count }, (_, index) => turn(`t${index}`));
const ids = (stretches: readonly Stretch[]): string[][] =>
  stretches.map((stretch) => stretch.turns.map(({ id }) => id));

describe("stretches of a conversation", () => {
  it("hold all turns in their order, a few each", () => {
    const all = turns(stretchLength * 2 + 8);
    const stretches = arrange([], all);
    expect(stretches.flatMap((stretch) => stretch.turns)).toEqual(all);
    expect(stretches.map((stretch) => stretch.turns.length)).toEqual([stretchLength, stretchLength, 8]);
    expect(new Set(stretches.map(({ id }) => id)).size).toBe(3);
  });

  it("are the same objects where their turns are", () => {
    const all = turns(stretchLength * 2 + 8);
    const before = arrange([], all);
    expect(arrange(before, all)).toEqual(before);
    const after = arrange(
      before,
      all.map((each, index) => (index === all.length - 1 ? { ...each, asks: true } : each)),
    );
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
    expect(after[2]?.id).toBe(before[2]?.id);
  });

  it("keep each turn where it is when others come or go", () => {
    const all = turns(stretchLength + 4);
    const before = arrange([], all);
    const without = arrange(
      before,
      all.filter(({ id }) => id !== "t3"),
    );
    expect(without[0]?.turns).toHaveLength(stretchLength - 1);
    expect(without[1]).toBe(before[1]);
    const earlier = [turn("e0"), turn("e1"), ...all, turn("n")];
    const more = arrange(before, earlier);
    expect(ids(more).map(({ length }) => length)).toEqual([2, stretchLength, 5]);
    expect(more[1]).toBe(before[0]);
    expect(more[2]?.id).toBe(before[1]?.id);
    expect(more.flatMap((stretch) => stretch.turns)).toEqual(earlier);
  });

  it("give every turn one place when the order is another one", () => {
    const all = turns(stretchLength * 2 + 8);
    const turned = all.toReversed();
    const after = arrange(arrange([], all), turned);
    expect(after.flatMap((stretch) => stretch.turns)).toEqual(turned);
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
  });

  it("are none of an empty conversation", () => expect(arrange(arrange([], turns(3)), [])).toEqual([]));
});
