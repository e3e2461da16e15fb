import { describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { FileUpload, InstanceRef } from "../../../../src/api/wire.ts";
import type { FileAttachment, FileSource } from "../../../../src/common/attachment.ts";
import { UploadService } from "../../../../src/core/attachments/uploads.ts";
import type { UploadProgress, Uploads } from "../../../../src/core/conversation/ports.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

const here: InstanceRef = { id: "here", dialect: "two-plane" };
const there: InstanceRef = { id: "there", dialect: "unified" };

/** A machine with files, and instances that take them in pieces of four bytes. */
function scene(contents: Record<string, string> = {}, store = new MemoryStore()) {
  const sent: { readonly instance: string; readonly path: string; readonly text: string }[] = [];
  const client = {
    uploadFile: vi.fn(
      async (
        { id }: InstanceRef,
        { path, bytes }: FileUpload,
        options?: { signal?: AbortSignal | undefined; onProgress?: ((bytes: number) => void) | undefined },
      ) => {
        for (let at = 4; at < bytes.length; at += 4) {
          options?.onProgress?.(at);
          await Promise.resolve();
          options?.signal?.throwIfAborted();
        }
        // Headers and all.
        options?.onProgress?.(bytes.length + 100);
        sent.push({ instance: id, path, text: new TextDecoder().decode(bytes) });
        return { path: `/uploads/${sent.length}/${path}` };
      },
    ),
  };
  const reader = {
    read: vi.fn(async ({ path, source }: FileAttachment) => {
      const text = contents["uri" in source ? source.uri : path];
      if (text === undefined) throw new Error("ENOENT");
      return new TextEncoder().encode(text);
    }),
  };
  const service: Uploads = new UploadService({ client, reader, store });
  const progress: UploadProgress[] = [];
  const upload = (
    files: readonly FileAttachment[],
    instance: InstanceRef = here,
    signal: AbortSignal = new AbortController().signal,
  ) => service.upload(files, instance, { signal, onProgress: (step) => progress.push(step) });
  return { client, progress, reader, sent, service, store, upload };
}

function file(path: string, size?: number, source: FileSource = { uri: path }): FileAttachment {
  return { kind: "file", id: path, name: path.split("/").at(-1) ?? "", path, source, size };
}

describe("the files of a message", () => {
  it("arrive in order, with progress over all of them", async () => {
    const { progress, sent, upload } = scene({ "a.txt": "12345678", "b.txt": "1234" });
    expect(await upload([file("a.txt", 8), file("b.txt", 4)])).toEqual([
      "/uploads/1/a.txt",
      "/uploads/2/b.txt",
    ]);
    expect(sent.map(({ text }) => text)).toEqual(["12345678", "1234"]);
    expect(progress.map(({ name, sentBytes }) => `${name} ${sentBytes}`)).toEqual([
      "a.txt 0",
      "a.txt 4",
      "a.txt 8",
      "a.txt 8",
      "b.txt 8",
      "b.txt 12",
      "b.txt 12",
    ]);
    expect(new Set(progress.map(({ totalBytes }) => totalBytes))).toEqual(new Set([12]));
  });

  it("count with the size that they turn out to have", async () => {
    const { progress, upload } = scene({ "a.txt": "12345678" });
    await upload([file("a.txt")]);
    expect(progress.at(-1)).toEqual({ name: "a.txt", sentBytes: 8, totalBytes: 8 });
  });

  it("need no journey when they are on the instance", async () => {
    const { client, reader, upload } = scene();
    expect(await upload([file("~/notes.md", 7, { remotePath: "~/notes.md" })])).toEqual(["~/notes.md"]);
    expect(reader.read).not.toHaveBeenCalled();
    expect(client.uploadFile).not.toHaveBeenCalled();
  });

  it("end the message in words when one of them cannot be read any more", async () => {
    const { sent, upload } = scene({ "a.txt": "1" });
    const failure = await upload([file("a.txt"), file("docs/gone.txt")]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Agent37Error);
    expect(failure).toMatchObject({ code: "attachment_unreadable", plane: "local" });
    expect((failure as Agent37Error).message).toContain("gone.txt");
    expect(sent).toHaveLength(1);
  });

  it("stop when they are given up, and go on from there the next time", async () => {
    const { sent, service, upload } = scene({ "a.txt": "1", "b.txt": "12345678", "c.txt": "3" });
    const files = [file("a.txt"), file("b.txt"), file("c.txt")];
    const abort = new AbortController();
    const onProgress = ({ name, sentBytes }: UploadProgress): void => {
      if (name === "b.txt" && sentBytes === 5) abort.abort();
    };
    await expect(service.upload(files, here, { signal: abort.signal, onProgress })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(sent.map(({ path }) => path)).toEqual(["a.txt"]);
    await upload(files);
    expect(sent.map(({ path }) => path)).toEqual(["a.txt", "b.txt", "c.txt"]);
  });

  it("are not even read when they were given up before", async () => {
    const { reader, upload } = scene({ "a.txt": "1" });
    await expect(upload([file("a.txt")], here, AbortSignal.abort())).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(reader.read).not.toHaveBeenCalled();
  });

  it("fail with what the server says", async () => {
    const { client, upload } = scene({ "a.txt": "1" });
    const refusal = new Agent37Error({ code: "container_unavailable", message: "Off.", plane: "transport" });
    client.uploadFile.mockRejectedValueOnce(refusal);
    await expect(upload([file("a.txt")])).rejects.toBe(refusal);
    expect(await upload([file("a.txt")])).toEqual(["/uploads/1/a.txt"]);
  });
});

describe("a file that is attached twice", () => {
  const twice = [file("src/a.ts", 3), { ...file("src/a.ts", 3), id: "again" }];

  it("is sent once, in one message and over messages, reloads and windows", async () => {
    const store = new MemoryStore();
    const { progress, sent, upload } = scene({ "src/a.ts": "abc" }, store);
    expect(await upload(twice)).toEqual(["/uploads/1/src/a.ts", "/uploads/1/src/a.ts"]);
    expect(progress.at(-1)).toEqual({ name: "a.ts", sentBytes: 6, totalBytes: 6 });
    await upload(twice);
    const after = scene({ "src/a.ts": "abc" }, store);
    expect(await after.upload(twice)).toEqual(["/uploads/1/src/a.ts", "/uploads/1/src/a.ts"]);
    expect([...sent, ...after.sent]).toHaveLength(1);
  });

  it("is sent again to another instance, and when it has changed", async () => {
    const contents: Record<string, string> = { "src/a.ts": "abc" };
    const { sent, upload } = scene(contents);
    await upload(twice);
    await upload(twice, there);
    contents["src/a.ts"] = "abd";
    await upload(twice);
    expect(sent.map(({ instance, text }) => `${instance} ${text}`)).toEqual([
      "here abc",
      "there abc",
      "here abd",
    ]);
  });

  it("is sent again when the instance says that it is gone, there alone", async () => {
    const { sent, service, upload } = scene({ "src/a.ts": "abc", "b.ts": "b" });
    const paths = await upload([file("src/a.ts"), file("b.ts")]);
    await upload([file("src/a.ts")], there);
    service.forget(here, paths.slice(0, 1));
    service.forget(there, ["/nothing"]);
    await upload([file("src/a.ts"), file("b.ts")]);
    await upload([file("src/a.ts")], there);
    expect(sent.map(({ instance, path }) => `${instance} ${path}`)).toEqual([
      "here src/a.ts",
      "here b.ts",
      "there src/a.ts",
      "here src/a.ts",
    ]);
  });

  it("is told from an equal one of another folder, but not from a copy without a folder", async () => {
    const { sent, upload } = scene({ "a/index.ts": "", "b/index.ts": "", "index.ts": "", "other.ts": "" });
    const paths = await upload([file("a/index.ts"), file("b/index.ts"), file("index.ts"), file("other.ts")]);
    expect(new Set(paths).size).toBe(3);
    expect(sent.map(({ path }) => path)).toEqual(["a/index.ts", "b/index.ts", "other.ts"]);
  });

  it("is remembered for the 500 that were sent last", async () => {
    const contents = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`${i}.txt`, `${i}`]));
    const { sent, store, upload } = scene(contents);
    await upload(Object.keys(contents).map((path) => file(path)));
    expect(store.records.get("uploads")).toHaveLength(500);
    await upload([file("500.txt"), file("0.txt")]);
    expect(sent.map(({ path }) => path).slice(501)).toEqual(["0.txt"]);
  });

  it("is sent again where what was remembered is broken", async () => {
    const store = new MemoryStore();
    await store.set("uploads", [{ instance: "here", hash: 7 }]);
    const { sent, upload } = scene({ "src/a.ts": "abc" }, store);
    await upload(twice);
    expect(sent).toHaveLength(1);
  });
});

describe("a gateway of the user's own", () => {
  it("is another machine at another address, although it is called the same", async () => {
    const { sent, service, upload } = scene({ "a.txt": "same" });
    const at = (agentUrl: string): InstanceRef => ({ id: "gateway", dialect: "gateway", agentUrl });
    const files = [file("a.txt")];
    const [one] = await upload(files, at("http://localhost:3737/"));
    const [other] = await upload(files, at("http://nas:3737/"));
    expect(sent).toHaveLength(2);
    service.forget(at("http://nas:3737/"), [other ?? ""]);
    expect(await upload(files, at("http://localhost:3737/"))).toEqual([one]);
    await upload(files, at("http://nas:3737/"));
    expect(sent).toHaveLength(3);
  });
});
