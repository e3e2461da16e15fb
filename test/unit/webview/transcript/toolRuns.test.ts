import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import type { ShownItem } from "../../../../src/protocol/shown.ts";
import type { ToolView } from "../../../../src/protocol/view.ts";
import { entriesOf, summarizeRun } from "../../../../src/webview/transcript/toolRuns.ts";

const call = (id: string, tool: string, changes: Partial<ToolView> = {}): ToolView => ({
  id,
  kind: "tool",
  tool,
  status: "completed",
  ...changes,
});
const text: ShownItem = { id: "x", kind: "text", text: GrowingText.of("So") };

describe("entries of a turn", () => {
  const shape = (items: readonly ShownItem[]): string[] =>
    entriesOf(items).map((entry) =>
      entry.kind === "item" ? entry.id : `${entry.tool}: ${entry.calls.map(({ id }) => id).join(" ")}`,
    );

  it("puts neighboring calls of one tool together", () => {
    const items = [call("1", "a"), call("2", "a"), text, call("3", "a"), call("4", "b"), call("5", "b")];
    expect(shape(items)).toEqual(["a: 1 2", "x", "a: 3", "b: 4 5"]);
  });

  it("keeps the identity of an entry that grows", () => {
    const items = [text, call("1", "a"), call("2", "a")];
    expect(entriesOf(items)[1]?.id).toBe("1");
    expect(entriesOf([...items, call("3", "a")])[1]?.id).toBe("1");
  });

  it("is empty for a turn without items", () => expect(entriesOf([])).toEqual([]));
});

describe("what a run says", () => {
  it("counts calls and failures and adds up the times that are known", () => {
    const calls = [
      call("1", "a", { durationMs: 100 }),
      call("2", "a", { status: "failed", durationMs: 50 }),
      call("3", "a"),
    ];
    expect(summarizeRun(calls)).toEqual({ count: 3, failed: 1, current: undefined, durationMs: 150 });
    expect(summarizeRun([call("1", "a")]).durationMs).toBeUndefined();
  });

  it("names the latest call that is under way", () => {
    const running = call("2", "a", { status: "running" });
    const generating = call("3", "a", { status: "generating" });
    expect(summarizeRun([call("1", "a"), running]).current).toBe(running);
    expect(summarizeRun([running, generating]).current).toBe(generating);
    expect(summarizeRun([running, { ...running, status: "ended" }]).current).toBe(running);
  });
});
