import { beforeEach, describe, expect, it } from "vitest";
import { Versions } from "../../../../src/core/files/versions.ts";
import { at } from "./disk.ts";

const place = at("/a.txt");
const version = (modifiedMs: number, sizeBytes = 4) => ({ modifiedMs, sizeBytes });

let now: number;
let versions: Versions;
beforeEach(() => {
  now = 0;
  versions = new Versions(() => now);
});

/** VS Code's own check before a save: whether it takes the file for a version that it has not seen. */
function seesChange(known: ReturnType<typeof version>, told: ReturnType<typeof version>): boolean {
  return known.modifiedMs < told.modifiedMs && known.sizeBytes !== told.sizeBytes;
}

describe("what VS Code is told of a file", () => {
  it("is the truth as long as nobody has unsaved changes", () => {
    versions.read(place, version(10));
    expect(versions.tell(place, version(10))).toEqual(version(10));
    expect(versions.tell(place, version(20))).toEqual(version(20));
    expect(versions.tell(place, version(5, 1))).toEqual(version(5, 1));
  });

  it.each([
    ["of the same length", version(20)],
    ["that is older", version(5, 3)],
    ["that is older, of the same length", version(5)],
    ["that is longer", version(20, 9)],
    ["that is shorter", version(20, 1)],
  ])("shows that its unsaved changes are not made on a version %s", (_, theirs) => {
    const known = versions.tell(place, version(10));
    versions.read(place, version(10));
    versions.setEdited(place, true);
    expect(versions.tell(place, version(10))).toEqual(version(10));
    const told = versions.tell(place, theirs);
    expect(seesChange(known, told)).toBe(true);
    expect(versions.tell(place, theirs)).toEqual(told);
    // Comparing reads the file, which is not agreeing with it.
    versions.read(place, theirs);
    expect(seesChange(known, versions.tell(place, theirs))).toBe(true);
  });

  it("shows the next such change too, after the changes were dropped", () => {
    versions.read(place, version(10));
    versions.setEdited(place, true);
    // Dropping them reads the file while they are still there.
    const known = versions.tell(place, version(20));
    versions.read(place, version(20));
    versions.setEdited(place, false);
    versions.setEdited(place, true);
    expect(seesChange(known, versions.tell(place, version(20)))).toBe(false);
    for (const theirs of [version(30), version(31, known.sizeBytes), version(15)])
      expect(seesChange(known, versions.tell(place, theirs))).toBe(true);
  });

  it("is the truth again once they are saved", () => {
    versions.read(place, version(10));
    versions.setEdited(place, true);
    versions.tell(place, version(20));
    versions.written(place, version(30));
    expect(versions.tell(place, version(30))).toEqual(version(30));
    expect(seesChange(version(30), versions.tell(place, version(40)))).toBe(true);
  });
});

describe("what a file must still be when it is written", () => {
  it("is what VS Code was told last, in truth", () => {
    expect(versions.expected(place)).toBeUndefined();
    versions.read(place, version(10));
    versions.setEdited(place, true);
    versions.tell(place, version(20.25));
    now += 60_000;
    expect(versions.expected(place)).toBe(20.25);
    versions.written(place, version(30));
    expect(versions.expected(place)).toBeUndefined();
  });

  it("is anything when nobody asked lately and no editor has it", () => {
    versions.tell(place, version(10));
    expect(versions.expected(place)).toBe(10);
    now += 10_001;
    expect(versions.expected(place)).toBeUndefined();
  });
});
