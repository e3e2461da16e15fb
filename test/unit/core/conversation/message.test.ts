import { describe, expect, it } from "vitest";
import type { Message, SnippetAttachment } from "../../../../src/common/attachment.ts";
import { inputOf, messageOf, parseInput } from "../../../../src/core/conversation/message.ts";
import type { Turn } from "../../../../src/core/conversation/state.ts";

function snippet(fields: Partial<SnippetAttachment> = {}): SnippetAttachment {
  return {
    kind: "snippet",
    id: "s",
    origin: "selection",
    title: "src/a.ts:3-8",
    language: "ts",
    text: "let a;",
    ...fields,
  };
}

/** What a block is read back as: its place in the editor and its id do not travel. */
function essence({ origin, title, language, text }: SnippetAttachment): unknown {
  return { origin, title, language: language || undefined, text };
}

/** Numbers between 0 and 1 that are the same at every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Pieces that texts like to be made of where a parser goes wrong. */
const pieces = [
  "",
  "a",
  "héllo 👋",
  "\n",
  "\n\n",
  "\r\n",
  "`",
  "```",
  "````",
  "~~~",
  "[Attached selection: x]",
  "[Attached files: a]",
  "\n\n[Attached selection: b]\n",
  "\n```ts\n",
  "\n```",
  "[",
  "]",
  " ",
];

describe("a message's text", () => {
  it("is the user's own, then each snippet in a fence that nothing in it can end", () => {
    const message: Message = {
      text: "Why?",
      attachments: [
        snippet(),
        { kind: "file", id: "f", name: "b.txt", path: "b.txt", source: { uri: "file:///b.txt" } },
        snippet({ origin: "terminal", title: "npm test", language: undefined, text: "```\nno" }),
      ],
    };
    expect(inputOf(message)).toBe(
      "Why?\n\n[Attached selection: src/a.ts:3-8]\n```ts\nlet a;\n```" +
        "\n\n[Attached terminal: npm test]\n````\n```\nno\n````",
    );
  });

  it("is read back as it was, whatever was typed and attached", () => {
    const next = random(37);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
    const some = (): string => Array.from({ length: Math.floor(next() * 7) }, () => pick(pieces)).join("");
    for (let round = 0; round < 5_000; round += 1) {
      const attachments = Array.from({ length: Math.floor(next() * 4) }, () =>
        snippet({
          origin: pick(["selection", "symbol", "problems", "terminal"] as const),
          title: some().replace(/[\r\n]+/g, " "),
          language: pick([undefined, "ts", "c++", "objective-c"]),
          text: some(),
        }),
      );
      const text = some();
      const input = inputOf({ text, attachments });
      const read = parseInput(input);
      // What was read goes out again as the very same text, also where the user typed such a block.
      expect(inputOf({ text: read.text, attachments: read.snippets })).toBe(input);
      if (parseInput(text).snippets.length > 0) continue;
      expect(read.text).toBe(text);
      expect(read.snippets.map(essence)).toEqual(attachments.map(essence));
    }
  });

  it.each([
    "Look:\n\n[Attached selection: a.ts:1]\n```ts\nx\n```\nand tell",
    "[Attached selection: a.ts:1]",
    "a\n[Attached selection: a.ts:1]\n```\nx\n```",
    "a\n\n[Attached picture: a.png]\n```\nx\n```",
    "a\n\n[Attached selection: a.ts:1]\n`````\nx\n`````",
    "a\n\n[Attached selection: a.ts:1]\n```\nx```",
    "a\n\n[Attached selection: a.ts:1]\n```",
    "```\ncode\n```",
    "```",
    "",
  ])("stays text where it only looks like a block: %j", (input) => {
    expect(parseInput(input)).toEqual({ text: input, snippets: [] });
  });

  it("keeps a title on one line", () => {
    const input = inputOf({ text: "", attachments: [snippet({ title: "two\nlines" })] });
    expect(parseInput(input).snippets).toMatchObject([{ title: "two lines" }]);
  });

  it("is quick with a large one", () => {
    const text = "`` `x` ```\n".repeat(100_000);
    const input = inputOf({ text, attachments: [snippet({ text })] });
    expect(parseInput(input).snippets).toHaveLength(1);
  });
});

describe("the message of a turn", () => {
  const turn: Turn = { id: "t", phase: { kind: "completed" }, cancelRequested: false, items: [] };

  it("has the files and the snippets that went with it", () => {
    const file = { kind: "file", id: "f", name: "b", path: "b", source: { remotePath: "~/b" } } as const;
    const input = inputOf({ text: "Why?", attachments: [snippet()] });
    expect(messageOf({ ...turn, input, attachments: [file] })).toMatchObject({
      text: "Why?",
      attachments: [file, { kind: "snippet", title: "src/a.ts:3-8" }],
    });
  });

  it("is not known of a turn that was started elsewhere", () => {
    expect(messageOf(turn)).toBeUndefined();
  });
});
