/** Messages that wait outlive the window, and go out once. */
import { describe, expect, it, vi } from "vitest";
import type { Message } from "../../../../src/common/attachment.ts";
import { RecordStore } from "../../../../src/core/conversation/recordStore.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { idOf, queueUp, settled, waiting, whileOneRuns } from "./queued.ts";
import { a, answer, failure, running, setUp } from "./scripted.ts";
import { say } from "./support.ts";

describe("a queue after a reload", () => {
  const file = {
    kind: "file",
    id: "f",
    name: "a.ts",
    path: "src/a.ts",
    source: { uri: "file:///a.ts" },
  } as const;

  it("is there again with what is attached, and goes out when the turn that still runs has completed", async () => {
    const first = await whileOneRuns();
    const withFile: Message = { text: "two", attachments: [file] };
    first.chat.submit(withFile, a, queueUp);
    first.chat.queue.hold(idOf(first.chat, "two"));
    first.chat.dispose();
    const upload = vi.fn(() => Promise.resolve(["~/uploads/a.ts"]));
    const { chat, scripts, sent } = setUp({
      store: first.store,
      uploads: { upload, forget: () => undefined },
    });
    const again = running();
    scripts.follow.push(again.script);
    await chat.restore();
    expect(chat.queue.messages).toMatchObject([{ message: withFile, held: false }]);
    scripts.run.push(answer("Done.", "r2"));
    again.end();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.request).toMatchObject({ input: "two", sessionId: "s1", files: ["~/uploads/a.ts"] });
  });

  it("goes out when nothing runs any more, but not when it was paused", async () => {
    const store = new MemoryStore();
    const records = new RecordStore(store, store);
    const messages = [{ id: "q1", message: say("two") }];
    const { chat, scripts, inputs } = setUp({ store });
    await records.save("chat", {
      instance: { id: "a", dialect: "two-plane" },
      sessionId: "s1",
      queue: { messages, paused: true, stopFirst: false },
    });
    await chat.restore();
    await settled();
    expect(inputs()).toEqual([]);
    expect(chat.queue.paused).toBe(true);
    await records.save("chat", {
      instance: { id: "a", dialect: "two-plane" },
      sessionId: "s1",
      queue: { messages, paused: false, stopFirst: false },
    });
    scripts.run.push(answer());
    await chat.restore();
    await vi.waitFor(() => expect(inputs()).toEqual(["two"]));
  });

  it("goes out also behind the turn that was being stopped for it", async () => {
    const first = await whileOneRuns();
    first.chat.submit(say("now"), a, { stopFirst: true });
    first.chat.dispose();
    const { chat, scripts, inputs } = setUp({ store: first.store });
    const again = running();
    scripts.follow.push(again.script);
    scripts.run.push(answer("Done.", "r2"));
    await chat.restore();
    again.end();
    await vi.waitFor(() => expect(inputs()).toEqual(["now"]));
  });

  it("never sends what has gone out, whenever the window closes", async () => {
    const store = new MemoryStore();
    // Every record that was ever written stands for a window that closed just then.
    const written: unknown[] = [];
    const set = store.set.bind(store);
    store.set = (key, value) => {
      if (key === "chats") written.push(structuredClone(value));
      return set(key, value);
    };
    const { chat, scripts, inputs, end } = await whileOneRuns({ store });
    chat.submit(say("two"), a, queueUp);
    chat.submit(say("three"), a, queueUp);
    scripts.run.push(answer("Done.", "r2"), answer("Done.", "r3"));
    end();
    await vi.waitFor(() => expect(chat.conversation.settled).toHaveLength(3));
    expect(inputs()).toEqual(["one", "two", "three"]);
    for (const record of written) {
      const texts = JSON.stringify(record);
      for (const text of ["two", "three"]) expect(texts.split(`"${text}"`).length).toBeLessThanOrEqual(2);
    }
    // And none of them has lost a message that had not gone out.
    const started = written.findIndex((record) => JSON.stringify(record).includes(`"input":"two"`));
    expect(JSON.stringify(written[started])).toContain(`"three"`);
    expect(JSON.stringify(written[started - 1])).toContain(`"two"`);
  });

  it("is kept through a session that cannot be read, and goes out once it can", async () => {
    const first = await whileOneRuns();
    first.chat.submit(say("two"), a, queueUp);
    first.chat.submit(say("three"), a, queueUp);
    first.end();
    first.chat.dispose();
    const { chat, scripts, session, sent } = setUp({ store: first.store });
    session.value = failure({ code: "connection_refused", plane: "local" });
    await chat.restore();
    expect(chat.load.kind).toBe("failed");
    chat.queue.remove(idOf(chat, "two"));
    session.value = {};
    scripts.follow.push(answer());
    scripts.run.push(answer("Done.", "r2"));
    await chat.retry(undefined, a);
    await vi.waitFor(() => expect(sent).toMatchObject([{ request: { input: "three", sessionId: "s1" } }]));
  });

  it("leaves a message alone that is edited while its session is read again", async () => {
    const first = await whileOneRuns();
    first.chat.submit(say("two"), a, queueUp);
    first.chat.dispose();
    const { chat, scripts, session, sent } = setUp({ store: first.store });
    session.value = failure({ code: "connection_refused", plane: "local" });
    await chat.restore();
    chat.queue.hold(idOf(chat, "two"));
    session.value = {};
    scripts.follow.push(answer());
    await chat.retry(undefined, a);
    await vi.waitFor(() => expect(chat.conversation.settled).toHaveLength(1));
    await settled();
    expect(chat.queue.messages).toMatchObject([{ held: true }]);
    expect(sent).toEqual([]);
  });

  it("takes what is sent while the session is read, which starts no other one", async () => {
    const first = await whileOneRuns();
    first.end();
    await settled();
    first.chat.dispose();
    const { chat, scripts, sent } = setUp({ store: first.store });
    scripts.run.push(answer("Done.", "r2"));
    const reading = chat.restore();
    expect(await chat.send(say("by a command"), a)).toBeUndefined();
    chat.submit(say("two"), a, queueUp);
    expect(sent).toEqual([]);
    await reading;
    await vi.waitFor(() => expect(sent).toMatchObject([{ request: { input: "two", sessionId: "s1" } }]));
  });

  it("stays with its session when another one is opened", async () => {
    const { chat, end, inputs } = await whileOneRuns();
    chat.submit(say("two"), a, queueUp);
    await chat.open(a, "other");
    end();
    await settled();
    expect(waiting(chat)).toEqual([]);
    expect(inputs()).toEqual(["one"]);
  });
});
