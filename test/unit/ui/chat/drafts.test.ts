import { describe, expect, it, vi } from "vitest";
import { Drafts } from "../../../../src/ui/chat/drafts.ts";
import { a, running, setUp } from "../../core/conversation/scripted.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { answered, bench, file, say, settled } from "./bench.ts";

describe("the draft of a chat", () => {
  it("is kept when another chat comes, and is there again when it comes back", async () => {
    const one = await answered();
    const two = setUp();
    const { page, surface, drafts } = bench(one.chat);
    page.type("for one");
    drafts.attach("s1", [file("a.ts")]);
    surface.show(two.chat);
    expect(page.text).toBe("");
    page.type("for two");
    surface.show(one.chat);
    expect(page.text).toBe("for one");
    expect(surface.draft).toEqual(say("for one", file("a.ts")));
    surface.show(two.chat);
    expect(page.text).toBe("for two");
  });

  it("keeps what was typed just before another chat came", async () => {
    const one = await answered();
    const { page, surface, drafts } = bench(one.chat);
    page.type("for");
    const { revision } = page;
    surface.show(setUp().chat);
    page.post("draft", { text: "for one", ...(revision !== undefined && { revision }) });
    expect(drafts.get("s1").text).toBe("for one");
    expect(surface.draft.text).toBe("");
  });

  it("goes along when the chat gets its session, with what was typed meanwhile", async () => {
    const { chat, scripts } = setUp();
    const { page, surface, store } = bench(chat);
    const turn = running();
    scripts.run.push(turn.script);
    const ended = chat.send(say("first"), a);
    page.type("second");
    turn.end();
    await ended;
    expect(surface.draft.text).toBe("second");
    expect(new Drafts(store).get("s1").text).toBe("second");
    expect(new Drafts(store).get("new:sidebar").text).toBe("");
    // The page was not disturbed.
    expect(page.got("setDraft")).toEqual([]);
    page.type("second one");
    expect(surface.draft.text).toBe("second one");
  });

  it("of a session that is opened is its own, not what stood in the composer", async () => {
    const store = new MemoryStore();
    new Drafts(store).set("s1", say("of the session"));
    const { page, surface, drafts } = bench(setUp().chat, { store });
    page.type("of the new chat");
    const other = setUp();
    const opened = other.chat.open(a, "s1");
    surface.show(other.chat);
    expect(page.text).toBe("of the session");
    await opened;
    expect(page.text).toBe("of the session");
    expect(drafts.get("new:sidebar").text).toBe("of the new chat");
  });

  it("survives the window, and the page that is killed while another text comes", async () => {
    const { chat } = await answered();
    const { page, surface, store, reopen, drafts } = bench(chat);
    page.type("typed");
    expect(new Drafts(store).get("s1").text).toBe("typed");
    page.visible = false;
    surface.visibilityChanged();
    drafts.setText("s1", "changed elsewhere");
    // The killed page comes back with what it remembers.
    const next = reopen(false);
    next.text = "typed";
    next.post("ready", {});
    expect(next.text).toBe("changed elsewhere");
  });

  it("is the same in all places that show its session, and the last word typed wins", async () => {
    const { chat } = await answered();
    const one = bench(chat);
    const two = bench(chat, { viewId: "editor", drafts: one.drafts });
    one.page.type("a");
    expect(two.page.text).toBe("a");
    one.page.type("ab");
    // The other page repeats, a moment later, what it was given first.
    two.page.post("draft", { text: "a", revision: 1 });
    expect(one.surface.draft.text).toBe("ab");
    expect(one.page.text).toBe("ab");
    two.page.type("abc");
    expect(one.page.text).toBe("abc");
    two.page.send();
    await settled();
    expect(one.page.text).toBe("");
    expect(one.surface.draft.text).toBe("");
  });

  it("gets what a command adds, behind what is there", async () => {
    const { chat } = await answered();
    const { page, surface } = bench(chat);
    page.type("Look:");
    surface.add([file("a.ts")], "What is wrong here?");
    surface.add([file("a.ts")]);
    expect(page.text).toBe("Look:\n\nWhat is wrong here?");
    expect(surface.draft.attachments).toHaveLength(1);
  });
});

describe("a message that is sent", () => {
  it("takes what is attached along and empties the composer", async () => {
    const { chat } = await answered();
    const { page, surface, drafts, submit } = bench(chat);
    drafts.attach("s1", [file("a.ts")]);
    page.type("look");
    page.send("look", true);
    await settled();
    expect(submit).toHaveBeenCalledExactlyOnceWith(chat, say("look", file("a.ts")), true);
    expect(surface.draft).toEqual(say(""));
    await vi.waitFor(() => expect(page.state?.composer.attachments).toEqual([]));
  });

  it("has the file in front before what was attached, once", async () => {
    const { chat } = await answered();
    const { page, drafts, submit, attachments } = bench(chat);
    attachments.active.mockResolvedValue([file("front.ts", "another id")]);
    drafts.attach("s1", [file("a.ts")]);
    page.send("one");
    await settled();
    expect(submit.mock.lastCall?.[1].attachments.map((sent) => sent.kind === "file" && sent.name)).toEqual([
      "front.ts",
      "a.ts",
    ]);
    drafts.attach("s1", [file("front.ts")]);
    page.send("two");
    await settled();
    expect(submit.mock.lastCall?.[1].attachments).toHaveLength(1);
  });

  it("goes out in order, is remembered until it is with the chat, and goes out without what cannot be read", async () => {
    const { chat } = await answered();
    const { page, store, submit, attachments, report } = bench(chat);
    let answerFirst: (found: readonly []) => void = () => undefined;
    attachments.active.mockReturnValueOnce(new Promise((resolve) => (answerFirst = resolve)));
    attachments.active.mockRejectedValueOnce(new Error("gone"));
    page.send("one");
    page.send("two");
    page.type("three");
    await settled();
    expect(submit).not.toHaveBeenCalled();
    // A window that closes now loses nothing.
    expect(new Drafts(store).get("s1").text).toBe("one\n\ntwo\n\nthree");
    answerFirst([]);
    await settled();
    expect(submit.mock.calls.map(([, message]) => message.text)).toEqual(["one", "two"]);
    expect(report).toHaveBeenCalledTimes(1);
    expect(new Drafts(store).get("s1").text).toBe("three");
  });

  it("comes back with its attachments when nothing can be sent now", async () => {
    const { chat } = await answered();
    const { page, surface, drafts } = bench(chat, { submit: () => false });
    drafts.attach("s1", [file("a.ts")]);
    page.send("not now");
    page.type("and");
    await settled();
    expect(page.text).toBe("not now\n\nand");
    expect(surface.draft).toEqual(say("not now\n\nand", file("a.ts")));
  });

  it("is not sent when there is nothing in it", async () => {
    const { chat } = await answered();
    const { page, submit, drafts } = bench(chat);
    page.send("  ");
    await settled();
    expect(submit).not.toHaveBeenCalled();
    drafts.attach("s1", [file("a.ts")]);
    page.send("");
    await settled();
    expect(submit).toHaveBeenCalledTimes(1);
  });

  it("comes back in front of what is typed, never twice, and leaves again when it goes out by a remedy", async () => {
    const { chat } = await answered();
    const { page, surface, drafts } = bench(chat);
    const message = say("failed", file("a.ts"));
    page.type("typed");
    surface.takeBack(message);
    surface.takeBack(message);
    expect(surface.draft).toEqual(say("failed\n\ntyped", file("a.ts")));
    drafts.forget("s1", message);
    expect(surface.draft).toEqual(say("typed"));
    expect(page.text).toBe("typed");
  });

  it("of another chat with the same words does not take a draft away", async () => {
    const { chat } = await answered();
    const { page, drafts } = bench(chat);
    page.type("continue");
    drafts.forget("s1", say("continue"));
    expect(page.text).toBe("continue");
  });

  it("comes back to a page that is not there yet", async () => {
    const { chat } = await answered();
    const { page, surface, reopen } = bench(chat);
    page.type("typed");
    page.close();
    surface.takeBack(say("failed"));
    const next = reopen(false);
    next.text = "typed";
    next.post("ready", {});
    expect(next.text).toBe("failed\n\ntyped");
  });
});
