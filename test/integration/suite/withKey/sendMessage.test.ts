import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, control, sendMessage, until } from "../host.ts";

describe("agent37.sendMessage", () => {
  before(activeExtension);

  it("gives what the server has stored, once the turn has ended", async () => {
    const result = await sendMessage({ text: "echo Good morning" });
    assert.equal(result.status, "completed");
    assert.equal(result.outputText, "Good morning");
    const response = await control.responses.get(String(result.responseId));
    assert.equal(response?.status, "completed");
    assert.equal(response.outputText, "Good morning");
    assert.equal(response.sessionId, result.sessionId);
  });

  it("gives a long answer with tools whole", async () => {
    const result = await sendMessage({ text: "Show me what you can do" });
    const response = await control.responses.get(String(result.responseId));
    assert.equal(result.status, "completed");
    assert.equal(result.outputText, response?.outputText);
  });

  it("goes on with a session, whether a chat has it open or not", async () => {
    const first = await sendMessage({ text: "echo one" });
    const second = await sendMessage({ text: "echo two", sessionId: first.sessionId });
    assert.equal(second.sessionId, first.sessionId);
    const { instanceId, ...other } = await elsewhere("echo three");
    // The server holds a session for some milliseconds after the last event of its turn.
    await until("the session is free", async () =>
      (await control.sessions.get(other.sessionId))?.activeResponseId === null ? true : undefined,
    );
    const third = await sendMessage({ text: "echo four", sessionId: other.sessionId, instanceId });
    assert.deepEqual(
      { ...third, responseId: "" },
      { responseId: "", sessionId: other.sessionId, status: "completed", outputText: "four" },
    );
    assert.deepEqual(await messages(first.sessionId), ["echo one", "one", "echo two", "two"]);
    assert.deepEqual(await messages(other.sessionId), ["echo three", "three", "echo four", "four"]);
  });

  it("gives what a failed turn had said", async () => {
    const result = await sendMessage({ text: "fail agent_error" });
    assert.equal(result.status, "failed");
    const response = await control.responses.get(String(result.responseId));
    assert.equal(response?.status, "failed");
    assert.ok(result.outputText.startsWith("Starting with the work"), result.outputText);
  });

  it("tells a message that the server refused from one that it answered", async () => {
    const result = await sendMessage({ text: "error insufficient_balance 1" });
    assert.deepEqual(result, {
      responseId: undefined,
      sessionId: undefined,
      status: "failed",
      outputText: "",
    });
  });

  it("gives what a cancelled turn had said", async () => {
    const sent = sendMessage({ text: "slow 60" });
    const running = await until("the turn runs and has said something", async () =>
      (await control.responses.list()).find(
        ({ status, outputText }) => status === "in_progress" && outputText.includes("word3"),
      ),
    );
    await vscode.commands.executeCommand("agent37.cancelTurn");
    const result = await sent;
    assert.equal(result.status, "cancelled");
    assert.equal(result.responseId, running.id);
    assert.ok(result.outputText.startsWith("word1 word2 word3"), result.outputText);
    assert.equal((await control.responses.get(running.id))?.status, "cancelled");
  });

  it("sends nothing into a session in which another turn runs", async () => {
    const { sessionId, responseId } = await sendMessage({ text: "echo one" });
    const instanceId = String((await control.responses.get(String(responseId)))?.instanceId);
    await until("the session is free", async () =>
      control
        .startTurn({ instanceId, sessionId: String(sessionId), input: "slow 60" })
        .catch(() => undefined),
    );
    const result = await sendMessage({ text: "echo two", sessionId });
    assert.deepEqual(
      { ...result, sessionId: "" },
      { responseId: undefined, sessionId: "", status: "failed", outputText: "" },
    );
    assert.deepEqual(await messages(sessionId), ["echo one", "one"]);
  });

  it("does not start another session when this one cannot be read", async () => {
    const { sessionId, responseId, instanceId } = await elsewhere("echo one");
    await control.responses.finished(responseId);
    await control.faults.add({
      method: "GET",
      path: `/v1/sessions/${sessionId}`,
      times: -1,
      action: { kind: "error", code: "session_load_error", status: 500, message: "The disk is full." },
    });
    const before = (await control.responses.list()).length;
    await assert.rejects(sendMessage({ text: "echo lost", sessionId, instanceId }), /The disk is full/);
    await control.faults.clear();
    assert.equal((await control.responses.list()).length, before);
  });

  it("refuses what it cannot send", async () => {
    const before = (await control.responses.list()).length;
    await assert.rejects(sendMessage({ text: "echo lost", instanceId: "nowhere" }), /nowhere/);
    for (const nonsense of [undefined, "Hello", { text: "" }, { text: 7 }, { text: "a", sessionId: 7 }])
      await assert.rejects(sendMessage(nonsense), JSON.stringify(nonsense));
    assert.equal((await control.responses.list()).length, before);
  });
});

/** Starts a turn in a session that no chat of this window has seen. */
async function elsewhere(
  input: string,
): Promise<{ readonly instanceId: string; readonly sessionId: string; readonly responseId: string }> {
  const known = await sendMessage({ text: "echo where am I" });
  const instanceId = String((await control.responses.get(String(known.responseId)))?.instanceId);
  return { instanceId, ...(await control.startTurn({ instanceId, input })) };
}

async function messages(sessionId: string | undefined): Promise<string[]> {
  const session = await control.sessions.get(String(sessionId));
  return (session?.history ?? []).map(({ content }) => content);
}
