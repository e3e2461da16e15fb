/** Which messages go out when: each exactly once, in order, and never behind a failure that the user has not seen. */
import { describe, expect, it, vi } from "vitest";
import type { SnippetAttachment } from "../../../../src/common/attachment.ts";
import { idOf, queueUp, settled, waiting, whileOneRuns } from "./queued.ts";
import { a, answer, created, failure, running, script, setUp } from "./scripted.ts";
import { say } from "./support.ts";

describe("a message that is sent while a turn runs", () => {
  it("waits and goes out when the turn has completed, one after the other in order", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    expect(inputs()).toEqual(["one"]);
    expect(waiting(chat)).toEqual(["two", "three"]);
    const second = running("r2");
    scripts.run.push(second.script, answer("Done.", "r3"));
    end();
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "two"]));
    expect(waiting(chat)).toEqual(["three"]);
    second.end();
    await vi.waitFor(() => expect(chat.conversation.settled).toHaveLength(3));
    expect(inputs()).toEqual(["one", "two", "three"]);
    expect(waiting(chat)).toEqual([]);
  });

  it("can be moved, edited and taken out", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    for (const text of ["two", "three", "four"]) chat.submit(say(text), a, queueUp);
    chat.queue.move(idOf(chat, "four"), -1);
    chat.queue.move(idOf(chat, "two"), -1);
    expect(waiting(chat)).toEqual(["two", "four", "three"]);
    expect(chat.queue.remove(idOf(chat, "two"))?.message).toEqual(say("two"));
    chat.queue.setText(idOf(chat, "four"), "for");
    scripts.run.push(answer(), answer());
    end();
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "for", "three"]));
  });

  it("tells everybody who shows the chat of each change", async () => {
    const { chat } = await whileOneRuns();
    const changed = vi.fn();
    chat.onDidChange(changed);
    chat.submit(say("two"), a, queueUp);
    const id = idOf(chat, "two");
    chat.queue.hold(id);
    chat.queue.setText(id, "too");
    chat.queue.remove(id);
    expect(changed).toHaveBeenCalledTimes(4);
  });

  it("keeps what is attached when its text is edited", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    const snippet: SnippetAttachment = {
      kind: "snippet",
      id: "s",
      origin: "symbol",
      title: "f",
      text: "f()",
    };
    chat.submit({ text: "two", attachments: [snippet] }, a, queueUp);
    chat.queue.setText(idOf(chat, "two"), "too");
    scripts.run.push(answer());
    end();
    await vi.waitFor(() => expect(inputs().at(-1)).toBe("too\n\n[Attached symbol: f]\n```\nf()\n```"));
  });

  it("stays while somebody edits it, and so does what is behind it", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    chat.queue.hold(idOf(chat, "two"));
    end();
    await settled();
    expect(inputs()).toEqual(["one"]);
    expect(chat.queue.paused).toBe(false);
    scripts.run.push(answer(), answer());
    chat.queue.setText(idOf(chat, "two"), "too");
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "too", "three"]));
  });
});

describe("a queue", () => {
  const ends: [string, Parameters<ReturnType<typeof running>["end"]>[0]][] = [
    ["was stopped", { type: "completed", outputText: "", cancelled: true }],
    ["has failed", { type: "failed", error: failure({ code: "agent_error" }) }],
    ["cannot be followed", failure({ code: "connection_lost", plane: "local" })],
  ];

  it.each(ends)("waits behind a turn that %s, until it is resumed", async (_, last) => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    end(last);
    await settled();
    expect(inputs()).toEqual(["one"]);
    expect(chat.queue.paused).toBe(true);
    scripts.run.push(answer(), answer());
    chat.queue.resume();
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "two", "three"]));
    expect(chat.queue.paused).toBe(false);
  });

  it("goes on behind a further message that was answered", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    end({ type: "failed", error: failure({ code: "agent_error" }) });
    await settled();
    const further = running("r2");
    scripts.run.push(further.script, answer());
    chat.submit(say("first this"), a, queueUp);
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "first this"]));
    expect(chat.queue.paused).toBe(true);
    further.end();
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "first this", "two"]));
  });

  it("goes on when the failed turn was tried again and has completed", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    end({ type: "failed", error: failure({ code: "agent_error" }) });
    await settled();
    scripts.run.push(answer(), answer());
    await chat.retry(undefined, a);
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "one", "two"]));
  });

  it("gives back a message that is not taken and keeps the rest", async () => {
    const { chat, scripts, inputs, returned, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    scripts.run.push(script([], failure({ code: "session_busy", status: 409 })));
    end();
    await vi.waitFor(() => expect(chat.queue.paused).toBe(true));
    expect(returned).toEqual([say("two")]);
    expect(inputs()).toEqual(["one", "two"]);
    expect(waiting(chat)).toEqual(["three"]);
    expect(chat.failedTurn()?.phase.error.code).toBe("session_busy");
  });

  it("is not paused by a failure that nothing waits behind", async () => {
    const { chat, end } = await whileOneRuns();
    end({ type: "failed", error: failure({ code: "agent_error" }) });
    await settled();
    expect(chat.queue.paused).toBe(false);
  });

  it("is not paused any more when it was emptied", async () => {
    const { chat, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    end({ type: "failed", error: failure({ code: "agent_error" }) });
    await vi.waitFor(() => expect(chat.queue.paused).toBe(true));
    chat.queue.remove(idOf(chat, "two"));
    expect(chat.queue.paused).toBe(false);
  });

  it("gives way to a turn that the user wants to follow", async () => {
    const { chat, scripts, session, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    scripts.run.push(script([], failure({ code: "session_busy", status: 409 })));
    end();
    await vi.waitFor(() => expect(chat.queue.paused).toBe(true));
    const other = running("r9");
    scripts.follow.push(other.script);
    scripts.run.push(answer("Done.", "r3"));
    session.value = { activeResponseId: "r9" };
    const following = chat.followRunning();
    chat.queue.resume();
    await vi.waitFor(() => expect(chat.conversation.active?.responseId).toBe("r9"));
    expect(inputs()).toEqual(["one", "two"]);
    other.end();
    await following;
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "two", "three"]));
  });

  it("gives way to the history of a turn that somebody else has started", async () => {
    const { chat, scripts, session, inputs } = setUp();
    session.value = { activeResponseId: "r9" };
    const foreign = running("r9");
    scripts.follow.push(foreign.script);
    await chat.open(a, "s1");
    chat.submit(say("two"), a, queueUp);
    session.value = {
      history: [
        { role: "user", text: "elsewhere" },
        { role: "assistant", text: "Done." },
      ],
    };
    scripts.run.push(answer("Done.", "r2"));
    foreign.end();
    await vi.waitFor(() => expect(inputs()).toEqual(["two"]));
    expect(chat.conversation.settled[0]).toMatchObject({ input: "elsewhere" });
  });
});

describe("stop and send", () => {
  it("stops the turn and sends the message when that has ended, before all that wait", async () => {
    const { chat, scripts, inputs, cancelled, end } = await whileOneRuns();
    chat.submit(say("later"), a, queueUp);
    chat.submit(say("now"), a, { stopFirst: true });
    expect(waiting(chat)).toEqual(["now", "later"]);
    await vi.waitFor(() => expect(cancelled).toEqual(["r1"]));
    expect(inputs()).toEqual(["one"]);
    scripts.run.push(answer(), answer());
    end();
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "now", "later"]));
    expect(chat.conversation.settled[0]?.phase.kind).toBe("cancelled");
  });

  it("does the same for a message that waits already, also while it is edited", async () => {
    const { chat, scripts, inputs, cancelled, end } = await whileOneRuns();
    chat.submit(say("later"), a, queueUp);
    chat.submit(say("now"), a, queueUp);
    chat.queue.hold(idOf(chat, "now"));
    chat.sendQueuedNow(idOf(chat, "now"));
    await vi.waitFor(() => expect(cancelled).toEqual(["r1"]));
    scripts.run.push(answer(), answer());
    end({ type: "failed", error: failure({ code: "agent_error" }) });
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "now", "later"]));
  });

  it("sends at once where nothing runs", async () => {
    const { chat, scripts, inputs, end } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    end({ type: "failed", error: failure({ code: "agent_error" }) });
    await settled();
    const third = running("r3");
    scripts.run.push(third.script);
    chat.sendQueuedNow(idOf(chat, "three"));
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "three"]));
    expect(waiting(chat)).toEqual(["two"]);
    expect(chat.queue.paused).toBe(true);
  });

  it("leaves a turn alone that is being stopped already", async () => {
    const { chat, cancelled, inputs, scripts } = setUp();
    let begin: () => void = () => undefined;
    scripts.run.push(async function* () {
      await new Promise<void>((resolve) => {
        begin = resolve;
      });
      yield created;
      yield { type: "completed", outputText: "" };
    }, answer());
    chat.submit(say("one"), a, queueUp);
    await chat.cancel();
    chat.submit(say("two"), a, { stopFirst: true });
    expect(chat.isBusy).toBe(true);
    begin();
    await vi.waitFor(() => expect(inputs()).toEqual(["one", "two"]));
    expect(cancelled).toEqual(["r1"]);
  });

  it("pauses what waits when its own message was taken out meanwhile", async () => {
    const { chat, inputs, end } = await whileOneRuns();
    chat.submit(say("later"), a, queueUp);
    chat.submit(say("now"), a, { stopFirst: true });
    chat.queue.remove(idOf(chat, "now"));
    end();
    await settled();
    expect(inputs()).toEqual(["one"]);
    expect(chat.queue.paused).toBe(true);
  });
});
