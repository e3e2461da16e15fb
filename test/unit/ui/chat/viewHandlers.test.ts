import { describe, expect, it, vi } from "vitest";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import { a, answer, failure, running, script, setUp } from "../../core/conversation/scripted.ts";
import { commands } from "../../support/vscodeStub.ts";
import { answered, bench, file, say, settled, snippet } from "./bench.ts";

describe("what a view asks for", () => {
  const turnId = ({ conversation }: Chat): string => conversation.settled.at(-1)?.id ?? "";

  it("puts the message of a turn back into the composer", async () => {
    const { chat } = setUp();
    const other = setUp();
    other.scripts.run.push(answer());
    await other.chat.send(say("explain", file("a.ts"), snippet("b.ts:1-2", "code")), a);
    const { page, surface } = bench(other.chat);
    page.type("typed");
    page.post("sendAgain", { turnId: turnId(other.chat) });
    expect(page.text).toBe("explain\n\ntyped");
    expect(surface.draft.attachments).toMatchObject([
      { kind: "file", name: "a.ts" },
      { kind: "snippet", title: "b.ts:1-2", text: "code" },
    ]);
    expect(page.got("focusComposer")).toHaveLength(1);
    page.post("sendAgain", { turnId: turnId(chat) });
    expect(page.text).toBe("explain\n\ntyped");
  });

  it("changes the queue, and passes over what is not in it any more", async () => {
    const { chat, scripts } = setUp();
    const { page } = bench(chat);
    const turn = running();
    scripts.run.push(turn.script);
    void chat.send(say("runs"), a);
    for (const text of ["one", "two", "three"]) chat.submit(say(text), a, { stopFirst: false });
    const queued = (): readonly string[] => chat.queue.messages.map(({ message }) => message.text);
    const id = (text: string): string =>
      chat.queue.messages.find(({ message }) => message.text === text)?.id ?? "";
    page.post("queue", { id: id("three"), action: "up" });
    page.post("queue", { id: id("one"), action: "down" });
    expect(queued()).toEqual(["three", "one", "two"]);
    page.post("queue", { id: id("one"), action: "remove" });
    page.post("queue", { id: "gone", action: "remove" });
    page.post("queue", { id: "gone", action: "sendNow" });
    page.post("queueText", { id: "gone", text: "x" });
    expect(queued()).toEqual(["three", "two"]);
    page.post("queue", { id: id("two"), action: "hold" });
    expect(chat.queue.messages.map(({ held }) => held)).toEqual([false, true]);
    page.post("queueText", { id: id("two"), text: "2" });
    expect(queued()).toEqual(["three", "2"]);
    expect(chat.queue.messages.map(({ held }) => held)).toEqual([false, false]);
    // Edited to nothing, it stays what it was.
    page.post("queue", { id: id("2"), action: "hold" });
    page.post("queueText", { id: id("2"), text: " " });
    expect(chat.queue.messages.at(-1)).toMatchObject({ held: false, message: { text: "2" } });
    turn.end();
    scripts.run.push(answer(), answer());
  });

  it("lets go of a queued message that was edited in a page that is gone", async () => {
    const { chat, scripts } = setUp();
    const { page, surface, reopen } = bench(chat);
    const turn = running();
    scripts.run.push(turn.script);
    void chat.send(say("runs"), a);
    chat.submit(say("one"), a, { stopFirst: false });
    const hold = (from: typeof page): void =>
      from.post("queue", { id: chat.queue.messages[0]?.id ?? "", action: "hold" });
    const isHeld = (): boolean | undefined => chat.queue.messages[0]?.held;
    hold(page);
    expect(isHeld()).toBe(true);
    const next = reopen();
    expect(isHeld()).toBe(false);
    hold(next);
    surface.show(setUp().chat);
    expect(isHeld()).toBe(false);
    surface.show(chat);
    // VS Code ends the page of a hidden view and of a closed one; it may be long until there is another.
    hold(next);
    next.visible = false;
    surface.visibilityChanged();
    expect(isHeld()).toBe(false);
    const last = reopen();
    hold(last);
    last.close();
    expect(isHeld()).toBe(false);
    turn.end();
    scripts.run.push(answer());
  });

  it("attaches, removes and opens, and a late find goes to the chat that it was for", async () => {
    const { chat } = await answered();
    const { page, surface, attachments, drafts, report } = bench(chat);
    attachments.fromUris.mockResolvedValue([file("a.ts")]);
    attachments.fromBytes.mockResolvedValue([{ ...file("b.png"), isImage: true }]);
    attachments.fromMention.mockRejectedValue(failure({ code: "unknown" }));
    page.post("attachUris", { uris: ["file:///w/src/a.ts"] });
    page.post("attachBytes", { name: "b.png", bytes: new Uint8Array([1]) });
    page.post("attachMention", { id: "m" });
    await settled();
    expect(surface.draft.attachments).toMatchObject([{ name: "a.ts" }, { name: "b.png" }]);
    expect(report).toHaveBeenCalledTimes(1);
    page.post("openAttachment", { id: "b.png" });
    expect(attachments.open).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: "b.png" }));
    page.post("removeAttachment", { id: "a.ts" });
    expect(surface.draft.attachments).toMatchObject([{ name: "b.png" }]);
    let found: (files: ReturnType<typeof file>[]) => void = () => undefined;
    attachments.pick.mockReturnValue(new Promise((resolve) => (found = resolve)));
    page.post("attach", {});
    surface.show(setUp().chat);
    found([file("c.ts")]);
    await settled();
    expect(surface.draft.attachments).toEqual([]);
    expect(drafts.get("s1").attachments).toMatchObject([{ name: "b.png" }, { name: "c.ts" }]);
  });

  it("opens what was attached to a turn and to a queued message", async () => {
    const { chat, scripts } = setUp();
    const { page, attachments } = bench(chat);
    const turn = running();
    scripts.run.push(turn.script);
    void chat.send(say("runs", file("a.ts")), a);
    chat.submit(say("waits", file("b.ts")), a, { stopFirst: false });
    const { active } = chat.conversation;
    page.post("openAttachment", { id: "a.ts", of: active?.id });
    page.post("openAttachment", { id: "b.ts", of: chat.queue.messages[0]?.id });
    page.post("openAttachment", { id: "a.ts", of: "gone" });
    expect(attachments.open.mock.calls.map(([opened]) => opened.id)).toEqual(["a.ts", "b.ts"]);
    turn.end();
    scripts.run.push(answer());
  });

  it("answers mentions and paths, and hands code over", async () => {
    const { chat } = await answered();
    const { page, attachments, answers, onDidUse } = bench(chat);
    attachments.mentions.mockResolvedValue([{ id: "m", label: "a.ts", icon: "file" }]);
    page.post("mention", { request: 3, query: "a" });
    page.post("findPaths", { paths: ["a.ts", "b.ts"] });
    page.post("code", { action: "insert", text: "1", language: "ts", path: undefined });
    page.post("openPath", { path: "a.ts", line: 2, column: undefined });
    await settled();
    expect(page.got("mentions")).toEqual([{ request: 3, items: [{ id: "m", label: "a.ts", icon: "file" }] }]);
    expect(page.got("paths")).toEqual([{ asked: ["a.ts", "b.ts"], found: ["a.ts"] }]);
    expect(answers.run).toHaveBeenCalledExactlyOnceWith("insert", expect.objectContaining({ text: "1" }));
    const place = { path: "a.ts", line: 2, column: undefined };
    expect(answers.open).toHaveBeenCalledExactlyOnceWith(place, chat.instance?.id);
    // What a page asks by itself does not make it the one that the user is in.
    expect(onDidUse).toHaveBeenCalledTimes(3);
  });

  it("answers mentions and paths also when they cannot be found, since the page waits for it", async () => {
    const { chat } = await answered();
    const { page, attachments, answers, report } = bench(chat);
    attachments.mentions.mockRejectedValue(new Error("No search here"));
    answers.find.mockRejectedValue(new Error("No search here"));
    page.post("mention", { request: 3, query: "a" });
    page.post("findPaths", { paths: ["a.ts"] });
    await settled();
    expect(page.got("mentions")).toEqual([{ request: 3, items: [] }]);
    expect(page.got("paths")).toEqual([{ asked: ["a.ts"], found: [] }]);
    expect(report).toHaveBeenCalledTimes(2);
  });

  it("runs dials, slash commands and remedies for its own chat", async () => {
    const { chat, scripts } = setUp();
    scripts.run.push(script([], failure({ code: "validation_error", param: "model" })));
    await chat.send(say("no"), a);
    const { page, stop, attachments } = bench(chat);
    const run = vi.spyOn(commands, "executeCommand");
    page.post("dial", { id: "effort" });
    page.post("command", { id: "new" });
    page.post("command", { id: "stop" });
    page.post("command", { id: "attach" });
    page.post("remedy", { id: "selectModel", turnId: turnId(chat) });
    page.post("remedy", { id: "rm -rf" });
    await settled();
    const place = { chatId: "chat", viewId: "sidebar" };
    expect(run.mock.calls).toEqual([
      ["agent37.selectReasoningEffort", place],
      ["agent37.newChat", place],
      ["agent37.selectModel", { ...place, turnId: turnId(chat), instanceId: "a", param: "model" }],
    ]);
    expect(stop).toHaveBeenCalledExactlyOnceWith(chat);
    expect(attachments.pick).toHaveBeenCalledTimes(1);
  });

  it("is nothing when it is not what the protocol says", () => {
    const { page, submit } = bench(setUp().chat);
    page.postRaw({ type: "send", payload: { text: 1, stopFirst: false } });
    page.postRaw({ type: "code", payload: { action: "delete", text: "x", language: "" } });
    page.postRaw({ type: "constructor", payload: {} });
    page.postRaw("ready");
    expect(submit).not.toHaveBeenCalled();
  });
});
