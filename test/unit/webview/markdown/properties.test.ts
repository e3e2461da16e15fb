// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { blockConstructs, inlineConstructs } from "./support/constructs.ts";
import { charByChar, randomCuts, smallPieces, smallPiecesWithin } from "./support/cuts.ts";
import { longDocument, wildDocument } from "./support/generate.ts";
import { longTidyDocument, tidyDocument } from "./support/generateTidy.ts";
import { mutate } from "./support/mutate.ts";
import { holdsFor, runs } from "./support/property.ts";
import type { Random } from "./support/random.ts";
import { selectedInTheEnd } from "./support/selection.ts";
import { shrinkByWords } from "./support/shrink.ts";
import {
  endsRight,
  endsRightAfterOthers,
  growsTowards,
  growsTowardsWithoutMarks,
  showsTheSameSoFar,
  staysCalm,
} from "./support/verdicts.ts";

const timeout = 300_000 * runs;

describe("a growing answer ends as it is at once", { timeout }, () => {
  it("for documents of all that is hard", () => {
    holdsFor("wild", 100, (random) => randomCuts(wildDocument(random), random), endsRight);
  });

  it("for damaged documents", () => {
    holdsFor("damaged", 100, (random) => randomCuts(mutate(wildDocument(random), random), random), endsRight);
  });

  it("for long blocks", () => {
    holdsFor("long", 8, (random) => smallPiecesWithin(longDocument(random), random), endsRight);
  });

  it("for damaged long blocks", () => {
    const damaged = (random: Random): string => mutate(longDocument(random), random);
    holdsFor("damaged long", 8, (random) => smallPiecesWithin(damaged(random), random), endsRight);
  });

  it("for what follows long blocks", () => {
    holdsFor(
      "after long",
      12,
      (random) => {
        const text = wildDocument(random);
        return [longDocument(random) + random.pick(["", "\n", "\n\n"]), ...smallPieces(text, random)];
      },
      endsRight,
    );
  });
});

describe("a text in the place of another one", { timeout }, () => {
  it("is shown as it is alone", () => {
    holdsFor("renewed", 15, (random) => randomCuts(wildDocument(random), random), endsRightAfterOthers);
  });
});

describe("on the way", { timeout }, () => {
  it("nothing that is finished changes and nothing long goes away", () => {
    holdsFor("calm", 80, (random) => randomCuts(wildDocument(random), random), staysCalm);
  });

  it("what is shown is what the text so far gives at once", () => {
    holdsFor("so far", 25, (random) => randomCuts(wildDocument(random), random), showsTheSameSoFar);
    holdsFor(
      "long so far",
      6,
      (random) => smallPiecesWithin(longDocument(random), random),
      showsTheSameSoFar,
    );
  });

  it("the same in long blocks", () => {
    holdsFor("calm long", 5, (random) => smallPiecesWithin(longDocument(random), random), staysCalm);
  });

  it("shows no marks of what is complete in the end", () => {
    holdsFor(
      "tidy",
      20,
      (random) => charByChar(tidyDocument(random)),
      growsTowardsWithoutMarks,
      shrinkByWords,
    );
  });

  it("the same in and under long blocks", () => {
    const pieces = (random: Random): string[] => smallPiecesWithin(longTidyDocument(random), random);
    holdsFor("long tidy", 10, pieces, growsTowardsWithoutMarks, shrinkByWords);
  });
});

describe("half of a construct is not shown as it is written", () => {
  /** What stands before it, and what its lines begin with. */
  const places = {
    alone: ["", ""],
    "behind a paragraph": ["Before.\n\n", ""],
    "under a long paragraph": ["Words of a long paragraph. ".repeat(50) + "\n\n", ""],
    "under a long list": ["- item of a long list\n".repeat(50) + "\nText\n\n", ""],
    "in an item": ["- Before\n- ", "  "],
    "in a quote": ["> ", "> "],
    "in a long quote": ["> Words of a long quote.\n".repeat(50) + "> \n> ", "> "],
    "under a paragraph in a long list": ["- item of a long list\n".repeat(50) + "- a\n\n  ", "  "],
    "in a long list": ["- item of a long list\n".repeat(50) + "- ", "  "],
  } as const;
  const inlinePlaces = {
    ...places,
    "behind words": ["Some words ", ""],
    "behind a long paragraph": ["Words of a long paragraph. ".repeat(50), ""],
  } as const;
  const cases = [
    ...Object.entries(inlineConstructs).map((entry) => [...entry, inlinePlaces] as const),
    ...Object.entries(blockConstructs).map((entry) => [...entry, places] as const),
  ];

  it.each(cases)("%s", (name, markdown, itsPlaces) => {
    const wrong = Object.entries(itsPlaces).flatMap(([place, [before, indent]]) => {
      const said = growsTowards([before, ...charByChar(markdown.replaceAll("\n", `\n${indent}`))]);
      return said === undefined ? [] : [`${name} ${place}: ${said}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(inlineConstructs))("in a heading and a cell: %s", (_, markdown) => {
    const line = markdown.replaceAll(/[\n|]/g, " ");
    expect(growsTowards(["## ", ...charByChar(line)])).toBeUndefined();
    expect(growsTowards(["| a | b |\n|---|---|\n| c | ", ...charByChar(`${line} |\n`)])).toBeUndefined();
  });
});

describe("a selection stays", () => {
  const growth =
    "more **words**, `code`\nand [a link](https://example.com) *behind* it.\n- b\n\n# C\n\n```ts\nlet a;\n```\nEnd.";

  it.each([
    ["in a finished block", "Selected words.\n\nText ", "Selected"],
    ["in a heading", "# Selected words\n\nText ", "Selected"],
    ["in finished code", "```ts\nlet selected;\n```\n\nText ", "selected"],
    ["in a finished item", "- Selected words\n- Text ", "Selected"],
    ["in a finished item of a long list", `${"- a\n".repeat(400)}- Selected words\n- Text `, "Selected"],
    ["in a finished row", "| a |\n|---|\n| Selected words |\n| Text ", "Selected"],
    [
      "in a finished row of a long table",
      `| a |\n|---|\n${"| b |\n".repeat(300)}| Selected |\n| Text `,
      "Selected",
    ],
    ["in a quote", "> Selected words\n>\n> Text ", "Selected"],
    ["in the open paragraph", "Selected words ", "Selected"],
    ["in a long open paragraph", `Selected words ${"and more ".repeat(200)}`, "Selected"],
    [
      "in a very long open paragraph",
      `Selected words ${"and more words of the same paragraph ".repeat(50)}`,
      "Selected",
      "and more words ".repeat(500),
    ],
    ["at the end of a long open paragraph", `${"Words and more. ".repeat(200)}Selected words `, "Selected"],
    ["in bold of the open paragraph", "Text **Selected words** and ", "Selected"],
    ["in the open item", "- a\n- Selected words ", "Selected"],
    ["in open code", "```ts\nlet selected;\nlet ", "selected"],
    ["in long open code", `\`\`\`ts\nlet selected;\n${"let a;\n".repeat(400)}let `, "selected"],
  ])("%s", (_, shown, selected, more = "") => {
    const wordByWord = more.match(/\S+ /g) ?? [];
    for (const pieces of [
      [...wordByWord, ...charByChar(growth)],
      [more, growth],
    ])
      expect(selectedInTheEnd([shown, ...pieces], selected)).toBe(selected);
  });

  it("where plain text is added to any text", () => {
    holdsFor(
      "plain",
      30,
      (random) => [`${wildDocument(random)}\n\nSelected ${random.pick(["", "*b* ", "`c` ", "~~d~~ "])}`],
      (pieces) => {
        const text = selectedInTheEnd([...pieces, ..."with words.".split("")], "Selected");
        return text === "Selected" ? undefined : `${JSON.stringify(text)} is selected`;
      },
    );
  });
});
