/** What the user has chosen for a chat is what its turns are sent with, in every window. */
import { describe, expect, it, vi } from "vitest";
import { type Dials, turnChoice } from "../../../../src/core/conversation/dials.ts";
import { a, answer, created, failure, script, setUp } from "./scripted.ts";
import { say } from "./support.ts";

const settings = { model: "settings-model", provider: "settings-provider", reasoningEffort: "low" } as const;

describe("a turn", () => {
  it.each<[string, Dials, ReturnType<typeof turnChoice>]>([
    ["what the settings say", {}, { request: settings, model: "settings-model" }],
    [
      "what was chosen before what the settings say",
      { agent: "codex", model: { id: "m", label: "Em" }, effort: "high" },
      { request: { agent: "codex", model: "m", reasoningEffort: "high" }, model: "Em" },
    ],
    [
      "a model with its provider",
      { model: { id: "m", provider: "p", label: "Em" } },
      { request: { model: "m", provider: "p", reasoningEffort: "low" }, model: "Em" },
    ],
    [
      "nothing where the session's own was chosen",
      { model: null, effort: null },
      { request: {}, model: undefined },
    ],
  ])("is sent with %s", (_, dials, sent) => {
    expect(turnChoice(dials, settings)).toEqual(sent);
  });
});

describe("the dials of a chat", () => {
  it("count for the next turn, which says what it was sent with", async () => {
    const { chat, scripts, sent } = setUp({ turnDefaults: () => settings });
    scripts.run.push(answer(), answer());
    const first = await chat.send(say("one"), a);
    chat.setDials({ model: { id: "m", label: "Em" }, effort: null });
    const second = await chat.send(say("two"), a);
    expect(sent[0]?.request).toMatchObject(settings);
    expect(sent[1]?.request).toEqual({ input: "two", sessionId: "s1", model: "m" });
    expect([first?.model, second?.model]).toEqual(["settings-model", "Em"]);
  });

  it("name the agent in everything that is asked of its session", async () => {
    const { chat, open, scripts, sent, followed, looked, read } = setUp();
    chat.setDials({ agent: "codex" });
    scripts.run.push(async function* () {
      yield created;
      await new Promise(() => undefined);
    });
    void chat.send(say("one"), a);
    await vi.waitFor(() => expect(chat.conversation.active?.responseId).toBe("r1"));
    chat.dispose();
    const after = open();
    scripts.follow.push(answer());
    await after.restore();
    await vi.waitFor(() => expect(after.isBusy).toBe(false));
    scripts.run.push(script([], failure({ code: "turn_unconfirmed", plane: "local" })));
    scripts.recover.push(answer());
    await after.send(say("two"), a);
    await after.retry(undefined, a);
    await after.refresh();
    expect(sent.map(({ request }) => request.agent)).toEqual(["codex", "codex"]);
    expect(followed).toMatchObject([{ agent: "codex" }]);
    expect(looked).toMatchObject([{ agent: "codex" }]);
    expect(read).toMatchObject([{ agent: "codex" }, { agent: "codex" }]);
  });

  it("cannot change the agent of a session", async () => {
    const { chat, scripts } = setUp();
    chat.setDials({ agent: "codex" });
    scripts.run.push(answer());
    await chat.send(say("one"), a);
    chat.setDials({ agent: "hermes", effort: "high" });
    expect(chat.dials).toEqual({ agent: "codex", effort: "high" });
  });

  it("are there after a reload, also before the first message", async () => {
    const { chat, open } = setUp();
    const changed = vi.fn();
    chat.onDidChange(changed);
    chat.setDials({ agent: "codex", model: { id: "m", label: "Em" } });
    expect(changed).toHaveBeenCalledOnce();
    chat.dispose();
    const after = open();
    await after.restore();
    expect(after.dials).toEqual({ agent: "codex", model: { id: "m", label: "Em" } });
  });

  it("belong to the session, wherever it is opened", async () => {
    const { chat, scripts, store } = setUp();
    chat.setDials({ model: { id: "m", label: "Em" } });
    scripts.run.push(answer());
    await chat.send(say("one"), a);
    // Another window has other chats, and the same sessions.
    store.records.delete("chats");
    const other = setUp({ store });
    await other.chat.open(a, "s1");
    expect(other.chat.dials).toEqual({ model: { id: "m", label: "Em" } });
    other.chat.setDials({});
    other.chat.dispose();
    await chat.restore();
    expect(chat.dials).toEqual({});
    const third = setUp({ store });
    await third.chat.open(a, "another session");
    expect(third.chat.dials).toEqual({});
  });

  it("know the agent of a session that is opened from a list", async () => {
    const { chat, read } = setUp();
    await chat.open(a, "s1", "codex");
    expect(read).toEqual([{ id: "s1", agent: "codex" }]);
    chat.setDials({ ...chat.dials, effort: "high" });
    // A list knows better than what was remembered.
    await chat.open(a, "s1", "hermes");
    expect(chat.dials).toEqual({ agent: "hermes", effort: "high" });
  });
});
