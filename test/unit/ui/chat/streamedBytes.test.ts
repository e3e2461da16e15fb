/** What a turn costs between host and view: everything that is posted from its first to its last event, as JSON. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TurnEvent, TurnSignal } from "../../../../src/api/wire.ts";
import { turnsOf, turnView } from "../../../../src/protocol/shown.ts";
import { a, created, setUp } from "../../core/conversation/scripted.ts";
import { bench, type Page, say } from "./bench.ts";

/** Of all that is posted, in proportion to the text of the turn. */
const mostBytes = 1.2;

/** Pieces of 4 to 12 characters, as servers cut an answer. */
function pieces(text: string): readonly string[] {
  const all: string[] = [];
  for (let at = 0, index = 0; at < text.length; index += 1) {
    const length = 4 + ((index * 7) % 9);
    all.push(text.slice(at, at + length));
    at += length;
  }
  return all;
}

const section = (index: number): string =>
  [
    `## Step ${index}: what the log says`,
    `The server listens on port 808${index % 10}, as \`config.json\` says; the “old” one is gone. It costs 3 € a day, and **nobody** has used it since then. So the first thing to do is to stop it and look what breaks.`,
    `- take \`src/server-${index}.ts\` and read it from the start\n- then run the tests of the module again`,
    `\`\`\`ts\nexport function start(port = ${index}): Server {\n  const server = createServer((request) => answer(request, "ok\\n"));\n  return server.listen(port);\n}\n\`\`\``,
  ].join("\n\n");
const answer = (sections: number): string =>
  Array.from({ length: sections }, (_, index) => section(index)).join("\n\n");

const thoughts = answer(12).replaceAll("#", "");
const texts = (text: string): readonly TurnEvent[] =>
  pieces(text).map((piece) => ({ type: "text", text: piece }));
const reasoning = (text: string): readonly TurnEvent[] =>
  pieces(text).map((piece) => ({ type: "reasoning", text: piece }));
const call = (index: number): readonly TurnEvent[] => {
  const tool = "terminal";
  const command = `rg --files-with-matches "listen(${index})" src test | sort | head -20`;
  return [
    { type: "toolGenerating", tool },
    { type: "toolStarted", tool, label: command, arguments: { command, cwd: "/home/agent/work" } },
    { type: "toolCompleted", tool, durationMs: 100 + index },
  ];
};

const turns: Readonly<Record<string, readonly TurnEvent[]>> = {
  text: texts(answer(40)),
  "reasoning and text": [...reasoning(thoughts), ...texts(answer(30))],
  "tools between texts": Array.from({ length: 8 }, (_, index) => [
    ...texts(section(index).repeat(4)),
    ...call(index),
  ]).flat(),
};

/** All that the events say: their texts, and what stands in the row of a call. */
function said(events: readonly TurnEvent[]): string {
  return events
    .map((event) => {
      if (event.type === "text" || event.type === "reasoning") return event.text;
      return event.type === "toolStarted" ? `${event.label}${JSON.stringify(event.arguments, null, 2)}` : "";
    })
    .join("");
}

const outputOf = (events: readonly TurnEvent[]): string =>
  events.map((event) => (event.type === "text" ? event.text : "")).join("");

const bytesOf = (page: Page): number =>
  page.posted.reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify(message)), 0);

/** Plays a turn at so many events a second, and gives what was posted meanwhile. */
async function play(events: readonly TurnEvent[], perSecond: number, outputText = outputOf(events)) {
  const { chat, scripts } = setUp();
  const { page } = bench(chat);
  await vi.advanceTimersByTimeAsync(100);
  page.posted.length = 0;
  scripts.run.push(async function* (): AsyncGenerator<TurnSignal, void> {
    yield created;
    for (const event of events) {
      await new Promise((resolve) => setTimeout(resolve, 1_000 / perSecond));
      yield event;
    }
    yield { type: "completed", outputText, usage: { inputTokens: 10, outputTokens: 20 } };
  });
  const sent = chat.send(say("Look."), a);
  await vi.advanceTimersByTimeAsync((1_000 / perSecond) * events.length + 1_000);
  await sent;
  await vi.advanceTimersByTimeAsync(1_000);
  return { page, chat };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("what is posted for a turn", () => {
  it.each(Object.keys(turns).flatMap((name) => [200, 1_000].map((perSecond) => [name, perSecond] as const)))(
    "is little more than its text: %s, %d pieces a second",
    async (name, perSecond) => {
      const events = turns[name] ?? [];
      const { page } = await play(events, perSecond);
      const [turn] = page.state ? turnsOf(page.state).map(turnView) : [];
      // What a call says is names and numbers; its text alone is no measure for it.
      const hasCalls = turn?.items.some(({ kind }) => kind === "tool");
      const measure = hasCalls ? JSON.stringify(turn) : said(events);
      expect(bytesOf(page) / Buffer.byteLength(measure)).toBeLessThanOrEqual(mostBytes);
      expect(turn?.phase.kind).toBe("completed");
      const shown = turn?.items.map((item) =>
        item.kind === "tool" ? `${item.label}${item.arguments}` : item.text,
      );
      expect(shown?.join("")).toBe(said(events));
    },
  );

  it("is not said again at the end, also where the end has more to say", async () => {
    const events = texts(answer(5));
    const { page } = await play(events, 200, `${outputOf(events)} The end.`);
    const last = page.posted.slice(-2).map((message) => JSON.stringify(message));
    expect(last.join("")).toContain(" The end.");
    expect(last.join("").length).toBeLessThan(600);
  });
});
