/** A message that waits for its instance while the window is reloaded, in a session that has turns already. */
import { describe, expect, it, vi } from "vitest";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { fakeComputer, type FakeComputer } from "./fakeComputer.ts";
import { a, answer, failure, script, setUp, type SetUp } from "./scripted.ts";
import { say } from "./support.ts";

function withComputer(computer: FakeComputer, given: SetUp = {}) {
  return { computer, ...setUp({ computers: computer, clock: new FakeClock(), ...given }) };
}

const phaseOf = (chat: Chat) => chat.conversation.active?.phase;

describe("a message of a session whose instance comes up while the window is reloaded", () => {
  /** The window after the reload; the session has one turn, and its next message waits. */
  async function reloaded() {
    const store = new MemoryStore();
    const first = withComputer(fakeComputer(), { store });
    first.scripts.run.push(answer());
    await first.chat.send(say("one"), a);
    first.computer.set("starting");
    await first.computer.refresh();
    void first.chat.send(say("two"), a);
    await vi.waitFor(() => expect(phaseOf(first.chat)?.kind).toBe("awaiting"));
    first.chat.dispose();
    const next = withComputer(fakeComputer("starting"), { store });
    next.session.value = {
      history: [
        { role: "user", text: "one" },
        { role: "assistant", text: "Done." },
      ],
    };
    await next.chat.restore();
    return { ...next, store };
  }

  it("waits in sight at once, and goes out behind the session that was read by then", async () => {
    const { chat, computer, inputs, read, scripts, sent } = await reloaded();
    expect(chat.load).toEqual({ kind: "ready" });
    expect(chat.conversation.active).toMatchObject({ input: "two", phase: { kind: "awaiting" } });
    expect(chat.sessionId).toBe("s1");
    expect(read).toEqual([]);
    const known: (number | undefined)[] = [];
    scripts.run.push((options) => {
      known.push(options.knownUserMessages);
      return answer("Two.", "r2")(options);
    });
    computer.set("running");
    await vi.waitFor(() => expect(chat.isBusy).toBe(false));
    expect(inputs()).toEqual(["two"]);
    expect(sent[0]?.request.sessionId).toBe("s1");
    expect(known).toEqual([1]);
    expect(chat.conversation.settled.map(({ input }) => input)).toEqual(["one", "two"]);
  });

  it("can be given up, and the session is read then", async () => {
    const { chat, computer, inputs, returned, store } = await reloaded();
    await chat.cancel();
    expect(returned).toEqual([say("two")]);
    await vi.waitFor(() => expect(chat.conversation.settled.map(({ input }) => input)).toEqual(["one"]));
    chat.dispose();
    computer.set("running");
    const later = withComputer(fakeComputer("running"), { store });
    await later.chat.restore();
    expect(later.chat.isBusy).toBe(false);
    expect(inputs()).toEqual([]);
  });

  it("waits on after another reload", async () => {
    const { chat, store } = await reloaded();
    chat.dispose();
    const later = withComputer(fakeComputer("starting"), { store });
    await later.chat.restore();
    expect(later.chat.conversation.active).toMatchObject({ input: "two", phase: { kind: "awaiting" } });
    expect(later.chat.sessionId).toBe("s1");
  });

  it("stands in the composer while another turn runs on the session", async () => {
    const { chat, computer, inputs, returned, scripts, session } = await reloaded();
    session.value = { history: [{ role: "user", text: "one" }], activeResponseId: "r9" };
    scripts.run.push(script([], failure({ code: "session_busy", status: 409, responseId: "r9" })));
    computer.set("running");
    await vi.waitFor(() => expect(chat.failedTurn()?.phase.error.code).toBe("session_busy"));
    expect(inputs()).toEqual(["two"]);
    expect(returned).toEqual([say("two")]);
  });

  it("fails in sight with what became of the instance, and goes out behind the session on Retry", async () => {
    const { chat, computer, inputs, scripts } = await reloaded();
    computer.set("stopped");
    await vi.waitFor(() => expect(chat.failedTurn()?.phase.error.code).toBe("instance_not_running"));
    computer.set("running");
    scripts.run.push(answer("Two.", "r2"));
    await chat.retry(undefined, a);
    expect(inputs()).toEqual(["two"]);
    expect(chat.conversation.settled.map(({ input }) => input)).toEqual(["one", "two"]);
  });
});
