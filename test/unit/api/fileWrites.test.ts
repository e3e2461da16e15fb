/** Writing an instance's files, against the emulator over real HTTP. */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { useEmulator } from "../emulator/harness.ts";
import { bytesOf, filesIn, oddNames } from "./support/files.ts";
import type { DialectName } from "./support/place.ts";
import { until } from "./support/server.ts";

const emulator = useEmulator();
const place = (dialect: DialectName) => filesIn(emulator.it, dialect);
const writable = ["two-plane", "gateway"] as const;
const requests = (method: string) => emulator.it.control.requests.list({ method, path: "files" });

describe.each(writable)("writing on the %s dialect", (dialect) => {
  it.each(oddNames)("writes %s with its length, and gives its entry", async (name) => {
    const { client, ref, real } = await place(dialect);
    const text = `new ${name}`;
    const entry = await client.writeFile(ref, `~/deep/${name}`, Buffer.from(text));
    expect(entry).toMatchObject({
      name,
      path: `/home/node/deep/${name}`,
      sizeBytes: Buffer.byteLength(text),
    });
    expect(await readFile(real(`deep/${name}`), "utf8")).toBe(text);
    const [put] = await requests("PUT");
    expect(put?.headers["content-length"]).toBe(String(Buffer.byteLength(text)));
    expect(put?.headers["transfer-encoding"]).toBeUndefined();
    expect(put?.query).toEqual({ path: `~/deep/${name}`, overwrite: "true" });
  });

  it("writes an empty file", async () => {
    const { client, ref, real } = await place(dialect);
    for (const content of [new Uint8Array(), { sizeBytes: 0, open: async function* () {} }]) {
      await writeFile(real("e"), "before");
      expect(await client.writeFile(ref, "~/e", content)).toMatchObject({ sizeBytes: 0 });
      expect(await readFile(real("e"), "utf8")).toBe("");
    }
  });

  it("streams 100 MB from a source, and says how far it is", async () => {
    const { client, ref, real } = await place(dialect);
    const piece = randomBytes(1024 * 1024);
    const hash = createHash("sha256");
    const source = async function* () {
      for (let at = 0; at < 100; at++) yield piece;
    };
    for (let at = 0; at < 100; at++) hash.update(piece);
    const sent: number[] = [];
    const content = { sizeBytes: 100 * piece.length, open: source };
    await client.writeFile(ref, "~/big.bin", content, { onProgress: (bytes) => sent.push(bytes) });
    expect(sent.at(-1)).toBe(100 * piece.length);
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    const stored = createHash("sha256")
      .update(await readFile(real("big.bin")))
      .digest("hex");
    expect(stored).toBe(hash.digest("hex"));
  }, 30_000);

  it("guards against a change in between with the time exactly as it came", async () => {
    const { client, ref } = await place(dialect);
    const { modifiedMs } = await client.writeFile(ref, "~/a", Buffer.from("one"));
    const expectedModifiedMs = modifiedMs;
    const second = await client.writeFile(ref, "~/a", Buffer.from("two"), { expectedModifiedMs });
    expect(second.modifiedMs).not.toBe(modifiedMs);
    const last = (await requests("PUT")).at(-1);
    expect(last?.headers["x-expected-mtime"]).toBe(String(modifiedMs));
    const third = client.writeFile(ref, "~/a", Buffer.from("three"), { expectedModifiedMs });
    await expect(third).rejects.toMatchObject({ code: "modified", status: 412 });
    expect((await bytesOf(await client.downloadFile(ref, "~/a"))).toString()).toBe("two");
  });

  it("does not overwrite when told so", async () => {
    const { client, ref, real } = await place(dialect);
    await client.writeFile(ref, "~/a", Buffer.from("one"), { overwrite: false });
    const again = client.writeFile(ref, "~/a", Buffer.from("two"), { overwrite: false });
    await expect(again).rejects.toMatchObject({ code: "file_exists" });
    expect(await readFile(real("a"), "utf8")).toBe("one");
  });

  it("opens its source anew after a broken attempt", async () => {
    const { client, ref, real } = await place(dialect);
    const bytes = randomBytes(400_000);
    await emulator.it.control.faults.add({
      method: "PUT",
      times: 1,
      action: { kind: "cutUpload", afterByte: 100_000 },
    });
    let opened = 0;
    const open = async function* () {
      opened += 1;
      for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
    };
    await client.writeFile(ref, "~/a.bin", { sizeBytes: bytes.length, open });
    expect(opened).toBe(2);
    expect((await readFile(real("a.bin"))).equals(bytes)).toBe(true);
  });

  it.each([{ overwrite: false }, { expectedModifiedMs: 5 }])(
    "is not repeated under the condition %o, and what was there is not deleted",
    async (rules) => {
      const { client, ref } = await place(dialect);
      await emulator.it.control.faults.add({
        method: "PUT",
        times: 1,
        action: { kind: "cutUpload", afterByte: 100_000 },
      });
      const writing = client.writeFile(ref, "~/b.bin", randomBytes(400_000), rules);
      await expect(writing).rejects.toMatchObject({ code: "connection_lost" });
      expect(await requests("PUT")).toHaveLength(1);
      expect(await requests("DELETE")).toEqual([]);
    },
  );

  it("fails with what its source says, and sends nothing a second time", async () => {
    const { client, ref } = await place(dialect);
    const open = async function* () {
      yield Buffer.alloc(10);
      throw new Error("The disk is gone.");
    };
    const writing = client.writeFile(ref, "~/a", { sizeBytes: 100, open });
    await expect(writing).rejects.toThrow("The disk is gone.");
    expect((await requests("PUT")).length).toBeLessThanOrEqual(1);
  });

  it.each([99, 101])("refuses a source of %i bytes that had promised 100", async (size) => {
    const { client, ref } = await place(dialect);
    const open = async function* () {
      yield Buffer.alloc(size);
    };
    const writing = client.writeFile(ref, "~/a", { sizeBytes: 100, open });
    await expect(writing).rejects.toThrow("The file has changed while it was read. Try again.");
  });

  it("ends when it is aborted in the middle, and closes its source", async () => {
    const { client, ref } = await place(dialect);
    await emulator.it.control.settings.set({ holdUploads: true });
    const stop = new AbortController();
    let closed = false;
    const open = async function* () {
      try {
        for (;;) yield Buffer.alloc(64 * 1024);
      } finally {
        closed = true;
      }
    };
    const content = { sizeBytes: 1_000_000_000, open };
    const onProgress = (): void => stop.abort();
    const writing = client.writeFile(ref, "~/a", content, { signal: stop.signal, onProgress });
    await expect(writing).rejects.toMatchObject({ name: "AbortError" });
    await until(() => closed, "the source to be closed");
    await emulator.it.control.settings.set({ holdUploads: false });
  });

  it("makes folders, moves files over others, and into a folder that is there", async () => {
    const { client, ref, real } = await place(dialect);
    for (let twice = 0; twice < 2; twice++) {
      expect(await client.createDirectory(ref, "~/a b/ç")).toMatchObject({ type: "directory", name: "ç" });
    }
    await client.writeFile(ref, "~/one", Buffer.from("1"));
    await client.writeFile(ref, "~/two", Buffer.from("2"));
    expect(await client.moveFile(ref, "~/one", "~/two")).toMatchObject({
      name: "two",
      path: "/home/node/two",
    });
    expect(await readFile(real("two"), "utf8")).toBe("1");
    expect((await client.moveFile(ref, "~/two", "~/a b")).path).toBe("/home/node/a b/two");
    await expect(client.moveFile(ref, "~/one", "~/x")).rejects.toMatchObject({ code: "file_not_found" });
  });

  it("gives a folder as a gzipped tar", async () => {
    const { client, ref } = await place(dialect);
    await client.writeFile(ref, "~/docs/a.txt", Buffer.from("one"));
    const bytes = await bytesOf(await client.downloadArchive(ref, "~/docs"));
    expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    await expect(client.downloadArchive(ref, "~/docs/a.txt")).rejects.toMatchObject({
      code: "not_a_directory",
    });
  });

  it("lists 1,000 entries in one request and says when there are more", async () => {
    const { client, ref, real } = await place(dialect);
    await mkdir(real("many"));
    await Promise.all(Array.from({ length: 1_001 }, (_, n) => writeFile(real(`many/${n}`), "")));
    const { entries, truncated } = await client.listDirectory(ref, "~/many");
    expect([entries.length, truncated]).toEqual([1_000, true]);
    expect(await requests("GET")).toHaveLength(1);
  });

  it("names symlinks", async () => {
    const { client, ref, real } = await place(dialect);
    await symlink("notes.md", real("link"));
    const { entries } = await client.listDirectory(ref, "~");
    expect(entries.find(({ name }) => name === "link")).toMatchObject({ type: "symlink" });
  });
});

describe("the unified dialect", () => {
  it("says that it cannot write, without a request", async () => {
    const { client, ref } = await place("unified");
    await emulator.it.control.requests.clear();
    const refused = { code: "not_supported", plane: "local" };
    await expect(client.writeFile(ref, "~/a", new Uint8Array())).rejects.toMatchObject(refused);
    await expect(client.createDirectory(ref, "~/a")).rejects.toMatchObject(refused);
    await expect(client.moveFile(ref, "~/a", "~/b")).rejects.toMatchObject(refused);
    await expect(client.downloadArchive(ref, "~/a")).rejects.toMatchObject(refused);
    expect(await emulator.it.control.requests.list()).toEqual([]);
  });
});
