import { describe, expect, it } from "vitest";
import { SentHistory } from "../../../../src/webview/composer/sentHistory.ts";

describe("the history of what was sent", () => {
  it("goes back from the newest and forward to the draft", () => {
    const history = new SentHistory(() => ["a", "b", "c"]);
    expect([history.older(), history.older(), history.older(), history.older()]).toEqual([
      "c",
      "b",
      "a",
      undefined,
    ]);
    expect([history.newer(), history.newer(), history.newer(), history.newer()]).toEqual([
      { text: "b" },
      { text: "c" },
      "draft",
      undefined,
    ]);
  });

  it("has what was sent here and is no turn yet, and nothing twice or blank", () => {
    let turns = ["a", "a", " "];
    const history = new SentHistory(() => turns);
    history.add("b");
    expect([history.older(), history.older(), history.older()]).toEqual(["b", "a", undefined]);
    turns = ["a", "b", "c"];
    history.leave();
    expect([history.older(), history.older(), history.older()]).toEqual(["c", "b", "a"]);
    turns = [];
    history.clear();
    expect(history.older()).toBeUndefined();
  });

  it("does not shift under the one who walks through it", () => {
    const turns = ["a", "b"];
    const history = new SentHistory(() => turns);
    history.older();
    turns.push("c");
    expect(history.older()).toBe("a");
  });
});
