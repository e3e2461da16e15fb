/** Files of an instance, against the emulator over real HTTP; the bytes are real files below the emulator's folder. */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Download } from "../../../src/api/wire.ts";
import { useEmulator } from "../emulator/harness.ts";
import { type DialectName, dialects, type Place, placeIn } from "./support/place.ts";
import { until } from "./support/server.ts";

const emulator = useEmulator();
const writable = ["two-plane", "gateway"] as const;
const names = [
  "plain.txt",
  "naïve ☃ 日本語.md",
  "a b+c.txt",
  "50%25 #1?x=y&z.txt",
  "'\"\\.txt",
  ".hidden",
  "-rf",
];

interface Files extends Place {
  /** The real directory that stands for the agent's home. */
  readonly home: string;
}

async function place(dialect: DialectName): Promise<Files> {
  const found = await placeIn(emulator.it, dialect);
  const all = await emulator.it.control.instances.list();
  const home = all.find(
    ({ id, dialect: of }) => id === found.ref.id || (of === dialect && dialect === "gateway"),
  )?.home;
  return { ...found, home: home ?? "" };
}

async function bytesOf({ bytes }: Download): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const open = async () =>
  (await emulator.it.control.connections.list()).filter(({ path }) => path.includes("files"));
const requests = (method: string) => emulator.it.control.requests.list({ method, path: "files" });

describe.each(dialects)("reading on the %s dialect", (dialect) => {
  it.each(names)("gives %s as it is", async (name) => {
    const { client, ref, home } = await place(dialect);
    await writeFile(join(home, name), `content of ${name}`);
    const { entries, path } = await client.listDirectory(ref, "~");
    const entry = entries.find((one) => one.name === name);
    const sizeBytes = Buffer.byteLength(`content of ${name}`);
    expect(entry).toMatchObject({ type: "file", sizeBytes, hidden: name.startsWith(".") });
    expect(path).toBe(dialect === "unified" ? "~" : "/home/node");
    expect(Math.abs((entry?.modifiedMs ?? 0) - Date.now())).toBeLessThan(60_000);
    const download = await client.downloadFile(ref, entry?.path ?? "");
    expect(download.sizeBytes).toBe(sizeBytes);
    expect((await bytesOf(download)).toString()).toBe(`content of ${name}`);
  });

  it("gives an empty file", async () => {
    const { client, ref, home } = await place(dialect);
    await writeFile(join(home, "empty"), "");
    const download = await client.downloadFile(ref, "~/empty");
    expect(download.sizeBytes).toBe(0);
    expect(await bytesOf(download)).toHaveLength(0);
  });

  it("lists folders, and where no path is given the folder that the agent works in", async () => {
    const { client, ref, home } = await place(dialect);
    await mkdir(join(home, "docs"));
    const { entries } = await client.listDirectory(ref);
    expect(entries.find(({ name }) => name === "docs")).toMatchObject({
      type: "directory",
      path: dialect === "unified" ? "~/docs" : "/home/node/docs",
    });
    expect(entries.find(({ name }) => name === "docs")?.sizeBytes).toBeUndefined();
  });

  it("says what is not there", async () => {
    const { client, ref } = await place(dialect);
    await expect(client.downloadFile(ref, "~/nope")).rejects.toMatchObject({ code: "file_not_found" });
    await expect(client.listDirectory(ref, "~/nope")).rejects.toMatchObject({ code: "file_not_found" });
  });

  it("streams 100 MB: the first bytes come before the last, and leaving the loop ends it", async () => {
    const { client, ref, home } = await place(dialect);
    const size = 100 * 1024 * 1024;
    await writeFile(join(home, "big.bin"), "head");
    await truncate(join(home, "big.bin"), size);
    let received = 0;
    let largest = 0;
    const whole = await client.downloadFile(ref, "~/big.bin");
    expect(whole.sizeBytes).toBe(size);
    for await (const chunk of whole.bytes) {
      received += chunk.byteLength;
      largest = Math.max(largest, chunk.byteLength);
    }
    expect(received).toBe(size);
    expect(largest).toBeLessThan(4 * 1024 * 1024);

    const part = await client.downloadFile(ref, "~/big.bin");
    for await (const chunk of part.bytes) {
      expect(Buffer.from(chunk.subarray(0, 4)).toString()).toBe("head");
      // The server cannot have sent everything: nobody has taken it.
      expect(await open()).toHaveLength(1);
      break;
    }
    await expect.poll(open).toEqual([]);
  }, 30_000);

  it("fails when the connection breaks in the middle", async () => {
    const { client, ref, home } = await place(dialect);
    await writeFile(join(home, "cut.bin"), randomBytes(300_000));
    await emulator.it.control.faults.add({
      path: "files/content",
      action: { kind: "drop", afterByte: 100_000 },
    });
    const download = await client.downloadFile(ref, "~/cut.bin");
    await expect(bytesOf(download)).rejects.toMatchObject({ code: "connection_lost" });
  });

  it("ends when it is aborted in the middle", async () => {
    const { client, ref, home } = await place(dialect);
    await truncate(join(home, "notes.bin"), 0).catch(() => writeFile(join(home, "notes.bin"), ""));
    await truncate(join(home, "notes.bin"), 20_000_000);
    const stop = new AbortController();
    const download = await client.downloadFile(ref, "~/notes.bin", { signal: stop.signal });
    const reading = (async () => {
      for await (const chunk of download.bytes) if (chunk.byteLength > 0) stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(open).toEqual([]);
  });

  it("opens a file again when the first answer is transient, and asks for plain bytes", async () => {
    const { client, ref, home } = await place(dialect);
    await writeFile(join(home, "x"), "x");
    await emulator.it.control.faults.add({
      path: "files/content",
      times: 2,
      action: { kind: "html", status: 503 },
    });
    expect((await bytesOf(await client.downloadFile(ref, "~/x"))).toString()).toBe("x");
    const [first, ...others] = await requests("GET");
    expect(others).toHaveLength(2);
    expect(first?.headers).toMatchObject({ "accept-encoding": "identity", accept: "*/*" });
  });

  it("deletes files, and folders with what is in them", async () => {
    const { client, ref, home } = await place(dialect);
    await mkdir(join(home, "d #1/e"), { recursive: true });
    await writeFile(join(home, "d #1/e/f"), "x");
    await client.deleteFile(ref, "~/d #1");
    expect((await client.listDirectory(ref, "~")).entries.map(({ name }) => name)).not.toContain("d #1");
  });

  it.each(["", "/", "~", "~/", "//", "/.", "~/..", "relative/path", "a\0b"])(
    "refuses to delete %j without a request",
    async (path) => {
      const { client, ref } = await place(dialect);
      await expect(client.deleteFile(ref, path)).rejects.toMatchObject({ code: "not_supported" });
      expect(await requests("DELETE")).toEqual([]);
    },
  );
});

describe.each(writable)("writing on the %s dialect", (dialect) => {
  it.each(names)("writes %s with its length, and gives its entry", async (name) => {
    const { client, ref, home } = await place(dialect);
    const text = `new ${name}`;
    const entry = await client.writeFile(ref, `~/deep/${name}`, Buffer.from(text));
    expect(entry).toMatchObject({
      name,
      path: `/home/node/deep/${name}`,
      sizeBytes: Buffer.byteLength(text),
    });
    expect(await readFile(join(home, "deep", name), "utf8")).toBe(text);
    const [put] = await requests("PUT");
    expect(put?.headers["content-length"]).toBe(String(Buffer.byteLength(text)));
    expect(put?.headers["transfer-encoding"]).toBeUndefined();
    expect(put?.query).toEqual({ path: `~/deep/${name}`, overwrite: "true" });
  });

  it("writes an empty file", async () => {
    const { client, ref, home } = await place(dialect);
    for (const content of [new Uint8Array(), { sizeBytes: 0, open: async function* () {} }]) {
      await writeFile(join(home, "e"), "before");
      expect(await client.writeFile(ref, "~/e", content)).toMatchObject({ sizeBytes: 0 });
      expect(await readFile(join(home, "e"), "utf8")).toBe("");
    }
  });

  it("streams 100 MB from a source, and says how far it is", async () => {
    const { client, ref, home } = await place(dialect);
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
      .update(await readFile(join(home, "big.bin")))
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
    const { client, ref, home } = await place(dialect);
    await client.writeFile(ref, "~/a", Buffer.from("one"), { overwrite: false });
    const again = client.writeFile(ref, "~/a", Buffer.from("two"), { overwrite: false });
    await expect(again).rejects.toMatchObject({ code: "file_exists" });
    expect(await readFile(join(home, "a"), "utf8")).toBe("one");
  });

  it("opens its source anew after a broken attempt", async () => {
    const { client, ref, home } = await place(dialect);
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
    expect((await readFile(join(home, "a.bin"))).equals(bytes)).toBe(true);
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
    const { client, ref, home } = await place(dialect);
    for (let twice = 0; twice < 2; twice++) {
      expect(await client.createDirectory(ref, "~/a b/ç")).toMatchObject({ type: "directory", name: "ç" });
    }
    await client.writeFile(ref, "~/one", Buffer.from("1"));
    await client.writeFile(ref, "~/two", Buffer.from("2"));
    expect(await client.moveFile(ref, "~/one", "~/two")).toMatchObject({
      name: "two",
      path: "/home/node/two",
    });
    expect(await readFile(join(home, "two"), "utf8")).toBe("1");
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
    const { client, ref, home } = await place(dialect);
    await mkdir(join(home, "many"));
    await Promise.all(Array.from({ length: 1_001 }, (_, n) => writeFile(join(home, "many", String(n)), "")));
    const { entries, truncated } = await client.listDirectory(ref, "~/many");
    expect([entries.length, truncated]).toEqual([1_000, true]);
    expect(await requests("GET")).toHaveLength(1);
  });

  it("names symlinks", async () => {
    const { client, ref, home } = await place(dialect);
    await symlink("notes.md", join(home, "link"));
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
