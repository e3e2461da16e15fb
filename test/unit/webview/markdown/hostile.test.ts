// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { MarkdownView } from "../../../../src/webview/markdown/markdownView.ts";

/** Shows a beginning at once, then the rest in two pieces, as a stream that lags does. */
function show(begin: string, rest: string): string {
  const container = document.createElement("div");
  const view = new MarkdownView(container);
  let text = GrowingText.of(begin);
  view.update(text, true);
  const half = Math.floor(rest.length / 2);
  for (const piece of [rest.slice(0, half), rest.slice(half)]) {
    text = text.grow(piece);
    view.update(text, true);
  }
  view.update(text, false);
  return container.textContent;
}

// Each of these would take minutes, or end in an overflow of the stack, if its cost were not bounded.
describe("an answer that means harm is shown, and nothing hangs", () => {
  it.each([
    ["links behind an open bracket", "In [0, 1) see ", "[a](https://a.example) ".repeat(300)],
    ["open brackets", "x ".repeat(250), "[".repeat(15_000)],
    ["open image brackets", "x ".repeat(250), "![".repeat(8000)],
    ["marks that never close", "x ", "**a ".repeat(1500)],
    ["marks in marks", "x ", `${"**a ".repeat(1500)}${"b** ".repeat(1500)}`],
    ["spaces behind a mark", "*a", `${" ".repeat(30_000)}x`],
    ["a long run of marks", "*a", `${"*".repeat(30_000)}x`],
    ["code marks of many lengths", "x ", Array.from({ length: 200 }, (_, n) => "`".repeat(n + 1)).join(" ")],
    ["quotes in quotes", "", `${`${">".repeat(2000)} a\n`.repeat(3)}\nThe end.`],
    ["schemes of addresses", "*x ", "a://".repeat(8000)],
  ])("%s", (_, begin, rest) => {
    expect(show(begin, rest).length).toBeGreaterThan(0);
  });
});
