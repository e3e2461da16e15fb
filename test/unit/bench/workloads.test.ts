import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { codeAnswer, cutDeltas, mixedAnswer, paragraphAnswer, session } from "../../bench/workloads.ts";

const parser = new MarkdownIt();
const kinds = (text: string): Set<string> => new Set(parser.parse(text, {}).map((token) => token.type));
const topLevel = (text: string): string[] =>
  parser
    .parse(text, {})
    .filter((token) => token.level === 0 && token.nesting >= 0)
    .map((token) => token.type);

describe("the workloads of the benches", () => {
  it("are the same for the same seed", () => {
    expect(mixedAnswer("a", 50_000)).toBe(mixedAnswer("a", 50_000));
    expect(mixedAnswer("a", 50_000)).not.toBe(mixedAnswer("b", 50_000));
    expect(session("a", 40)).toEqual(session("a", 40));
  });

  it.each([5_000, 100_000, 1_000_000])("have the asked length: %d", (length) => {
    expect(mixedAnswer("size", length)).toHaveLength(length);
    expect(codeAnswer("size", length)).toHaveLength(length);
    expect(paragraphAnswer("size", length).length).toBeGreaterThan(length - 20);
  });

  it("mix every kind of block", () => {
    expect([...kinds(mixedAnswer("mix", 100_000))]).toEqual(
      expect.arrayContaining([
        "heading_open",
        "paragraph_open",
        "bullet_list_open",
        "ordered_list_open",
        "table_open",
        "blockquote_open",
        "fence",
        "hr",
      ]),
    );
  });

  it("are one block where one is asked for", () => {
    expect(topLevel(codeAnswer("one", 20_000))).toEqual(["fence"]);
    expect(topLevel(paragraphAnswer("one", 20_000))).toEqual(["paragraph_open"]);
  });

  it("are cut into deltas that lose nothing and halve no character", () => {
    const text = mixedAnswer("cut", 50_000);
    const deltas = cutDeltas("cut", text);
    expect(deltas.join("")).toBe(text);
    expect(deltas.some((delta) => /[\ud800-\udbff]$/.test(delta))).toBe(false);
    expect(Math.max(...deltas.map((delta) => delta.length))).toBeLessThanOrEqual(13);
  });

  it("have sessions of questions and answers", () => {
    expect(session("talk", 4).map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
  });
});
