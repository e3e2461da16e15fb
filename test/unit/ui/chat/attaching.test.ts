import { describe, expect, it } from "vitest";
import type { Attachment } from "../../../../src/common/attachment.ts";
import { failure, setUp } from "../../core/conversation/scripted.ts";
import { answered, bench, file, say, settled } from "./bench.ts";

/** A find that ends when the test says so. */
function pending() {
  let resolve: (found: readonly Attachment[]) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<readonly Attachment[]>((onFound, onFailed) => {
    resolve = onFound;
    reject = onFailed;
  });
  return {
    promise,
    resolve: (found: readonly Attachment[]): void => resolve(found),
    reject: (error: Error): void => reject(error),
  };
}

describe("a message that is sent while something is still being attached", () => {
  it("waits for it and takes it along, behind what was there", async () => {
    const { chat } = await answered();
    const { page, surface, drafts, attachments, submit } = bench(chat);
    const dropped = pending();
    attachments.fromUris.mockReturnValue(dropped.promise);
    drafts.attach("s1", [file("a.ts")]);
    page.post("attachUris", { uris: ["file:///w/src/b.ts"] });
    page.send("look");
    page.send("and then");
    await settled();
    expect(submit).not.toHaveBeenCalled();
    dropped.resolve([file("b.ts")]);
    await settled();
    expect(submit.mock.calls.map(([, message]) => message)).toEqual([
      say("look", file("a.ts"), file("b.ts")),
      say("and then"),
    ]);
    expect(surface.draft).toEqual(say(""));
  });

  it("goes without what could not be attached, which is told", async () => {
    const { chat } = await answered();
    const { page, attachments, submit, report } = bench(chat);
    const pasted = pending();
    attachments.fromBytes.mockReturnValue(pasted.promise);
    page.post("attachBytes", { name: "b.png", bytes: new Uint8Array([1]) });
    page.send("look");
    pasted.reject(failure({ code: "unknown" }));
    await settled();
    expect(submit).toHaveBeenCalledExactlyOnceWith(chat, say("look"), false);
    expect(report).toHaveBeenCalledTimes(1);
  });

  it("comes back with it when nothing can be sent now", async () => {
    const { chat } = await answered();
    const { page, surface, attachments } = bench(chat, { submit: () => false });
    const dropped = pending();
    attachments.fromUris.mockReturnValue(dropped.promise);
    page.post("attachUris", { uris: ["file:///w/src/b.ts"] });
    page.send("look");
    dropped.resolve([file("b.ts")]);
    await settled();
    expect(surface.draft).toEqual(say("look", file("b.ts")));
  });

  it("does not wait for the user to choose, but for what was chosen", async () => {
    const { chat } = await answered();
    const { page, surface, attachments, submit } = bench(chat);
    const picked = pending();
    let choose: (() => void) | undefined;
    attachments.pick.mockImplementation((onChosen) => {
      choose = onChosen;
      return picked.promise;
    });
    page.post("attach", {});
    page.send("one");
    await settled();
    expect(submit).toHaveBeenCalledExactlyOnceWith(chat, say("one"), false);
    choose?.();
    await settled();
    page.send("two");
    await settled();
    expect(submit).toHaveBeenCalledTimes(1);
    picked.resolve([file("a.ts")]);
    await settled();
    expect(submit).toHaveBeenLastCalledWith(chat, say("two", file("a.ts")), false);
    expect(surface.draft).toEqual(say(""));
  });

  it("does not take along what is attached to another chat, or after it", async () => {
    const { chat } = await answered();
    const { page, surface, drafts, attachments, submit } = bench(chat);
    const first = pending();
    const later = pending();
    attachments.fromUris.mockReturnValueOnce(first.promise).mockReturnValueOnce(later.promise);
    page.post("attachUris", { uris: ["file:///w/src/a.ts"] });
    const other = setUp().chat;
    surface.show(other);
    page.send("here");
    page.post("attachUris", { uris: ["file:///w/src/b.ts"] });
    await settled();
    expect(submit).toHaveBeenCalledExactlyOnceWith(other, say("here"), false);
    first.resolve([file("a.ts")]);
    later.resolve([file("b.ts")]);
    await settled();
    expect(drafts.get("s1").attachments).toEqual([file("a.ts")]);
    expect(surface.draft.attachments).toEqual([file("b.ts")]);
  });
});
