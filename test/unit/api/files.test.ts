/** Reading an instance's files, against the emulator over real HTTP; the bytes are real files below its folder. */
import { randomBytes } from "node:crypto";
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { useEmulator } from "../emulator/harness.ts";
import { makeClient, twoPlaneRef } from "./support/client.ts";
import { bytesOf, filesIn, oddNames } from "./support/files.ts";
import { type DialectName, dialects } from "./support/place.ts";
import { startServer } from "./support/server.ts";

const emulator = useEmulator();
const place = (dialect: DialectName) => filesIn(emulator.it, dialect);
const open = async () =>
  (await emulator.it.control.connections.list()).filter(({ path }) => path.includes("files"));
const requests = (method: string) => emulator.it.control.requests.list({ method, path: "files" });

describe.each(dialects)("reading on the %s dialect", (dialect) => {
  it.each(oddNames)("gives %s as it is", async (name) => {
    const { client, ref, real } = await place(dialect);
    await writeFile(real(name), `content of ${name}`);
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
    const { client, ref, real } = await place(dialect);
    await writeFile(real("empty"), "");
    const download = await client.downloadFile(ref, "~/empty");
    expect(download.sizeBytes).toBe(0);
    expect(await bytesOf(download)).toHaveLength(0);
  });

  it("lists folders, and where no path is given the folder that the agent works in", async () => {
    const { client, ref, real } = await place(dialect);
    await mkdir(real("docs"));
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
    const { client, ref, real } = await place(dialect);
    const size = 100 * 1024 * 1024;
    await writeFile(real("big.bin"), "head");
    await truncate(real("big.bin"), size);
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
    const reader = part.bytes[Symbol.asyncIterator]();
    const { value } = (await reader.next()) as { value: Uint8Array };
    expect(Buffer.from(value.subarray(0, 4)).toString()).toBe("head");
    // The server cannot have sent everything: nobody has taken it.
    expect(await open()).toHaveLength(1);
    await reader.return?.();
    await expect.poll(open).toEqual([]);
  }, 30_000);

  it("fails when the connection breaks in the middle", async () => {
    const { client, ref, real } = await place(dialect);
    await writeFile(real("cut.bin"), randomBytes(300_000));
    await emulator.it.control.faults.add({
      path: "files/content",
      action: { kind: "drop", afterByte: 100_000 },
    });
    const download = await client.downloadFile(ref, "~/cut.bin");
    await expect(bytesOf(download)).rejects.toMatchObject({ code: "connection_lost" });
  });

  it("ends when it is aborted in the middle", async () => {
    const { client, ref, real } = await place(dialect);
    await truncate(real("notes.bin"), 0).catch(() => writeFile(real("notes.bin"), ""));
    await truncate(real("notes.bin"), 20_000_000);
    const stop = new AbortController();
    const download = await client.downloadFile(ref, "~/notes.bin", { signal: stop.signal });
    const reading = (async () => {
      for await (const chunk of download.bytes) if (chunk.byteLength > 0) stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(open).toEqual([]);
  });

  it("opens a file again when the first answer is transient, and asks for plain bytes", async () => {
    const { client, ref, real } = await place(dialect);
    await writeFile(real("x"), "x");
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
    const { client, ref, real } = await place(dialect);
    await mkdir(real("d #1/e"), { recursive: true });
    await writeFile(real("d #1/e/f"), "x");
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

describe("a download", () => {
  /** A server that sends a head and what `send` writes. */
  const serving = async (headers: Record<string, string>, send: (write: (text: string) => void) => void) => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, headers);
      send((text) => response.write(text));
    });
    const { client, clock } = makeClient(`${server.origin}/v1`);
    return { client, clock, ref: twoPlaneRef(server.origin) };
  };

  it("is given up when the server falls silent, and not while its reader takes its time", async () => {
    let more = (): void => {};
    const { client, clock, ref } = await serving({ "content-length": "10" }, (write) => {
      write("first");
      more = () => write("2");
    });
    const { bytes } = await client.downloadFile(ref, "~/a");
    const reader = bytes[Symbol.asyncIterator]();
    await reader.next();
    await clock.advance(600_000);
    await clock.advance(600_000);
    more();
    expect((await reader.next()).done).toBe(false);
    const last = reader.next();
    const failed = expect(last).rejects.toMatchObject({ code: "stream_silent" });
    await clock.advance(61_000);
    await clock.advance(61_000);
    await failed;
  });

  it("that a proxy has compressed is refused: its bytes are not the file's", async () => {
    const { client, ref } = await serving({ "content-encoding": "gzip" }, (write) => write("x"));
    await expect(client.downloadFile(ref, "~/a")).rejects.toMatchObject({ code: "malformed_response" });
  });

  it("may have no length", async () => {
    const server = await startServer((_request, response) => response.writeHead(200).end("some"));
    const { client } = makeClient(`${server.origin}/v1`);
    const download = await client.downloadFile(twoPlaneRef(server.origin), "~/a");
    expect(download.sizeBytes).toBeUndefined();
    expect((await bytesOf(download)).toString()).toBe("some");
  });

  it("can be turned down before its first byte is read", async () => {
    const { client, ref, real } = await place("two-plane");
    await writeFile(real("big"), "");
    await truncate(real("big"), 50_000_000);
    const { bytes } = await client.downloadFile(ref, "~/big");
    await bytes[Symbol.asyncIterator]().return?.();
    await expect.poll(open).toEqual([]);
  });

  it("that nobody reads is closed with the client", async () => {
    const { client, ref, real } = await place("two-plane");
    await writeFile(real("big"), "");
    await truncate(real("big"), 50_000_000);
    await client.downloadFile(ref, "~/big");
    expect(await open()).toHaveLength(1);
    await client.dispose();
    await expect.poll(open).toEqual([]);
  });
});

describe("a list of files", () => {
  const listed = async (body: unknown, path?: string) => {
    const server = await startServer((_request, response) => response.end(JSON.stringify(body)));
    const { client } = makeClient(`${server.origin}/v1`);
    return client.listDirectory({ id: "inst_q9", dialect: "unified" }, path);
  };

  it.each(["data", "entries"])(
    "of the unified dialect may stand in %s, with as little as a name",
    async (field) => {
      const directory = await listed({ [field]: [{ name: "a.txt" }, { name: "d", type: "dir" }] }, "~/x/");
      expect(directory).toEqual({
        path: "~/x/",
        truncated: false,
        entries: [
          { name: "a.txt", path: "~/x/a.txt", type: "file", hidden: false },
          { name: "d", path: "~/x/d", type: "directory", hidden: false },
        ],
      });
    },
  );

  it("leaves out names that would lead elsewhere", async () => {
    const names = ["..", ".", "", "a/b", "../../etc/passwd", "ok\0no", "fine"];
    const { entries } = await listed({ data: names.map((name) => ({ name, type: "file" })) });
    expect(entries.map(({ name }) => name)).toEqual(["fine"]);
  });

  it.each([[{}], [{ data: "none" }], [[]], [{ data: [{ size: 3 }] }]])("is malformed as %j", async (body) => {
    await expect(listed(body)).rejects.toMatchObject({ code: "malformed_response" });
  });
});
