import { describe, expect, it } from "vitest";
import { type Changes, changesOf, withChanges } from "../../../src/protocol/changes.ts";

interface Thing {
  readonly name: string;
  readonly list?: readonly number[] | undefined;
  readonly at?: number | undefined;
}

const overTheWire = <T>(changes: Changes<T>): Changes<T> => JSON.parse(JSON.stringify(changes)) as Changes<T>;
const list = [1];

describe("the changes of an object", () => {
  it.each<[string, Thing, Thing, unknown]>([
    ["another value", { name: "a", at: 1 }, { name: "b", at: 1 }, { name: "b" }],
    ["a field that comes", { name: "a" }, { name: "a", at: 0 }, { at: 0 }],
    ["a field that goes", { name: "a", at: 1 }, { name: "a" }, { at: null }],
    ["a field that is undefined now", { name: "a", at: 1 }, { name: "a", at: undefined }, { at: null }],
    ["another list", { name: "a", list }, { name: "a", list: [1] }, { list: [1] }],
  ])("lead to the other one, also as JSON: %s", (_, before, after, expected) => {
    const changes = changesOf(before, after);
    expect(changes).toEqual(expected);
    expect(changes && withChanges(before, overTheWire(changes))).toEqual(after);
  });

  it("are none where nothing is different", () => {
    expect(changesOf<Thing>({ name: "a", list, at: undefined }, { name: "a", list })).toBeUndefined();
  });
});
