import { describe, expect, it } from "vitest";
import { commandList } from "../../emulator/agent/commands.ts";
import { randomFor, unevenPieces } from "../../emulator/agent/random.ts";
import { call, streamTurn, textOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const answer = async (input: string) => textOf((await streamTurn(emulator.it, input)).frames);

describe("the agent's script", () => {
  it("greets and lists every command", async () => {
    for (const input of ["help", "HELP me", "hi", "Hello there!"]) {
      const text = await answer(input);
      for (const [usage] of commandList()) expect(text).toContain(`\`${usage}\``);
    }
  });

  it.each([
    ["echo  What I say ", "What I say"],
    ["slow 3", "word1 word2 word3"],
    ["empty", ""],
    ["files", "I got no files."],
    ["tools 2", "Used 2 tools."],
    ["cost 0.25", "Spending done: 0.25 USD."],
  ])("answers %j with %j", async (input, text) => {
    await emulator.it.control.settings.set({ chunkDelayMs: 0 });
    const reading = answer(input);
    await until(async () => (await emulator.it.control.responses.list()).length === 1);
    await emulator.it.control.clock.advance(10_000);
    expect(await reading).toBe(text);
  });

  it("numbers the lines of a long answer without a gap", async () => {
    const text = await answer("long");
    const numbers = [...text.matchAll(/^Line (\d+) of 200: /gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it("says the same to the same input, in the same pieces", async () => {
    const first = await streamTurn(emulator.it, "long 5");
    const second = await streamTurn(emulator.it, "long 5");
    expect(second.frames.slice(1, -1)).toEqual(first.frames.slice(1, -1));
  });

  it("thinks, calls tools of both outcomes and shows all of Markdown by default", async () => {
    const { frames, id } = await streamTurn(emulator.it, "please do something");
    const events = new Set(frames.map(({ event }) => event));
    for (const event of ["reasoning.delta", "tool_call.completed", "tool_call.failed", "output_text.delta"]) {
      expect(events).toContain(`response.${event}`);
    }
    const truth = await emulator.it.control.responses.get(id);
    for (const part of [
      "# Heading 1",
      "- [x] done",
      "| Name |",
      "```python",
      "> A quote",
      "~~struck~~",
      "<script>",
      "漢字",
      "שלום",
    ]) {
      expect(truth?.outputText).toContain(part);
    }
  });

  it("writes as much as it is told to, fast", async () => {
    const { frames } = await streamTurn(emulator.it, "big 256");
    const bytes = Buffer.byteLength(textOf(frames));
    expect(bytes).toBeGreaterThan(256 * 1024);
    expect(bytes).toBeLessThan(264 * 1024);
  });

  it("writes code in a language, tables, HTML, a question", async () => {
    expect(await answer("code rust 3")).toMatch(/```rust\n(let value_\d.*\n){3}```/);
    expect((await answer("table 4")).split("\n")).toHaveLength(6);
    expect(await answer("html")).toContain("javascript:alert(1)");
    expect(await answer("ask")).toMatch(/\?$/);
  });

  it("asks after some work, and names files that are there and one that is not", async () => {
    const asked = await streamTurn(emulator.it, "question");
    expect(asked.frames.map(({ event }) => event)).toContain("response.tool_call.completed");
    expect(textOf(asked.frames).split("\n\n").at(-1)).toMatch(/\?$/);
    const text = await answer("paths");
    for (const part of ["src/greet.ts:1", "`README.md`", "```ts src/greet.ts\n", "```bash\n"]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("```json config/greeting.json\n");
  });

  it("calls one tool in a row, with arguments and one failure", async () => {
    const { frames } = await streamTurn(emulator.it, "toolrun 5");
    const tools = frames.filter(({ event }) => event.startsWith("response.tool_call."));
    expect(tools.map(({ data }) => data["tool"])).toEqual(Array.from({ length: 15 }, () => "terminal"));
    const counted = (name: string) => tools.filter(({ event }) => event.endsWith(name)).length;
    expect(["generating", "started", "completed", "failed"].map(counted)).toEqual([5, 5, 4, 1]);
    expect(tools[1]?.data).toMatchObject({ arguments: { command: "npm test -- part1", timeout: 60 } });
  });

  it.each([
    ["hold", "response.output_text.delta"],
    ["hold think", "response.reasoning.delta"],
    ["hold tool", "response.tool_call.started"],
    ["hold generating", "response.tool_call.generating"],
  ])("stands still at %j until it is released", async (input, last) => {
    const { control } = emulator.it;
    const { responseId } = await control.startTurn({ instanceId: "demo000001", input });
    await until(async () => (await control.responses.get(responseId))?.events.at(-1)?.event === last);
    await control.clock.advance(3_600_000);
    expect(await control.responses.get(responseId)).toMatchObject({ status: "in_progress" });
    expect(await control.responses.release("another")).toBe(0);
    expect(await control.responses.release(responseId)).toBe(1);
    const truth = await control.responses.finished(responseId);
    expect([truth.status, truth.outputText.endsWith("It is done.")]).toEqual(["completed", true]);
  });

  it("lets a turn that stands still be cancelled", async () => {
    const { control } = emulator.it;
    const { responseId } = await control.startTurn({ instanceId: "inst_demo", input: "hold" });
    await until(async () => (await control.responses.get(responseId))?.outputText === "I am working on it.");
    await call("POST", `${emulator.it.unifiedUrl}/responses/${responseId}/cancel`);
    expect(await control.responses.finished(responseId)).toMatchObject({ status: "cancelled" });
    expect(await control.responses.release()).toBe(0);
  });

  it("thinks and waits as long as it is told to", async () => {
    const started = await emulator.it.control.clock.now();
    for (const input of ["think 4", "wait 60"]) {
      const { responseId } = await emulator.it.control.startTurn({ instanceId: "demo000001", input });
      await emulator.it.control.clock.advance(61_000);
      const turn = await emulator.it.control.responses.finished(responseId);
      const seconds = ((turn.finishedAt ?? started) - turn.createdAt) / 1000;
      expect(Math.round(seconds)).toBe(Number(input.split(" ")[1]));
    }
  });

  it("stalls its first reader only", async () => {
    const reading = streamTurn(emulator.it, "stall 3");
    await until(async () => (await emulator.it.control.responses.list())[0]?.status === "completed");
    await emulator.it.control.clock.advance(120_000);
    expect(await emulator.it.control.connections.list()).toHaveLength(1);
    await emulator.it.control.connections.drop();
    const { frames, text } = await reading;
    expect(frames).toHaveLength(3);
    expect(text).not.toContain(":keepalive");
  });
});

describe("pieces of a text", () => {
  it("join to the text and never hold half of a surrogate pair", () => {
    const text = "a😀b👩‍💻漢字e\u0301".repeat(20);
    const pieces = [...unevenPieces(text, randomFor("x"), 3)];
    expect(pieces.join("")).toBe(text);
    for (const piece of pieces) expect(Buffer.from(piece).toString()).toBe(piece);
    expect(new Set(pieces.map(({ length }) => length)).size).toBeGreaterThan(2);
  });
});
