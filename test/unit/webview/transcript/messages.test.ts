import { describe, expect, it } from "vitest";
import { shownTurn } from "../../../../src/protocol/shown.ts";
import { answerMarkdown } from "../../../../src/webview/transcript/answerMarkdown.ts";
import { countEntries } from "../../../../src/webview/transcript/newEntries.ts";

const turn = shownTurn({
  id: "a",
  input: "Hi",
  phase: { kind: "completed" },
  stopping: false,
  asks: false,
  items: [
    { id: "1", kind: "text", text: "I look.\n" },
    { id: "2", kind: "tool", tool: "terminal", status: "completed" },
    { id: "3", kind: "reasoning", text: "Hm", open: false },
    { id: "4", kind: "text", text: "\n# Found\n\n- it" },
    { id: "5", kind: "text", text: "" },
  ],
});

describe("an answer as Markdown", () => {
  it("has its texts without what was done between them", () => {
    expect(answerMarkdown(turn)).toBe("I look.\n\n# Found\n\n- it");
  });
});

describe("what a transcript has", () => {
  it("counts messages and items", () => {
    expect(countEntries({ settled: [] })).toBe(0);
    const settled = [turn, { ...turn, input: undefined, items: [] }];
    expect(countEntries({ settled })).toBe(6);
    const growing = turn.items.find(({ kind }) => kind === "text");
    if (growing?.kind !== "text") throw new Error("The turn has no text");
    expect(countEntries({ settled, active: { ...turn, items: [], growing } })).toBe(8);
  });
});
