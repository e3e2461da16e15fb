import { describe, expect, it } from "vitest";
import { plainText } from "../../../../src/webview/announce/plainText.ts";

describe("Markdown as it is said", () => {
  it.each([
    ["The port is **8081**, set in `app.toml`.", "The port is 8081, set in app.toml."],
    ["# Title\n\nText with *one* and __two__ and ~~three~~.", "Title Text with one and two and three."],
    ["See [the guide](https://example.com/a) and ![a chart](c.png).", "See the guide and a chart."],
    ["- one\n- [x] two\n1. three\n> four", "one two 1. three four"],
    ["Run:\n\n```bash\nnpm test\n```\n\nDone.", "Run: Code block. Done."],
    ["Open:\n\n```ts\nconst a", "Open: Code block."],
    ["| a | b |\n| --- | ---: |\n| 1 | 2 |", "a b 1 2"],
    ["snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"],
    ["", ""],
  ])("%j", (markdown, text) => {
    expect(plainText(markdown, 200)).toBe(text);
  });

  it("ends between words", () => {
    expect(plainText("one two three four", 12)).toBe("one two…");
    expect(plainText("x".repeat(50), 10)).toBe(`${"x".repeat(10)}…`);
  });

  it("looks at no more than it needs", () => {
    expect(plainText("`".repeat(2_000_000), 200)).toBe("");
  });
});
