import { describe, expect, it } from "vitest";
import { formatNumber, type Section, toMarkdown, toText } from "../../bench/table.ts";

const section: Section = {
  title: "Speed",
  columns: ["what", "main ms", "× floor"],
  rows: [
    ["line floor", 2700, 1],
    ["whole | message", 80412.4, 29.78],
    ["capped", undefined, "> 40"],
  ],
  notes: ["One run."],
};

describe("a table of results", () => {
  it("is set for a terminal, numbers to the right", () => {
    expect(toText(section).split("\n")).toEqual([
      "Speed",
      "",
      "what             main ms  × floor",
      "---------------  -------  -------",
      "line floor         2,700        1",
      "whole | message   80,412     29.8",
      "capped                 –     > 40",
      "* One run.",
    ]);
  });

  it("is Markdown that no cell breaks", () => {
    expect(toMarkdown(section, 4)).toBe(
      [
        "#### Speed",
        "",
        "| what | main ms | × floor |",
        "| --- | ---: | ---: |",
        "| line floor | 2,700 | 1 |",
        "| whole \\| message | 80,412 | 29.8 |",
        "| capped | – | > 40 |",
        "",
        "- One run.",
      ].join("\n"),
    );
  });

  it.each([
    [0, "0"],
    [0.0432, "0.043"],
    [0.932, "0.93"],
    [12.34, "12.3"],
    [104.4, "104"],
    [64200.3, "64,200"],
    [1000000, "1,000,000"],
    [Number.NaN, "–"],
  ])("writes %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
