/** Files reach the instance before the message does, and nothing of a message is lost on the way. */
import { describe, expect, it, vi } from "vitest";
import type { FileAttachment, Message } from "../../../../src/common/attachment.ts";
import type { Uploads } from "../../../../src/core/conversation/ports.ts";
import { a, answer, created, failure, script, setUp } from "./scripted.ts";
import { say } from "./support.ts";

const file: FileAttachment = {
  kind: "file",
  id: "f",
  name: "a.ts",
  path: "src/a.ts",
  source: { uri: "file:///a.ts" },
};
const message: Message = {
  text: "Why?",
  attachments: [
    file,
    {
      kind: "snippet",
      id: "s",
      origin: "selection",
      title: "src/b.ts:1-2",
      text: "let b;",
      place: { uri: "file:///b.ts", from: 1, to: 2 },
    },
  ],
};
const path = "~/uploads/1f/src/a.ts";

/** Uploads that the test lets go on, and what they were asked to do. */
function uploader() {
  const asked: { readonly files: readonly FileAttachment[]; readonly aborted: () => boolean }[] = [];
  const forgotten: (readonly string[])[] = [];
  let finish: (outcome: readonly string[] | Error) => void = () => undefined;
  let progress: Parameters<Uploads["upload"]>[2]["onProgress"] = () => undefined;
  const uploads: Uploads = {
    upload(files, _, { signal, onProgress }) {
      asked.push({ files, aborted: () => signal.aborted });
      progress = onProgress;
      return new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        finish = (outcome) => {
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
      });
    },
    forget: (_, paths) => forgotten.push(paths),
  };
  return {
    uploads,
    asked,
    forgotten,
    finish: (outcome: readonly string[] | Error) => finish(outcome),
    progress: (sentBytes: number) => progress({ name: "a.ts", sentBytes, totalBytes: 10 }),
  };
}

/** A chat whose message is on its way, its files first. */
async function whileUploading() {
  const upload = uploader();
  const bench = setUp({ uploads: upload.uploads });
  const turn = bench.chat.send(message, a);
  await vi.waitFor(() => expect(upload.asked).toHaveLength(1));
  return { ...bench, upload, turn };
}

describe("a message with files", () => {
  it("goes out when they are on the instance, and tells how far they are", async () => {
    const { chat, scripts, sent, upload, turn } = await whileUploading();
    upload.progress(4);
    expect(chat.conversation.active?.phase).toEqual({
      kind: "sending",
      upload: { name: "a.ts", sentBytes: 4, totalBytes: 10 },
    });
    expect(sent).toEqual([]);
    const phases: unknown[] = [];
    scripts.run.push(async function* () {
      phases.push(chat.conversation.active?.phase);
      upload.progress(10);
      phases.push(chat.conversation.active?.phase);
      yield* script([created, { type: "completed", outputText: "So." }])({});
    });
    upload.finish([path]);
    expect(await turn).toMatchObject({ attachments: [file], phase: { kind: "completed" } });
    expect(phases).toEqual([{ kind: "sending" }, { kind: "sending" }]);
    expect(sent).toMatchObject([
      {
        request: {
          input: "Why?\n\n[Attached selection: src/b.ts:1-2]\n```\nlet b;\n```",
          files: [path],
        },
      },
    ]);
  });

  it("has no files in its request when it has none", async () => {
    const { chat, scripts, sent } = setUp();
    scripts.run.push(answer());
    await chat.send(say("Hi"), a);
    expect(sent[0]?.request).not.toHaveProperty("files");
  });

  it("ends at once and comes back whole when Stop is pressed during the upload", async () => {
    const { chat, sent, returned, upload, turn } = await whileUploading();
    await chat.cancel();
    expect(chat.isBusy).toBe(false);
    expect(upload.asked[0]?.aborted()).toBe(true);
    expect((await turn)?.phase).toEqual({ kind: "cancelled" });
    upload.progress(9);
    upload.finish([path]);
    await Promise.resolve();
    expect(sent).toEqual([]);
    expect(returned).toEqual([message]);
    expect(chat.conversation.settled).toHaveLength(1);
  });

  it("comes back when its files cannot be brought, and is sent without a look for it on Retry", async () => {
    const { chat, scripts, sent, looked, returned, upload, turn } = await whileUploading();
    // The same answer to the message itself would leave it open whether a turn was started.
    upload.finish(failure({ code: "upstream_timeout", plane: "transport", status: 504 }));
    expect((await turn)?.phase).toMatchObject({ kind: "failed", error: { code: "upstream_timeout" } });
    expect(returned).toEqual([message]);
    scripts.run.push(answer());
    const again = chat.retry(undefined, a);
    await vi.waitFor(() => expect(upload.asked).toHaveLength(2));
    upload.finish([path]);
    await again;
    expect(looked).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(chat.conversation.settled).toMatchObject([{ attachments: [file], phase: { kind: "completed" } }]);
  });

  it("has its files uploaded again on Retry when the instance says that they are not there", async () => {
    const { chat, scripts, sent, upload, turn } = await whileUploading();
    scripts.run.push(
      script([], failure({ code: "validation_error", status: 400, param: "files" })),
      answer(),
    );
    upload.finish([path]);
    await turn;
    expect(upload.forgotten).toEqual([[path]]);
    const again = chat.retry(undefined, a);
    await vi.waitFor(() => expect(upload.asked).toHaveLength(2));
    upload.finish(["~/uploads/2/src/a.ts"]);
    await again;
    expect(sent.at(-1)?.request.files).toEqual(["~/uploads/2/src/a.ts"]);
  });

  it.each([
    failure({ code: "validation_error", status: 400, param: "input" }),
    failure({ code: "insufficient_balance", status: 402 }),
  ])("keeps what it knows of its files when something else is wrong ($code)", async (refused) => {
    const { scripts, upload, turn } = await whileUploading();
    scripts.run.push(script([], refused));
    upload.finish([path]);
    await turn;
    expect(upload.forgotten).toEqual([]);
  });

  it("takes its files along when it is looked for, and when its turn is followed after a reload", async () => {
    const first = await whileUploading();
    first.scripts.run.push(async function* () {
      yield created;
      await new Promise(() => undefined);
    });
    first.upload.finish([path]);
    await vi.waitFor(() => expect(first.chat.conversation.active?.responseId).toBe("r1"));
    first.chat.dispose();
    const { chat, scripts } = setUp({ store: first.store });
    scripts.follow.push(answer());
    await chat.restore();
    await vi.waitFor(() => expect(chat.conversation.settled).toMatchObject([{ attachments: [file] }]));
  });
});

describe("a message whose window closed", () => {
  it("comes back with its attachments when nothing had been sent", async () => {
    const first = await whileUploading();
    first.chat.queue.add("q1", say("next"));
    first.chat.dispose();
    const { chat, looked, returned, sent } = setUp({ store: first.store });
    await chat.restore();
    expect(returned).toMatchObject([
      { text: "Why?", attachments: [file, { kind: "snippet", title: "src/b.ts:1-2" }] },
    ]);
    expect(looked).toEqual([]);
    expect(chat.isBusy).toBe(false);
    // What waits behind it waits until the user has decided.
    expect(chat.queue.paused).toBe(true);
    expect(sent).toEqual([]);
    // And it comes back once.
    const again = setUp({ store: first.store });
    await again.chat.restore();
    expect(again.returned).toEqual([]);
  });

  it("is looked for as soon as its request may have gone out", async () => {
    const first = await whileUploading();
    first.scripts.run.push(async function* () {
      yield* [];
      await new Promise(() => undefined);
    });
    first.upload.finish([path]);
    await vi.waitFor(() => expect(first.sent).toHaveLength(1));
    first.chat.dispose();
    const { chat, looked, returned, scripts } = setUp({ store: first.store });
    scripts.recover.push(answer());
    await chat.restore();
    await vi.waitFor(() => expect(chat.conversation.settled).toHaveLength(1));
    expect(looked).toHaveLength(1);
    expect(returned).toEqual([]);
  });

  it("goes out only once the record says that it may have", async () => {
    const { scripts, sent, store, upload } = await whileUploading();
    let keep: () => void = () => undefined;
    const set = store.set.bind(store);
    store.set = async (key, value) => {
      await set(key, value);
      await new Promise<void>((resolve) => {
        keep = resolve;
      });
    };
    scripts.run.push(answer());
    upload.finish([path]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sent).toEqual([]);
    keep();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
  });
});
