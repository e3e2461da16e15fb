import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { frameOf } from "../../emulator/turns/turn.ts";
import { call, framesOf, reattach, streamTurn, textOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const fixture = (name: string) =>
  readFile(new URL(`../../fixtures/streams/${name}`, import.meta.url), "utf8");
const names = (frames: { event: string }[]) => frames.map(({ event }) => event);

describe("the bytes of a stream", () => {
  it.each(["plain", "failed", "cancelled", "synthesized-replay", "unified"])(
    "writes the frames of the documented stream %s byte for byte",
    async (name) => {
      const text = await fixture(`${name}.sse`);
      expect(framesOf(text).map(frameOf).join("")).toBe(text);
    },
  );

  it("sends the documented headers and nothing but frames and comments", async () => {
    const { headers, text } = await streamTurn(emulator.it, "demo please");
    expect(headers.get("content-type")).toBe("text/event-stream");
    expect(headers.get("cache-control")).toBe("no-cache, no-transform");
    expect(headers.get("x-accel-buffering")).toBe("no");
    expect(text).toMatch(/^(event: response\.[a-z_.]+\ndata: \{[^\n]*\}\n\n)+$/);
    expect(text).not.toContain("[DONE]");
  });

  it("begins with response.created and ends with the only terminal event", async () => {
    const { frames, dropped } = await streamTurn(emulator.it, "demo");
    const terminal = names(frames).filter(
      (event) => /completed|failed/.test(event) && !event.includes("tool"),
    );
    expect(frames[0]?.event).toBe("response.created");
    expect(terminal).toEqual(["response.completed"]);
    expect(frames.at(-1)?.event).toBe("response.completed");
    expect(dropped).toBe(false);
  });

  it("carries the text of all deltas in output_text and in the history", async () => {
    const { frames, id } = await streamTurn(emulator.it, "unicode");
    const truth = await emulator.it.control.responses.get(id);
    expect(frames.at(-1)?.data["output_text"]).toBe(textOf(frames));
    expect(truth?.outputText).toBe(textOf(frames));
    const session = await emulator.it.control.sessions.get(truth?.sessionId ?? "");
    expect(session?.finalText).toBe(textOf(frames));
  });

  it("shows a tool from its arguments to its end, and a failed one", async () => {
    const { frames } = await streamTurn(emulator.it, "tools 3");
    const tools = frames.filter(({ event }) => event.includes("tool_call"));
    expect(names(tools)).toEqual([
      "response.tool_call.generating",
      "response.tool_call.started",
      "response.tool_call.completed",
      "response.tool_call.generating",
      "response.tool_call.started",
      "response.tool_call.completed",
      "response.tool_call.generating",
      "response.tool_call.started",
      "response.tool_call.failed",
    ]);
    expect(tools[1]?.data).toEqual({
      tool: "read_file",
      label: "step 1 of 3",
      arguments: { step: 1, of: 3 },
    });
  });

  it("leaves out what older gateways do not have", async () => {
    await emulator.it.control.settings.set({ gatewayVersion: "T2" });
    const { frames } = await streamTurn(emulator.it, "tools 1");
    expect(names(frames)).not.toContain("response.tool_call.generating");
    expect(frames.find(({ event }) => event.endsWith("started"))?.data).not.toHaveProperty("arguments");
    expect(Object.keys(frames.at(-1)?.data ?? {})).toEqual(["output_text", "usage"]);
  });

  it("names the instance in the first event of the unified dialect", async () => {
    const answer = await call("POST", `${emulator.it.unifiedUrl}/responses`, {
      instance_id: "inst_demo",
      input: "tools 1",
      stream: true,
    });
    const frames = framesOf(answer.text);
    expect(Object.keys(frames[0]?.data ?? {})).toEqual(["id", "instance_id", "session_id"]);
    expect(Object.keys(frames.at(-1)?.data ?? {})).toEqual(["output_text", "usage"]);
  });

  it("writes keepalives by the clock, also on a silent stream", async () => {
    const reading = streamTurn(emulator.it, "wait 95");
    await until(async () => (await emulator.it.control.connections.list()).some(({ stream }) => stream));
    await emulator.it.control.clock.advance(100_000);
    const { text } = await reading;
    expect(text.split("\n\n").filter((block) => block === ":keepalive")).toHaveLength(3);
  });

  it("ticks with a space every 25 s while a non-streaming call works", async () => {
    const reading = call("POST", `${emulator.it.gatewayUrl}/v1/responses`, { input: "wait 60" });
    await until(async () => (await emulator.it.control.responses.list()).length === 1);
    await emulator.it.control.clock.advance(61_000);
    const { text, status, headers } = await reading;
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(text).toMatch(/^ {2}\{"id"/);
  });
});

describe("replay", () => {
  it("gives the whole buffer within 60 s of the end", async () => {
    const live = await streamTurn(emulator.it, "tools 3");
    await emulator.it.control.clock.advance(55_000);
    expect((await reattach(emulator.it, live.id)).text).toBe(live.text);
  });

  it("gives one delta and the terminal event after 60 s", async () => {
    const live = await streamTurn(emulator.it, "demo");
    await emulator.it.control.clock.advance(61_000);
    const { frames } = await reattach(emulator.it, live.id);
    expect(names(frames)).toEqual(["response.created", "response.output_text.delta", "response.completed"]);
    expect(frames[0]).toEqual(live.frames[0]);
    expect(textOf(frames)).toBe(textOf(live.frames));
    expect(frames.at(-1)).toEqual(live.frames.at(-1));
  });

  it("leaves out the delta of an empty turn and keeps a failure a failure", async () => {
    const empty = await streamTurn(emulator.it, "empty");
    const failed = await streamTurn(emulator.it, "fail model_error");
    await emulator.it.control.clock.advance(61_000);
    expect(names((await reattach(emulator.it, empty.id)).frames)).toEqual([
      "response.created",
      "response.completed",
    ]);
    expect(names((await reattach(emulator.it, failed.id)).frames).at(-1)).toBe("response.failed");
  });

  it("answers 404 half an hour after the end, in JSON", async () => {
    const live = await streamTurn(emulator.it, "echo hi");
    await emulator.it.control.clock.advance(1_801_000);
    const answer = await reattach(emulator.it, live.id);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain("response_not_found");
  });

  it("gives a running turn's events from the start and then what comes", async () => {
    const live = streamTurn(emulator.it, "slow 10");
    await until(async () => (await emulator.it.control.responses.list()).length === 1);
    await emulator.it.control.clock.advance(1_600);
    const [turn] = await emulator.it.control.responses.list();
    const again = reattach(emulator.it, turn?.id ?? "");
    await until(async () => (await emulator.it.control.connections.list()).length === 2);
    await emulator.it.control.clock.advance(5_000);
    expect((await again).text).toBe((await live).text);
  });

  it("stops at the cap of the buffer, without a terminal event", async () => {
    await emulator.it.control.settings.set({ bufferCap: 10 });
    const live = await streamTurn(emulator.it, "long 5");
    const { frames } = await reattach(emulator.it, live.id);
    expect(live.frames.at(-1)?.event).toBe("response.completed");
    expect(frames).toEqual(live.frames.slice(0, 10));
  });

  it("forgets the oldest record when there are too many", async () => {
    await emulator.it.control.settings.set({ maxResponses: 2 });
    const first = await streamTurn(emulator.it, "echo 1");
    await streamTurn(emulator.it, "echo 2");
    expect((await reattach(emulator.it, first.id)).status).toBe(200);
    await streamTurn(emulator.it, "echo 3");
    expect((await reattach(emulator.it, first.id)).status).toBe(404);
  });
});
