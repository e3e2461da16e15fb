import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { conversationMarkdown } from "../../../../src/core/conversation/markdown.ts";
import { embedded } from "../../../../src/core/conversation/markdownText.ts";
import { inputOf } from "../../../../src/core/conversation/message.ts";
import type { Turn } from "../../../../src/core/conversation/state.ts";

const at = Date.UTC(2026, 10, 22, 19, 58);

function turn(fields: Partial<Turn> = {}): Turn {
  return { id: "t", phase: { kind: "completed" }, cancelRequested: false, items: [], ...fields };
}

const text = (value: string) => ({ kind: "text", text: GrowingText.of(value) }) as const;

describe("an exported chat", () => {
  it("is a document with title, place and time, messages, what the agent did and what it cost", () => {
    const snippet = {
      kind: "snippet",
      id: "s",
      origin: "selection",
      title: "src/a.ts:3-8",
      language: "ts",
      text: "let a;",
    } as const;
    const settled = [
      turn({
        input: inputOf({ text: "Which port?\nAnd why?", attachments: [snippet] }),
        attachments: [
          { kind: "file", id: "f", name: "b.txt", path: "docs/b.txt", source: { uri: "file:///b" } },
        ],
        model: "Opus",
        items: [
          {
            kind: "reasoning",
            text: GrowingText.of("I should look."),
            open: false,
            startedAt: at,
            endedAt: at + 2_500,
          },
          { kind: "tool", tool: "terminal", label: "ls | wc", status: "completed", durationMs: 41 },
          { kind: "tool", tool: "read_file", status: "failed", durationMs: 1_200, error: "No such file" },
          text("It is 8081."),
        ],
        startedAt: at,
        endedAt: at + 65_000,
        usage: { inputTokens: 1_200, outputTokens: 30, costUsd: 0.0123 },
        context: { usedTokens: 5_000, windowTokens: 200_000 },
      }),
      turn({
        input: "Stop it",
        phase: {
          kind: "failed",
          error: new Agent37Error({ code: "quota_exhausted", message: "Used up.", plane: "agent" }),
        },
        items: [text("I will")],
      }),
      turn({ input: "Never mind", phase: { kind: "cancelled" } }),
    ];
    expect(conversationMarkdown({ settled }, { place: "Demo agent", agent: "Hermes" })).toBe(
      [
        "# Which port?",
        "*Demo agent · 2026-11-22 19:58 UTC to 2026-11-22 19:59 UTC*",
        "## You · 2026-11-22 19:58 UTC",
        "Which port?\nAnd why?",
        "- `docs/b.txt`",
        "Attached selection: `src/a.ts:3-8`",
        "```ts\nlet a;\n```",
        "## Hermes · 2026-11-22 19:59 UTC",
        "<details>\n<summary>Thinking (2.5 s)</summary>\n\nI should look.\n\n</details>",
        "- `terminal` `ls | wc`: completed in 41 ms\n- `read_file`: failed in 1.2 s, No such file",
        "It is 8081.",
        "*Opus · 1,200 tokens in, 30 out · $0.0123 · 5,000 of 200,000 tokens of context used · 1 min 5 s*",
        "## You",
        "Stop it",
        "## Hermes",
        "I will",
        "> Used up. (`quota_exhausted`)",
        "## You",
        "Never mind",
        "## Hermes",
        "> Stopped.",
      ].join("\n\n") + "\n",
    );
  });

  it("has a title also when nothing was said", () => {
    expect(conversationMarkdown({ settled: [] })).toBe("# Conversation\n");
  });

  it("has the headings of the messages only, whatever the messages look like", () => {
    const settled = [
      turn({
        input: "# Mine\n\nOld style\n===\n\n```\n# in code",
        items: [
          { kind: "reasoning", text: GrowingText.of("</details>\n## Thoughts"), open: false },
          text("## Theirs\n\n~~~\n# code\n~~~\n\n###### Deep\n\n---"),
        ],
      }),
    ];
    const document = conversationMarkdown({ settled }, { title: "*Bold* `title`\nof two lines" });
    const outline = document
      .replace(/^(```|~~~)[\s\S]*?^\1$/gm, "")
      .split("\n")
      .filter((line) => /^#{1,2} /.test(line));
    expect(outline).toEqual(["# \\*Bold\\* \\`title\\` of two lines", "## You", "## Agent"]);
    expect(document).toContain("### Mine");
    expect(document).toContain("Old style\n\\===");
    expect(document).toContain("```\n# in code\n```\n\n## Agent");
    expect(document.match(/<\/details>/g)).toHaveLength(1);
  });

  it.each([
    ["keeps indented code", "    # no heading", "    # no heading"],
    ["keeps a rule", "a\n\n---\n\nb", "a\n\n---\n\nb"],
    ["closes a fence by its own kind only", "```\n~~~\n# x\n```\n# y", "```\n~~~\n# x\n```\n### y"],
    ["knows a code span that looks like a fence", "```a``` b\n# y", "```a``` b\n### y"],
    ["reads foreign line ends", "# a\r\nb\r\n", "### a\nb"],
    ["goes no deeper than there are headings", "##### a", "###### a"],
  ])("%s", (_, input, output) => {
    expect(embedded(input)).toBe(output);
  });
});
