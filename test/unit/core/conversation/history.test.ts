import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { HistoryItem } from "../../../../src/api/wire.ts";
import { align } from "../../../../src/core/conversation/align.ts";
import { turnsFromHistory } from "../../../../src/core/conversation/history.ts";
import type { Turn, TurnPhase } from "../../../../src/core/conversation/state.ts";

/** Pairs of a message and its answer, as the server tells them. */
function history(...pairs: readonly (readonly [string, string])[]): readonly HistoryItem[] {
  return pairs.flatMap(([input, answer]): HistoryItem[] => [
    { role: "user", text: input },
    { role: "assistant", text: answer },
  ]);
}

function turn(
  id: string,
  input: string | undefined,
  answer: string,
  phase: TurnPhase["kind"] = "completed",
): Turn {
  const error = new Agent37Error({ code: "agent_error", message: "No.", plane: "agent" });
  return {
    id,
    input,
    responseId: `response-${id}`,
    phase: phase === "failed" ? { kind: "failed", error } : { kind: phase as "completed" | "cancelled" },
    cancelRequested: false,
    items: [
      { kind: "tool", tool: "terminal", status: "completed" },
      { kind: "text", text: GrowingText.of(answer) },
    ],
  };
}

const ids = (turns: readonly Turn[]): readonly string[] =>
  turns.map(({ id }) => (id.startsWith("history-") ? "-" : id));
const read = (rows: readonly HistoryItem[], known: readonly Turn[], traced?: readonly Turn[]) =>
  turnsFromHistory("s", rows, known, traced);

describe("a history", () => {
  it("keeps every turn on screen in its place, wherever others went on between", () => {
    const known = [turn("a", "1", "one"), turn("b", "2", "two"), turn("c", "3", "three")];
    expect(ids(read(history(["1", "one"], ["x", "y"], ["2", "two"], ["3", "three"]), known))).toEqual([
      "a",
      "-",
      "b",
      "c",
    ]);
  });

  it("drops what the server does not tell of", () => {
    const known = [turn("a", "1", "one"), turn("b", "2", "two", "failed"), turn("c", "3", "three")];
    expect(ids(read(history(["1", "one"], ["3", "three"]), known))).toEqual(["a", "c"]);
  });

  it("takes each known turn once, also when the same is said again and again", () => {
    const known = [turn("a", "go on", "Done."), turn("b", "go on", "Done.")];
    const rows = history(["go on", "Done."], ["go on", "Done."], ["go on", "Done."]);
    expect(ids(read(rows, known))).toEqual(["a", "b", "-"]);
  });

  it("finds traced turns where the beginning and some in between were not kept", () => {
    const traced = [turn("c", "3", "three"), turn("e", "5", "five")];
    const rows = history(["1", "one"], ["2", "two"], ["3", "three"], ["4", "four"], ["5", "five"]);
    const turns = read(rows, [], traced);
    expect(ids(turns)).toEqual(["-", "-", "c", "-", "e"]);
    expect(turns[2]?.items).toHaveLength(2);
  });

  it("gives the latest of equal turns what was kept, since the oldest is dropped first", () => {
    const rows = history(["go on", "Done."], ["go on", "Done."], ["stop", "Stopped."]);
    expect(ids(read(rows, [], [turn("b", "go on", "Done."), turn("c", "stop", "Stopped.")]))).toEqual([
      "-",
      "b",
      "c",
    ]);
  });

  it("uses a turn that is both on screen and traced once", () => {
    const rows = history(["go on", "Done."], ["go on", "Done."]);
    // The trace of another window knows the same turn under another id of its own.
    const traced = { ...turn("z", "go on", "Done."), responseId: "response-a" };
    expect(ids(read(rows, [turn("a", "go on", "Done.")], [traced]))).toEqual(["a", "-"]);
  });

  it("lets the server's text win where it says more or something else", () => {
    const known = [turn("a", "1", "half", "failed"), turn("b", "2", "wrong")];
    const turns = read(history(["1", "half and whole"], ["2", "right"]), known);
    expect(ids(turns)).toEqual(["-", "-"]);
    expect(turns.map(({ items }) => items)).toEqual([
      [{ kind: "text", text: "half and whole" }],
      [{ kind: "text", text: "right" }],
    ]);
  });

  it("keeps a turn that was stopped or failed although the server remembers less of it", () => {
    const known = [turn("a", "1", "one, tw", "cancelled"), turn("b", "2", "thr", "failed")];
    const turns = read([{ role: "user", text: "1" }, ...history(["2", "th"])], known);
    expect(turns.map(({ phase }) => phase.kind)).toEqual(["cancelled", "failed"]);
  });

  it("tells the message of a turn that was followed without knowing it", () => {
    const [first] = read(history(["1", "one"]), [turn("a", undefined, "one")]);
    expect(first).toMatchObject({ id: "a", input: "1" });
  });

  it("shows the files of a message that was sent elsewhere, and keeps what is known of them here", () => {
    const rows: readonly HistoryItem[] = [
      { role: "user", text: "Look", files: ["/home/node/uploads/src/a.ts", "/home/node/uploads/b.png"] },
      { role: "assistant", text: "Seen." },
    ];
    expect(read(rows, [])[0]?.attachments).toMatchObject([
      { kind: "file", name: "a.ts", source: { remotePath: "/home/node/uploads/src/a.ts" } },
      { kind: "file", name: "b.png" },
    ]);
    const attachments = [
      { kind: "file", id: "1", name: "a.ts", path: "src/a.ts", source: { uri: "file:///a.ts" } },
    ] as const;
    expect(read(rows, [{ ...turn("a", "Look", "Seen."), attachments }])[0]?.attachments).toBe(attachments);
  });

  it("pairs a long one with what is known of it in moderate time", () => {
    const rows = history(...Array.from({ length: 2_500 }, (_, i) => [`m${i}`, `a${i}`] as const));
    const known = Array.from({ length: 2_500 }, (_, i) => turn(`k${i}`, `m${i}`, i % 50 ? `a${i}` : "other"));
    const turns = read(rows, [], known);
    expect(turns.filter(({ id }) => id.startsWith("k"))).toHaveLength(2_450);
  });
});

describe("two lists", () => {
  const common = (left: readonly string[], right: readonly string[]): string =>
    [...align(left, right, (l, r) => l === r)]
      .sort(([a], [b]) => a - b)
      .map(([l]) => left[l])
      .join("");

  it.each([
    ["", "abc", 0],
    ["abc", "", 0],
    ["abc", "abc", 3],
    ["abcd", "bd", 2],
    ["bd", "abcd", 2],
    ["xaybzc", "abc", 3],
    ["abcbdab", "bdcaba", 4],
    ["abc", "cba", 1],
  ])("'%s' and '%s' have %i in common, in order", (left, right, length) => {
    const found = common(Array.from(left), Array.from(right));
    expect(found).toHaveLength(length);
    for (const text of [left, right]) expect(text).toMatch(new RegExp(Array.from(found).join(".*")));
  });
});
