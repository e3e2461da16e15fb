import { describe, expect, it } from "vitest";
import { readEvents } from "../../../../src/api/stream/events.ts";
import type { TurnEvent } from "../../../../src/api/wire.ts";
import { LogLines } from "../support/client.ts";
import { streamBytes } from "../support/fixtures.ts";
import { frame } from "../support/server.ts";

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(source: string | Uint8Array, size = 1 << 20, log = new LogLines()): Promise<TurnEvent[]> {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const events: TurnEvent[] = [];
  const context = { plane: "agent", host: "h", logger: log } as const;
  for await (const event of readEvents(chunks(bytes, size), context)) events.push(event);
  return events;
}

const done = frame("response.completed", { output_text: "", usage: null });

describe("recorded streams", () => {
  it.each([
    "plain",
    "reasoning-tools-keepalive",
    "failed",
    "cancelled",
    "synthesized-replay",
    "unified",
    "dropped",
  ])("%s reads the same in pieces of any size", async (name) => {
    const bytes = streamBytes(`${name}.sse`);
    const whole = await read(bytes);
    expect(whole[0]?.type).toBe("created");
    for (const size of [1, 2, 3, 7, 64]) expect(await read(bytes, size)).toEqual(whole);
  });

  it("gives every field of reasoning-tools-keepalive", async () => {
    expect(await read(streamBytes("reasoning-tools-keepalive.sse"))).toEqual([
      {
        type: "created",
        responseId: "1b2c3d4e5f60718293a4b5c6d7e8f90a",
        sessionId: "5e55104d5e55104d5e55104d5e55104d",
      },
      { type: "reasoning", text: "I should read the config first." },
      { type: "toolGenerating", tool: "terminal" },
      {
        type: "toolStarted",
        tool: "terminal",
        label: "cat app.toml",
        arguments: { command: "cat app.toml" },
      },
      { type: "toolFailed", tool: "terminal", error: "No such file" },
      { type: "toolStarted", tool: "read_file", label: "config/app.toml" },
      { type: "toolCompleted", tool: "read_file", durationMs: 41 },
      { type: "text", text: "The port is 8081.\n" },
      {
        type: "completed",
        outputText: "The port is 8081.\n",
        usage: { inputTokens: 2210, outputTokens: 64 },
        context: { usedTokens: 9100, windowTokens: 200_000 },
        reasoningEffort: "medium",
      },
    ]);
  });

  it("makes the failed turn's error", async () => {
    expect((await read(streamBytes("failed.sse"))).at(-1)).toMatchObject({
      type: "failed",
      error: { code: "quota_exhausted", hint: "Raise the instance budget or add balance.", plane: "agent" },
    });
  });
});

describe("odd streams", () => {
  it("may use CRLF, CR, several data lines, no space, and a byte-order mark", async () => {
    const text =
      '\uFEFFevent:response.output_text.delta\r\ndata:{\r\ndata:"text":"a"}\r\n\r\n' +
      'event: response.output_text.delta\rdata: {"text":"b"}\r\r';
    for (const size of [1, 5, 1000]) {
      expect(await read(`${text}${done}`, size)).toMatchObject([
        { text: "a" },
        { text: "b" },
        { type: "completed" },
      ]);
    }
  });

  it("keep characters whole that are cut between chunks", async () => {
    const texts = ["🦊", "日本語", "e\u0301", "مرحبا", "👩‍👩‍👧‍👦"];
    const source = texts.map((text) => frame("response.output_text.delta", { text })).join("");
    for (const size of [1, 2, 3]) {
      const events = await read(source, size);
      expect(events.map((event) => (event.type === "text" ? event.text : ""))).toEqual(texts);
    }
  });

  it.each([
    ["an unknown event", frame("response.novelty", { text: "x" }), "response.novelty"],
    ["a frame without a name", 'data: {"text":"x"}\n\n', "without an event name"],
    ["data that is no JSON", "event: response.output_text.delta\ndata: {oops\n\n", "unreadable data"],
    ["data of another shape", frame("response.output_text.delta", { text: 7 }), "unreadable data"],
    ["data that is null", frame("response.output_text.delta", null), "unreadable data"],
    ["a created event without id", frame("response.created", {}), "unreadable data"],
    ["lines of something else", "HTTP/1.1 502 Bad Gateway\nServer x\n\n", "unknown-field"],
    ["an inherited name", frame("constructor", {}), "constructor"],
  ])("skip %s with a log line", async (_what, odd, logged) => {
    const log = new LogLines();
    const events = await read(`${odd}${frame("response.output_text.delta", { text: "y" })}${done}`, 9, log);
    expect(events).toMatchObject([{ type: "text", text: "y" }, { type: "completed" }]);
    expect(log.lines.join("\n")).toContain(`warn `);
    expect(log.lines.join("\n")).toContain(logged);
  });

  it("log a repeated oddity once", async () => {
    const log = new LogLines();
    await read(frame("response.novelty", {}).repeat(1000), 100, log);
    expect(log.lines).toHaveLength(1);
  });

  it("skip comments, ids, retries and a closing [DONE]", async () => {
    const log = new LogLines();
    const text = `:keepalive\n\nid: 7\nretry: 10\n\n${done}data: [DONE]\n\n`;
    expect(await read(text, 3, log)).toMatchObject([{ type: "completed" }]);
    expect(log.lines).toEqual([]);
  });

  it("end at the terminal event", async () => {
    expect(await read(`${done}${frame("response.output_text.delta", { text: "late" })}`)).toHaveLength(1);
  });

  it("do not count a frame that was not sent to its end", async () => {
    expect(await read('event: response.output_text.delta\ndata: {"text":"half"}\n')).toEqual([]);
  });

  it("take an undocumented cancelled event for the end", async () => {
    expect(await read(frame("response.cancelled", {}))).toEqual([
      { type: "completed", outputText: "", cancelled: true },
    ]);
  });

  it("name a nameless tool", async () => {
    expect(await read(frame("response.tool_call.started", { tool: "", arguments: "no object" }))).toEqual([
      { type: "toolStarted", tool: "tool" },
    ]);
  });

  it("carry a message of 2 MB in pieces of a network's size, in linear time", async () => {
    const text = "Ω≈ç√∫ ".repeat(150_000);
    const source =
      frame("response.output_text.delta", { text }) + frame("response.completed", { output_text: text });
    const started = performance.now();
    const events = await read(source, 1400);
    expect(events[0]).toEqual({ type: "text", text });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("carry 100,000 small events", async () => {
    const events = await read(
      frame("response.output_text.delta", { text: "a" }).repeat(100_000) + done,
      65_536,
    );
    expect(events).toHaveLength(100_001);
  });
});
