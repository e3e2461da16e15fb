/** What a chat must never do, and what it must always do, whatever the server says: against a scripted client. */
import { describe, expect, it, vi } from "vitest";
import { answerOf } from "../../../../src/core/conversation/state.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { a, answer, created, failure, script, setUp } from "./scripted.ts";
import { say } from "./support.ts";

describe("a chat", () => {
  it("follows a turn that the server has taken instead of sending it again, whatever ended the following", async () => {
    const { chat, scripts, sent, followed } = setUp();
    const refused = failure({ code: "ip_not_allowed", plane: "transport", status: 403 });
    scripts.run.push(script([created, { type: "text", text: "Deploying" }], refused));
    await chat.send(say("deploy"), a);
    scripts.follow.push(
      script([{ type: "replay" }, created, { type: "completed", outputText: "Deployed." }]),
    );
    await chat.retry(undefined, a);
    expect(sent).toHaveLength(1);
    expect(followed).toMatchObject([{ responseId: "r1", sessionId: "s1", input: "deploy" }]);
    expect(chat.conversation.settled).toMatchObject([{ input: "deploy", phase: { kind: "completed" } }]);
  });

  it("sends a turn again that the server itself has ended as failed", async () => {
    const { chat, scripts, sent } = setUp();
    scripts.run.push(script([created, { type: "failed", error: failure({ code: "agent_error" }) }]));
    await chat.send(say("go"), a);
    scripts.run.push(script([created, { type: "completed", outputText: "Done." }]));
    await chat.retry(undefined, a);
    expect(sent).toHaveLength(2);
  });

  it.each([
    failure({ code: "upstream_timeout", plane: "transport", status: 504 }),
    failure({ code: "internal_error", status: 500 }),
    failure({ code: "turn_unconfirmed", plane: "local" }),
  ])("looks for a message before it sends it again when it may have arrived ($code)", async (doubt) => {
    const { chat, scripts, sent, looked } = setUp();
    scripts.run.push(script([], doubt));
    await chat.send(say("only once"), a);
    scripts.recover.push(script([created, { type: "completed", outputText: "Here." }]));
    await Promise.all([chat.retry(undefined, a), chat.retry(undefined, a)]);
    expect(looked).toMatchObject([{ input: "only once" }]);
    expect(sent).toHaveLength(1);
    expect(chat.conversation.settled.map((turn) => answerOf(turn))).toEqual(["Here."]);
  });

  it("does not take an earlier turn that runs on for the one that it looks for", async () => {
    const { chat, scripts, looked } = setUp();
    scripts.run.push(script([created], failure({ code: "connection_lost", plane: "local" })));
    await chat.send(say("one"), a);
    scripts.run.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    await chat.send(say("two"), a);
    scripts.recover.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    scripts.run.push(answer());
    await chat.retry(undefined, a);
    expect(looked).toMatchObject([{ input: "two", earlierTurns: ["r1"] }]);
  });

  it("looks for a message where it was sent to, and sends it where the user wants it now", async () => {
    const { chat, scripts, sent, lookedAt } = setUp();
    scripts.run.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    await chat.send(say("one"), a);
    scripts.recover.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    scripts.run.push(answer());
    await chat.retry(undefined, { ...a, id: "b" });
    expect(lookedAt).toEqual(["a"]);
    expect(sent.map(({ ref }) => ref.id)).toEqual(["a", "b"]);
  });

  it("sends nothing again while the server could not be asked for it", async () => {
    const { chat, scripts, inputs } = setUp();
    scripts.run.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    await chat.send(say("once"), a);
    const cause = failure({ code: "container_unavailable", plane: "transport", status: 502 });
    scripts.recover.push(script([], failure({ code: "turn_unconfirmed", plane: "local", cause })));
    await chat.retry(undefined, a);
    expect(inputs()).toEqual(["once"]);
    expect(chat.failedTurn()?.phase.error.code).toBe("turn_unconfirmed");
  });

  it("sends nothing again when the search for it was stopped", async () => {
    const { chat, scripts, inputs } = setUp();
    scripts.run.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    await chat.send(say("once"), a);
    let end: () => void = () => undefined;
    scripts.recover.push(async function* () {
      yield { type: "reconnecting", attempt: 1, error: failure({ code: "connection_lost", plane: "local" }) };
      await new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    const retried = chat.retry(undefined, a);
    await vi.waitFor(() => expect(chat.conversation.active?.phase.kind).toBe("reconnecting"));
    await chat.cancel();
    end();
    await retried;
    expect(inputs()).toEqual(["once"]);
    expect(chat.isBusy).toBe(false);
  });

  it("finds the running turn of a first message by its text when it is to be followed", async () => {
    const { chat, scripts, sent, looked } = setUp();
    scripts.run.push(script([], failure({ code: "upstream_timeout", plane: "transport", status: 504 })));
    await chat.send(say("long task"), a);
    scripts.recover.push(script([created, { type: "completed", outputText: "Ready." }]));
    await chat.followRunning();
    expect(looked).toHaveLength(1);
    expect(sent).toHaveLength(1);
    expect(chat.conversation.settled).toMatchObject([{ phase: { kind: "completed" } }]);
  });

  it("sends nothing any more once Stop was pressed, also between two tries", async () => {
    const { chat, scripts, returned } = setUp();
    let tries = 0;
    scripts.run.push(async function* ({ waitForRetry }) {
      yield* [];
      for (;;) {
        tries += 1;
        await chat.cancel();
        await waitForRetry?.(
          { error: failure({ code: "insufficient_capacity", status: 503 }), attempt: tries, delayMs: 1 },
          undefined,
        );
      }
    });
    const turn = await chat.send(say("not any more"), a);
    expect(turn?.phase).toEqual({ kind: "cancelled" });
    expect(tries).toBe(1);
    expect(returned).toEqual([say("not any more")]);
  });

  it("ends the search for a lost message when Stop is pressed", async () => {
    const { chat, scripts } = setUp();
    scripts.run.push(async function* () {
      yield { type: "reconnecting", attempt: 1, error: failure({ code: "connection_lost", plane: "local" }) };
      await new Promise(() => undefined);
    });
    void chat.send(say("lost"), a);
    await vi.waitFor(() => expect(chat.conversation.active?.phase.kind).toBe("reconnecting"));
    await chat.cancel();
    expect(chat.isBusy).toBe(false);
    expect(chat.failedTurn()?.phase.error.code).toBe("turn_unconfirmed");
  });

  it("asks again for a stop that a reload has interrupted", async () => {
    const store = new MemoryStore();
    const { chat, scripts, open, cancelled } = setUp({ store });
    scripts.run.push(async function* () {
      yield created;
      await new Promise(() => undefined);
    });
    void chat.send(say("stop me"), a);
    await vi.waitFor(() => expect(chat.conversation.active?.responseId).toBe("r1"));
    await chat.cancel();
    chat.dispose();
    scripts.follow.push(script([{ type: "replay" }, created, { type: "completed", outputText: "So far" }]));
    const after = open();
    await after.restore();
    await vi.waitFor(() =>
      expect(after.conversation.settled).toMatchObject([{ phase: { kind: "cancelled" } }]),
    );
    expect(cancelled).toEqual(["r1", "r1"]);
  });

  it("does not look for a message after a reload that the server has refused", async () => {
    const store = new MemoryStore();
    const { chat, scripts, open, looked } = setUp({ store });
    scripts.run.push(script([], failure({ code: "insufficient_balance", plane: "unified", status: 402 })));
    await chat.send(say("refused"), a);
    chat.dispose();
    const after = open();
    await after.restore();
    expect(looked).toEqual([]);
    expect(after.isBusy).toBe(false);
  });

  it("just sends the message when the session is not busy any more", async () => {
    const { chat, scripts, session, cancelled, sent } = setUp();
    scripts.run.push(script([created, { type: "completed", outputText: "One." }]));
    await chat.send(say("one"), a);
    scripts.run.push(script([], failure({ code: "session_busy", status: 409 })));
    await chat.send(say("two"), a);
    session.value = { activeResponseId: null };
    scripts.run.push(
      script([
        { ...created, responseId: "r2" },
        { type: "completed", outputText: "Two." },
      ]),
    );
    await chat.cancelRunningThenSend();
    expect(cancelled).toEqual([]);
    expect(sent.map(({ request }) => request.input)).toEqual(["one", "two", "two"]);
  });

  it("speaks to its instance where that is now", async () => {
    const { chat, scripts, sent } = setUp();
    scripts.run.push(script([created, { type: "completed", outputText: "One." }]));
    await chat.send(say("one"), a);
    const moved = { ...a, agentUrl: "http://127.0.0.1:2" };
    scripts.run.push(script([created, { type: "completed", outputText: "Two." }]));
    await chat.send(say("two"), moved);
    scripts.run.push(script([created, { type: "completed", outputText: "Three." }]));
    await chat.send(say("three"), { ...a, id: "b" });
    expect(sent.map(({ ref }) => [ref.id, ref.agentUrl])).toEqual([
      ["a", a.agentUrl],
      ["a", moved.agentUrl],
      ["a", moved.agentUrl],
    ]);
  });

  it("is called the same after a reload, until it shows another session", async () => {
    const { chat, scripts, open } = setUp();
    scripts.run.push(script([created, { type: "completed", outputText: "One." }]));
    await chat.send(say("one"), a);
    chat.rename("Release notes");
    chat.dispose();
    const after = open();
    const reading = after.restore();
    expect(after.title).toBe("Release notes");
    await reading;
    await after.open(a, "s1");
    expect(after.title).toBe("Release notes");
    await after.open(a, "s2");
    expect(after.title).toBeUndefined();
  });
});
