import { describe, expect, it } from "vitest";
import { GrowingText } from "../../../../src/common/growingText.ts";
import {
  arranged,
  arrangedTurns,
  type ShownItem,
  type ShownReasoning,
  type ShownTurn,
  turnsOf,
} from "../../../../src/protocol/shown.ts";
import type {
  AttachmentView,
  HeaderView,
  QueuedView,
  ToolView,
  TurnPhaseView,
} from "../../../../src/protocol/view.ts";
import { announcements } from "../../../../src/webview/announce/announcements.ts";
import type { ChatState } from "../../../../src/webview/store.ts";

const header: HeaderView = { gate: { kind: "none" }, agentName: "Hermes", canSend: true, font: { size: 13 } };
const empty: ChatState = {
  seq: 0,
  header,
  settled: [],
  queue: { paused: false, messages: [] },
  composer: { attachments: [], dials: [] },
};
const earlierTurn: ShownTurn = {
  id: "before",
  input: "Hi",
  phase: { kind: "completed" },
  stopping: false,
  asks: false,
  items: [],
};

function withTurns(of: ChatState, ...turns: readonly ShownTurn[]): ChatState {
  const { settled, active } = arrangedTurns(turns.map(arranged));
  return { ...of, settled, active };
}

/** A conversation whose last turn is in this phase and has these items. */
function state(
  phase: TurnPhaseView | "streaming" | "completed" | "cancelled" | "sending",
  items: readonly ShownItem[] = [],
  changes: Partial<ShownTurn> = {},
): ChatState {
  const turn: ShownTurn = {
    ...earlierTurn,
    id: "a",
    phase: typeof phase === "string" ? { kind: phase } : phase,
    items,
    ...changes,
  };
  return withTurns(empty, earlierTurn, turn);
}

const text = (content: string): ShownItem => ({ id: "x", kind: "text", text: GrowingText.of(content) });
const tool = (changes: Partial<ToolView> = {}): ToolView => ({
  id: "t",
  kind: "tool",
  tool: "terminal",
  label: "ls",
  status: "running",
  startedAt: 1000,
  ...changes,
});
const problem = {
  code: "rate_limited",
  title: "Too many requests",
  severity: "warning",
  buttons: [],
} as const;

describe("a turn", () => {
  it("is told from sending to its end", () => {
    expect(announcements(withTurns(empty, earlierTurn), state("sending"))).toEqual(["Sending"]);
    expect(announcements(state("sending"), state("streaming"))).toEqual(["Hermes is answering"]);
    expect(announcements(state("streaming", [text("a")]), state("streaming", [text("ab")]))).toEqual([]);
    expect(announcements(state("streaming"), state("completed", [text("All **green**.")]))).toEqual([
      "Answer finished: All green.",
    ]);
    expect(announcements(state("streaming"), state("completed"))).toEqual(["Answer finished"]);
    expect(announcements(state("streaming"), state("cancelled"))).toEqual(["Stopped"]);
  });

  it("is told while it waits for its instance, once for each step", () => {
    const waking = state({ kind: "awaiting", step: "waking", name: "Demo" });
    const booting = state({ kind: "awaiting", step: "agent", name: "Demo" });
    expect(announcements(withTurns(empty, earlierTurn), waking)).toEqual(["Waking Demo…"]);
    expect(announcements(waking, { ...waking, seq: 2 })).toEqual([]);
    expect(announcements(waking, booting)).toEqual([
      "Demo runs; its agent is starting. The message goes out when it is ready.",
    ]);
    expect(announcements(booting, state("sending"))).toEqual(["Sending"]);
    expect(announcements(state("sending"), state({ kind: "sending", waking: "Demo" }))).toEqual([
      "Waking Demo…",
    ]);
    expect(announcements(waking, state("cancelled"))).toEqual(["Stopped"]);
  });

  it("has a word for an agent without a name", () => {
    const nameless = { ...state("streaming"), header: { ...header, agentName: "" } };
    expect(announcements(state("sending"), nameless)).toEqual(["Agent is answering"]);
  });

  it("tells the beginning of a long answer", () => {
    const [said = ""] = announcements(state("streaming"), state("completed", [text("word ".repeat(100))]));
    expect(said).toMatch(/^Answer finished: (word ?)+…$/);
    expect(said.length).toBeLessThan(230);
  });

  it("tells a question", () => {
    const asks = { asks: true };
    expect(announcements(state("streaming"), state("completed", [text("Which port?")], asks))).toEqual([
      "Answer finished",
      "Hermes asks: Which port?",
    ]);
    const long = text("Both are free.\n\nWhich `port`?");
    expect(announcements(state("streaming"), state("completed", [long], asks))).toEqual([
      "Answer finished: Both are free. Which port?",
      "Hermes asks: Which port?",
    ]);
  });

  it("tells which file is on its way, once each", () => {
    const upload = (name: string, sentBytes: number): ChatState =>
      state({ kind: "sending", upload: { name, sentBytes, totalBytes: 10 } });
    expect(announcements(state("sending"), upload("a.png", 0))).toEqual(["Uploading a.png"]);
    expect(announcements(upload("a.png", 0), upload("a.png", 5))).toEqual([]);
    expect(announcements(upload("a.png", 5), upload("b.png", 0))).toEqual(["Uploading b.png"]);
  });

  it("tells a wait once, and leaves a failure to its alert", () => {
    const waiting = state({ kind: "waiting", problem, until: 1, attempt: 1 });
    expect(announcements(state("sending"), waiting)).toEqual(["Too many requests"]);
    expect(announcements(waiting, state({ kind: "waiting", problem, until: 9, attempt: 2 }))).toEqual([]);
    expect(announcements(state("streaming"), state({ kind: "failed", problem }))).toEqual([]);
  });

  it("tells a loss once, however many attempts it takes, and that it is over; attaching is none", () => {
    const reconnecting = (attempt: number): ChatState => state({ kind: "reconnecting", attempt });
    const lost = ["Connection lost. Reconnecting…"];
    expect(announcements(state("sending"), reconnecting(0))).toEqual([]);
    expect(announcements(state("streaming"), reconnecting(1))).toEqual(lost);
    expect(announcements(reconnecting(0), reconnecting(1))).toEqual(lost);
    expect(announcements(reconnecting(1), reconnecting(2))).toEqual([]);
    expect(announcements(reconnecting(2), state("streaming"))).toEqual(["Connected again"]);
    expect(announcements(reconnecting(0), state("streaming"))).toEqual(["Hermes is answering"]);
  });
});

describe("what the agent does", () => {
  const streaming = (...items: ShownItem[]): ChatState => state("streaming", items);
  const thinking: ShownReasoning = {
    id: "r",
    kind: "reasoning",
    text: GrowingText.of("Hm"),
    open: true,
    startedAt: 1,
  };

  it("is told once for each thought and each call", () => {
    expect(announcements(streaming(), streaming(thinking))).toEqual(["Thinking"]);
    expect(
      announcements(streaming(thinking), streaming({ ...thinking, text: thinking.text.grow("m") })),
    ).toEqual([]);
    expect(announcements(streaming(), streaming(tool({ status: "generating" })))).toEqual([]);
    expect(announcements(streaming(tool({ status: "generating" })), streaming(tool()))).toEqual([
      "terminal: ls",
    ]);
    expect(announcements(streaming(), streaming(tool(), tool({ id: "u", label: undefined })))).toEqual([
      "terminal: ls",
      "terminal",
    ]);
    expect(announcements(streaming(tool()), streaming(tool({ status: "completed" })))).toEqual([]);
  });

  it("is told when it fails", () => {
    const failed = tool({ status: "failed", error: "No such file\nat line 1" });
    expect(announcements(streaming(tool()), streaming(failed))).toEqual(["terminal failed: No such file"]);
    expect(announcements(streaming(), streaming(failed))).toEqual([
      "terminal: ls",
      "terminal failed: No such file",
    ]);
    expect(announcements(streaming(failed), streaming({ ...failed }))).toEqual([]);
  });

  it("is not told again by a replay, whose events have no times", () => {
    const old = tool({ startedAt: undefined, status: "failed", error: "x" });
    const replayed = streaming({ ...thinking, startedAt: undefined }, old);
    expect(announcements(streaming(), replayed)).toEqual([]);
  });
});

describe("what is old", () => {
  it("is not told by a page that has just opened", () => {
    expect(announcements(undefined, state("streaming", [tool()]))).toEqual([]);
  });

  it("is not told when another session is opened", () => {
    const other = withTurns(state("completed", [text("Old")]), { ...earlierTurn, id: "other" });
    expect(announcements(state("streaming"), other)).toEqual([]);
    expect(announcements(empty, state("completed", [text("Old")]))).toEqual([]);
    const running = state("streaming", [tool()]).active;
    expect(announcements(empty, withTurns(empty, ...(running ? [running] : [])))).toEqual([
      "Hermes is answering",
    ]);
    const queued = { paused: true, messages: [{ id: "q", text: "x", attachments: [], held: false }] };
    expect(announcements(state("streaming"), { ...other, queue: queued })).toEqual([]);
  });
});

describe("the queue", () => {
  const queue = (length: number, paused = false): ChatState => ({
    ...state("streaming"),
    queue: {
      paused,
      messages: Array.from({ length }, (_, index): QueuedView => ({
        id: `q${index}`,
        text: "x",
        attachments: [],
        held: false,
      })),
    },
  });

  it("tells how many wait", () => {
    expect(announcements(queue(0), queue(1))).toEqual(["Queued, 1 message waits"]);
    expect(announcements(queue(1), queue(2))).toEqual(["Queued, 2 messages wait"]);
    expect(announcements(queue(3), queue(2))).toEqual(["2 messages wait"]);
    expect(announcements(queue(1), queue(0))).toEqual(["The queue is empty"]);
    expect(announcements(queue(2), queue(2, true))).toEqual(["The queue is paused, 2 messages wait"]);
    expect(announcements(queue(2), queue(2))).toEqual([]);
  });
});

describe("attachments", () => {
  const file = (name: string): AttachmentView => ({ id: name, kind: "file", name, canOpen: true });
  const attached = (base: ChatState, ...names: string[]): ChatState => ({
    ...base,
    composer: { attachments: names.map(file), dials: [] },
  });
  const idle = state("completed");

  it("tells what was added and removed", () => {
    expect(announcements(attached(idle), attached(idle, "a.ts", "b.ts"))).toEqual(["Attached a.ts, b.ts"]);
    expect(announcements(attached(idle, "a.ts", "b.ts"), attached(idle, "b.ts"))).toEqual(["Removed a.ts"]);
  });

  it("does not call removed what went with a message", () => {
    const turn = { ...earlierTurn, id: "new", phase: { kind: "sending" } } as const;
    const sent = withTurns(attached(idle), ...turnsOf(idle), turn);
    expect(announcements(attached(idle, "a.ts"), sent)).toEqual(["Sending"]);
  });
});

describe("what blocks the chat", () => {
  it("is told once", () => {
    const gate = {
      kind: "blocked",
      reason: "noKey",
      title: "No key",
      text: "Set one.",
      busy: false,
      buttons: [],
    } as const;
    const blocked = { ...empty, header: { ...header, gate } };
    expect(announcements(empty, blocked)).toEqual(["No key. Set one."]);
    expect(announcements(blocked, { ...blocked, header: { ...blocked.header } })).toEqual([]);
  });
});
