import { describe, expect, it } from "vitest";
import { call, errorOf, reattach, streamTurn, textOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const agent = () => `${emulator.it.url}/agent/demo000001/v1`;
const post = (body: unknown) => call("POST", `${agent()}/responses`, body);
const running = () => emulator.it.control.startTurn({ instanceId: "demo000001", input: "slow 20" });

describe("one turn per session", () => {
  it("refuses a second turn and names the running one", async () => {
    const { responseId, sessionId } = await running();
    const answer = await post({ session_id: sessionId, input: "echo hi" });
    expect(answer.status).toBe(409);
    expect(errorOf(answer)).toMatchObject({ code: "session_busy", response_id: responseId });
    const session = await call("GET", `${agent()}/sessions/${sessionId}`);
    expect(session.body).toMatchObject({ active_response_id: responseId, history: [] });
  });

  it("does not name it on the unified dialect", async () => {
    const { sessionId } = await emulator.it.control.startTurn({ instanceId: "inst_demo", input: "slow 20" });
    const answer = await call("POST", `${emulator.it.unifiedUrl}/responses`, {
      session_id: sessionId,
      input: "hi",
    });
    expect(answer.status).toBe(409);
    expect(errorOf(answer)).not.toHaveProperty("response_id");
  });

  it("keeps the session busy for a moment after the terminal event", async () => {
    await emulator.it.control.settings.set({ lockReleaseMs: 10_000 });
    const { frames } = await streamTurn(emulator.it, "echo hi");
    const session_id = frames[0]?.data["session_id"];
    expect((await post({ session_id, input: "echo again" })).status).toBe(409);
    const { body } = await call("GET", `${agent()}/sessions/${String(session_id)}`);
    expect(body["active_response_id"]).toBe(frames[0]?.data["id"]);
    expect(body["history"]).toHaveLength(2);
    await emulator.it.control.clock.advance(10_000);
    expect((await post({ session_id, input: "echo again" })).status).toBe(200);
  });

  it("runs turns of different sessions side by side", async () => {
    await running();
    expect((await post({ input: "echo hi" })).body["output_text"]).toBe("hi");
  });
});

describe("cancel", () => {
  it("ends the stream with response.completed and the text so far, status cancelled", async () => {
    await emulator.it.control.settings.set({ cancelMs: 50 });
    const reading = streamTurn(emulator.it, "slow 20");
    await until(async () => (await emulator.it.control.responses.list()).length === 1);
    await emulator.it.control.clock.advance(1_000);
    const [turn] = await emulator.it.control.responses.list();
    const url = `${agent()}/responses/${turn?.id ?? ""}/cancel`;
    expect((await call("POST", url)).body["status"]).toBe("in_progress");
    await emulator.it.control.clock.advance(50);
    const { frames } = await reading;
    expect(frames.at(-1)).toEqual({
      event: "response.completed",
      data: { output_text: textOf(frames), usage: null, context: null, reasoning_effort: null },
    });
    expect(textOf(frames)).toBe("word1 word2 word3");
    expect((await call("POST", url)).body).toMatchObject({
      status: "cancelled",
      output_text: "word1 word2 word3",
    });
  });

  it("stops at once on the unified dialect", async () => {
    const { responseId } = await emulator.it.control.startTurn({ instanceId: "inst_demo", input: "slow 20" });
    const answer = await call("POST", `${emulator.it.unifiedUrl}/responses/${responseId}/cancel`);
    expect(answer.body["status"]).toBe("cancelled");
  });

  it("leaves a finished turn as it is, and knows no other", async () => {
    const { id } = await streamTurn(emulator.it, "echo hi");
    expect((await call("POST", `${agent()}/responses/${id}/cancel`)).body["status"]).toBe("completed");
    expect((await call("POST", `${agent()}/responses/nope/cancel`)).status).toBe(404);
  });

  it("does not happen when the client hangs up", async () => {
    const { frames, dropped, id } = await streamTurn(emulator.it, "drop 4");
    expect(dropped).toBe(true);
    expect(frames).toHaveLength(4);
    const truth = await emulator.it.control.responses.finished(id);
    expect(truth.status).toBe("completed");
    expect(textOf((await reattach(emulator.it, id)).frames)).toBe(truth.outputText);
  });
});

describe("sessions of the two-plane dialect", () => {
  it("lists them newest first and reads their history", async () => {
    await post({ input: "echo one" });
    await emulator.it.control.clock.advance(1000);
    const second = await post({ input: "think 1", metadata: { a: "b" } }).catch(() => undefined);
    expect(second?.body["metadata"]).toEqual({ a: "b" });
    const list = (await call("GET", `${agent()}/sessions`)).body["data"] as Record<string, unknown>[];
    expect(list.map(({ preview }) => preview)).toEqual(["think 1", "echo one"]);
    const { body } = await call("GET", `${agent()}/sessions/${String(list[0]?.["id"])}`);
    const history = body["history"] as Record<string, unknown>[];
    expect(history.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(history[1]?.["thinking"]).toContain("Thought 1 of 4.");
    expect(history[0]).not.toHaveProperty("thinking");
  });

  it("answers an unknown id with an empty history", async () => {
    const { status, body } = await call("GET", `${agent()}/sessions/nope`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: "nope", active_response_id: null, history: [] });
  });

  it("renames, refuses a taken title, and deletes", async () => {
    const one = String((await post({ input: "echo one" })).body["session_id"]);
    const two = String((await post({ input: "echo two" })).body["session_id"]);
    const rename = (id: string, title: string, query = "") =>
      call("PATCH", `${agent()}/sessions/${id}${query}`, { title });
    expect((await rename(one, "CI")).body).toEqual({ id: one, agent: "hermes", renamed: true });
    expect((await rename(two, "CI")).status).toBe(409);
    expect((await rename(two, " ")).status).toBe(400);
    expect((await rename(two, "x".repeat(101))).status).toBe(400);
    expect((await rename("nope", "X")).body["renamed"]).toBe(false);
    expect((await call("DELETE", `${agent()}/sessions/${one}`)).body["deleted"]).toBe(true);
    expect((await call("DELETE", `${agent()}/sessions/${one}`)).body["deleted"]).toBe(false);
  });

  it("keeps the sessions of each harness apart", async () => {
    await post({ input: "echo hi", agent: "openclaw" });
    expect((await call("GET", `${agent()}/sessions`)).body["data"]).toEqual([]);
    expect((await call("GET", `${agent()}/sessions?agent=openclaw`)).body["data"]).toHaveLength(1);
    expect((await call("GET", `${agent()}/sessions?agent=codex`)).status).toBe(503);
    expect((await call("GET", `${agent()}/sessions?agent=nobody`)).status).toBe(400);
  });

  it("refuses the turn of a harness that is looked for first", async () => {
    const answer = await post({ input: "echo hi", agent: "codex" });
    expect([answer.status, errorOf(answer)["code"]]).toEqual([503, "agent_unavailable"]);
    const unknown = await post({ input: "echo hi", agent: "nobody" });
    expect([unknown.status, errorOf(unknown)["param"]]).toEqual([400, "agent"]);
  });

  it("fails the turn of a harness that is not installed, with HTTP 200", async () => {
    const answer = await post({ input: "echo hi", agent: "claude-code" });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: "failed", error: { code: "agent_unavailable" } });
  });
});

describe("fields of a turn", () => {
  it.each([
    ["input", { input: "  " }],
    ["input", {}],
    ["mode", { input: "x", mode: "goal" }],
    ["agent", { input: "x", agent: "nobody" }],
    ["files", { input: "x", files: ["/nope"] }],
    ["files", { input: "x", files: "no" }],
    ["reasoning_effort", { input: "x", reasoning_effort: "most" }],
    [
      "metadata",
      { input: "x", metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [String(n), 1])) },
    ],
    ["session_id", { input: "x", session_id: "" }],
    ["profile", { input: "x", profile: "No Such" }],
  ])("refuses a bad %s", async (param, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: "validation_error", param });
  });

  it("refuses bad JSON without param, and too much of it", async () => {
    expect(errorOf(await post('{"input": '))).not.toHaveProperty("param");
    const answer = await post({ input: "x".repeat(2 * 1024 * 1024) });
    expect(errorOf(answer)["code"]).toBe("payload_too_large");
  });

  it("echoes model, provider and the effort that was applied", async () => {
    const { body } = await post({ input: "echo hi", model: "m", provider: "p", reasoning_effort: "ultra" });
    expect(body).toMatchObject({ model: "m", provider: "p", reasoning_effort: "xhigh" });
  });

  it("cancels an OpenClaw control word without a run", async () => {
    const { body } = await post({ input: "stop", agent: "openclaw" });
    expect(body).toMatchObject({ status: "cancelled", output_text: "", usage: null });
  });
});
