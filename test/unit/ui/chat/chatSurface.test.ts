import { describe, expect, it, vi } from "vitest";
import { a, answer, running, setUp } from "../../core/conversation/scripted.ts";
import { bench, file, header, say, snippet } from "./bench.ts";

describe("what a view is shown", () => {
  it("is one snapshot with queue and composer, and from then on what changes", async () => {
    const { chat, scripts } = setUp();
    const { page, drafts } = bench(chat);
    expect(page.state).toMatchObject({
      settled: [],
      queue: { paused: false, messages: [] },
      composer: { attachments: [], dials: [] },
    });
    const turn = running();
    scripts.run.push(turn.script);
    void chat.send(say("first"), a);
    chat.submit(say("second"), a, { stopFirst: false });
    await vi.waitFor(() =>
      expect(page.state).toMatchObject({
        active: { input: "first", asks: false },
        queue: { paused: false, messages: [{ text: "second", held: false }] },
      }),
    );
    drafts.attach("s1", [file("a.ts")]);
    await vi.waitFor(() =>
      expect(page.state?.composer.attachments).toMatchObject([
        { kind: "file", name: "a.ts", detail: "src/a.ts · 2 kB", canOpen: true },
      ]),
    );
    expect(page.got("snapshot")).toHaveLength(1);
    scripts.run.push(answer("Also done."));
    turn.end();
    await vi.waitFor(() =>
      expect(page.state).toMatchObject({
        settled: [{ input: "first" }, { input: "second" }],
        queue: { messages: [] },
      }),
    );
  });

  it("costs nothing for what has not changed while an answer streams", async () => {
    const { chat, scripts } = setUp();
    const { page, drafts, headerOf } = bench(chat);
    let goOn: () => void = () => undefined;
    let end: () => void = () => undefined;
    scripts.run.push(async function* () {
      yield { type: "created", responseId: "r1", sessionId: "s1" };
      yield { type: "text", text: "Hel" };
      await new Promise<void>((resolve) => (goOn = resolve));
      yield { type: "text", text: "lo" };
      await new Promise<void>((resolve) => (end = resolve));
    });
    drafts.attach("new:sidebar", [file("a.ts"), snippet("b.ts:1-2")]);
    void chat.send(say("go", snippet("c.ts:1-9", "code")), a);
    chat.submit(say("next", file("d.ts")), a, { stopFirst: false });
    await vi.waitFor(() => expect(page.state?.active?.growing).toMatchObject({ text: "Hel" }));
    headerOf.mockClear();
    goOn();
    await vi.waitFor(() => expect(page.state?.active?.growing).toMatchObject({ text: "Hello" }));
    expect(headerOf).not.toHaveBeenCalled();
    end();
    expect(page.posted.at(-1)).toMatch(/^.lo$/);
  });

  it("is told of a changed header alone when nothing else changed", async () => {
    const { chat } = setUp();
    const { page, frame, shown, headerChanged } = bench(chat);
    shown.header = { ...header, font: { size: 18, family: "Fira Code" } };
    headerChanged.fire();
    await vi.waitFor(() => expect(page.got("patches")).toHaveLength(1));
    expect(page.got("patches")).toEqual([{ seq: 1, patches: [{ op: "header", header: shown.header }] }]);
    headerChanged.fire();
    await frame();
    expect(page.got("patches")).toHaveLength(1);
  });

  it("waits for the page to show it, and for a page at all", async () => {
    const { chat, scripts } = setUp();
    const { page, frame, surface, reopen } = bench(chat);
    page.visible = false;
    surface.visibilityChanged();
    scripts.run.push(answer());
    await chat.send(say("hidden"), a);
    await frame();
    expect(page.got("patches")).toEqual([]);
    const next = reopen();
    expect(next.state?.settled).toMatchObject([{ input: "hidden" }]);
  });
});
