import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import { inputOf } from "../../../../src/core/conversation/message.ts";
import { applyFinalText } from "../../../../src/core/conversation/items.ts";
import type { Turn } from "../../../../src/core/conversation/state.ts";
import { formatBytes } from "../../../../src/ui/chat/attachmentViews.ts";
import { Presenter } from "../../../../src/ui/chat/presenter.ts";
import { file, presentProblem, say, snippet } from "./bench.ts";

const presenter = (): Presenter => new Presenter(presentProblem);

function turn(more: Partial<Turn> = {}): Turn {
  return { id: "t", phase: { kind: "streaming" }, cancelRequested: false, items: [], ...more };
}

const shown = (of: Presenter, ...turns: readonly Turn[]) => of.turns({ settled: turns }).settled;

describe("a turn as it is shown", () => {
  it("has the user's own words, and what was attached as chips", () => {
    const message = say("Explain", snippet("a.ts:1-2", "one\ntwo\n"));
    const [view] = shown(
      presenter(),
      turn({
        input: inputOf(message),
        attachments: [
          { ...file("b.png"), isImage: true },
          { ...file("c.ts"), source: { remotePath: "/c" } },
        ],
        model: "Opus",
      }),
    );
    expect(view).toMatchObject({
      input: "Explain",
      model: "Opus",
      attachments: [
        { kind: "image", name: "b.png", detail: "src/b.png · 2 kB", canOpen: true },
        { kind: "file", name: "c.ts", canOpen: false },
        { kind: "snippet", name: "a.ts:1-2", detail: "Selection · 2 lines", text: "one\ntwo\n" },
      ],
    });
    expect(shown(presenter(), turn({ input: "plain" }))[0]?.attachments).toBeUndefined();
    expect(shown(presenter(), turn())[0]).toMatchObject({ input: undefined, attachments: undefined });
  });

  it("asks when it has ended with a question", () => {
    const items = [
      { kind: "text", text: GrowingText.of("I can do both.\n\nWhich one do you want?") },
    ] as const;
    expect(shown(presenter(), turn({ items }))[0]?.asks).toBe(false);
    expect(shown(presenter(), turn({ items, phase: { kind: "completed" } }))[0]?.asks).toBe(true);
  });

  it("tells how far its files are", () => {
    const upload = { name: "b.png", sentBytes: 1, totalBytes: 4 };
    expect(shown(presenter(), turn({ phase: { kind: "sending", upload } }))[0]?.phase).toEqual({
      kind: "sending",
      upload,
    });
  });

  it("keeps the objects of what has not changed, also while it grows and when failures are made anew", () => {
    const one = presenter();
    const input = inputOf(say("Explain", snippet("a.ts:1-2")));
    const first = turn({ input });
    const grown: Turn = { ...first, items: [{ kind: "text", text: GrowingText.of("Hi") }] };
    const [before] = shown(one, first);
    const [after] = shown(one, grown);
    expect(after).not.toBe(before);
    expect(after?.attachments).toBe(before?.attachments);
    expect(shown(one, grown)[0]).toBe(after);
    one.invalidate();
    expect(shown(one, turn({ id: "other" }), grown)[1]?.attachments).toBe(before?.attachments);
  });
});

describe("a chat as it is shown", () => {
  it("keeps the lists of what is over while an answer grows", () => {
    const one = presenter();
    const settled = [turn({ id: "over", phase: { kind: "completed" } })];
    const items: Turn["items"] = [{ kind: "tool", tool: "terminal", status: "running" }];
    const growing: Turn["growing"] = { kind: "text", text: GrowingText.of("Hel") };
    const before = one.turns({ settled, active: turn({ items, growing }) });
    const grown = { ...growing, text: growing.text.grow("lo") };
    const after = one.turns({ settled, active: turn({ items, growing: grown }) });
    expect(after.settled).toBe(before.settled);
    expect(after.active?.items).toBe(before.active?.items);
    expect(after.active?.growing).toEqual({ id: "i1", kind: "text", text: "Hello" });
    const ended = one.turns({ settled, active: turn({ items: [...items, grown] }) });
    expect(ended.active?.items[0]).toBe(before.active?.items[0]);
    expect(ended.active?.items[1]).toBe(after.active?.growing);
  });
});

describe("the items of a turn", () => {
  it("are known by their place, also when one before them goes", () => {
    const one = presenter();
    const told: Turn["items"] = [
      { kind: "text", text: GrowingText.of("Let me look.") },
      { kind: "tool", tool: "terminal", status: "completed" },
      { kind: "text", text: GrowingText.of("It is 8080.") },
    ];
    const ids = (items: Turn["items"]): unknown =>
      one.turns({ settled: [], active: turn({ items }) }).active?.items.map(({ id, kind }) => [id, kind]);
    expect(ids(told)).toEqual([
      ["i0", "text"],
      ["i1", "tool"],
      ["i2", "text"],
    ]);
    const { items } = applyFinalText({ items: told }, "The port is 8080.");
    expect(ids(items)).toEqual([
      ["i0", "tool"],
      ["i1", "text"],
    ]);
  });
});

describe("a queue and a draft as they are shown", () => {
  it("have a view for each message and attachment, the same for the same", () => {
    const one = presenter();
    const messages = [{ id: "1", held: true, message: say("next", file("a.ts")) }];
    const queue = one.queue({ paused: true, messages });
    expect(queue).toMatchObject({
      paused: true,
      messages: [{ id: "1", held: true, text: "next", attachments: [{ name: "a.ts" }] }],
    });
    expect(one.queue({ paused: true, messages }).messages[0]).toBe(queue.messages[0]);
    const attached = file("b.ts");
    expect(one.attachments([attached])[0]).toBe(one.attachments([attached])[0]);
  });

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1_000, "1 kB"],
    [3_440, "3.4 kB"],
    [999_960, "1 MB"],
    [15_000_000, "15 MB"],
  ])("say how large %d bytes are", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
