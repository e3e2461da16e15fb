import { describe, expect, it } from "vitest";
import { pressureOf, thinned } from "../../../../src/core/observe/curves.ts";
import { isOpenable, readPort } from "../../../../src/core/observe/pages.ts";

describe("a curve that has too many points", () => {
  it("keeps its peaks, its order and its end", () => {
    const points = Array.from({ length: 1000 }, (_, at) => [at, at === 517 ? 9 : 1] as const);
    const few = thinned(points, 7);
    expect(few).toHaveLength(7);
    expect(few.filter(([, value]) => value === 9)).toHaveLength(1);
    expect(few.map(([at]) => at)).toEqual([...few.map(([at]) => at)].sort((a, b) => a - b));
    expect(few.at(-1)?.[0]).toBe(999);
  });

  it("is left alone when it has not", () => {
    const points = [[1, 2]] as const;
    expect(thinned(points, 7)).toBe(points);
  });
});

it.each([
  [84, 100, undefined],
  [85, 100, "warning"],
  [96, 100, "error"],
  [5, undefined, undefined],
  [5, 0, undefined],
])("%s of %s is pressure %s", (used, limit, pressure) => {
  expect(pressureOf(used, limit)).toBe(pressure);
});

it.each([
  ["3000", 3000],
  [" 1 ", 1],
  ["65535", 65_535],
  ["0", undefined],
  ["65536", undefined],
  ["22022", undefined],
  ["80a", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["", undefined],
])("the port %j is %s", (text, port) => {
  expect(readPort(text)).toBe(port);
});

it.each([
  ["https://a-7681.agent37.app/?a37_token=x", true],
  ["http://127.0.0.1:5000/agent/x", true],
  ["http://a-7681.agent37.app/?a37_token=x", false],
  ["https://user:pass@host/", false],
  ["vscode://x/y", false],
  ["command:x", false],
  ["javascript:alert(1)", false],
  ["nonsense", false],
])("the address %s is opened: %s", (address, is) => {
  expect(isOpenable(address)).toBe(is);
});
