import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ViewMemory } from "../../../src/webview/memory.ts";

const page = { viewId: "v1", pageId: "p1" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("ViewMemory", () => {
  it("gives back what it saved", () => {
    let saved: unknown;
    const memory = new ViewMemory(page, undefined, (state) => (saved = state));
    memory.draft = "Half a sen";
    memory.anchor = { turnId: "a", offset: 12 };
    memory.setRow("a/r1", true);
    vi.runAllTimers();
    expect(saved).toMatchObject(page);
    // VS Code keeps the state as JSON.
    const restored = new ViewMemory(page, JSON.parse(JSON.stringify(saved)), () => {});
    expect(restored.draft).toBe("Half a sen");
    expect(restored.anchor).toEqual({ turnId: "a", offset: 12 });
    expect(restored.row("a/r1")).toBe(true);
    expect(restored.row("a/r2")).toBeUndefined();
  });

  it("leaves the draft to the host in another page, and keeps what the user looked at", () => {
    let saved: unknown;
    const memory = new ViewMemory(page, undefined, (state) => (saved = state));
    memory.draft = "Sent long ago";
    memory.anchor = { turnId: "a", offset: 12 };
    memory.setRow("a/r1", true);
    memory.flush();
    const next = new ViewMemory({ ...page, pageId: "p2" }, saved, () => {});
    expect([next.draft, next.anchor, next.row("a/r1")]).toEqual([
      undefined,
      { turnId: "a", offset: 12 },
      true,
    ]);
    const { pageId: _, ...nameless } = saved as Record<string, unknown>;
    expect(new ViewMemory(page, nameless, () => {}).draft).toBeUndefined();
  });

  it("saves a draft at once and scrolling in a while", () => {
    const save = vi.fn();
    const memory = new ViewMemory(page, undefined, save);
    memory.draft = "x";
    expect(save).toHaveBeenCalledTimes(1);
    for (let offset = 0; offset < 50; offset++) memory.anchor = { turnId: "a", offset };
    expect(save).toHaveBeenCalledTimes(1);
    vi.runAllTimers();
    expect(save).toHaveBeenCalledTimes(2);
  });

  it.each([null, 3, "x", { draft: 1, anchor: { turnId: 2 }, rows: [["a"], 7, ["b", "c"]] }])(
    "starts afresh from a broken record: %j",
    (broken) => {
      const memory = new ViewMemory(page, broken, () => {});
      expect([memory.draft, memory.anchor, memory.row("b")]).toEqual([undefined, undefined, undefined]);
    },
  );

  it("forgets the oldest rows", () => {
    const memory = new ViewMemory(page, undefined, () => {});
    for (let row = 0; row <= 500; row++) memory.setRow(String(row), true);
    expect(memory.row("0")).toBeUndefined();
    expect(memory.row("1")).toBe(true);
  });
});
