/** Files on their way to an instance, against the emulator: what is cut off there leaves a half on the disk. */
import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isAbortError } from "../../../src/common/clock.ts";
import type { FileTruth } from "../../emulator/emulator.ts";
import { until as untilAsync, useEmulator } from "../emulator/harness.ts";
import { dialects, placeIn } from "./support/place.ts";
import { startServer } from "./support/server.ts";

const emulator = useEmulator();
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What lies on an instance beside the files of the seed. */
async function filesOf(id: string): Promise<readonly FileTruth[]> {
  const files = await emulator.it.control.files.list(id);
  return files.filter(({ path }) => path !== "/home/node/notes.md");
}

const uploads = (path = "/v1/**files**") =>
  emulator.it.control.requests
    .list({ path })
    .then((requests) => requests.filter(({ method }) => method === "PUT" || method === "POST"));

/** The path on the disk of one that may begin with `~`. */
const absolute = (path: string): string => path.replace(/^~/, "/home/node");

/** The folder of an upload's own, or what makes its name unlike others. */
const token = "[0-9a-f]{8}";

describe.each(dialects)("an upload on the %s dialect", (dialect) => {
  const place = () => placeIn(emulator.it, dialect);

  it("of 15 MB arrives as it is, and tells how far it is", async () => {
    const { client, ref } = await place();
    const bytes = randomBytes(15 * 1024 * 1024 + 1);
    const sent: number[] = [];
    const { path } = await client.uploadFile(
      ref,
      { path: "data/random.bin", bytes },
      { onProgress: (n) => sent.push(n) },
    );
    const size = bytes.byteLength;
    expect(await filesOf(ref.id)).toEqual([{ path: absolute(path), size, sha256: sha256(bytes) }]);
    expect(sent.length).toBeGreaterThan(200);
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(sent.at(-1)).toBe(bytes.byteLength);
    const [request] = await uploads();
    expect(Number(request?.headers["content-length"])).toBeGreaterThanOrEqual(bytes.byteLength);
    expect(request?.headers).not.toHaveProperty("transfer-encoding");
  });

  it("of nothing arrives too", async () => {
    const { client, ref } = await place();
    const { path } = await client.uploadFile(ref, { path: "empty.txt", bytes: new Uint8Array() });
    expect(await filesOf(ref.id)).toMatchObject([{ path: absolute(path), size: 0 }]);
  });

  it("never meets another one of the same name", async () => {
    const { client, ref } = await place();
    const names = ["src/index.ts", "test/index.ts", "src/index.ts"];
    const made = await Promise.all(
      names.map((path) => client.uploadFile(ref, { path, bytes: Buffer.from(path) })),
    );
    expect(new Set(made.map(({ path }) => path)).size).toBe(3);
    expect(await filesOf(ref.id)).toHaveLength(3);
  });

  it.each([
    ["with space and ünïcode 漢字 😀.md", "with space and ünïcode 漢字 😀.md"],
    ["a#b?c=d&e%20f+g;h.txt", "a#b?c=d&e%20f+g;h.txt"],
    ["it's (1) [2] {3}, and.txt", "it's (1) [2] {3}, and.txt"],
    ["new\nline\r\u0000.txt", "newline.txt"],
    [".env", ".env"],
    ["no-ending", "no-ending"],
    ["archive.tar.gz", "archive.tar.gz"],
    ["..", "file"],
  ])("can be called %j", async (name, expected) => {
    const { client, ref } = await place();
    const { path } = await client.uploadFile(ref, { path: name, bytes: Buffer.from("x") });
    expect(await filesOf(ref.id)).toMatchObject([{ path: absolute(path), size: 1 }]);
    expect(nameOf(path)).toBe(expected);
  });

  it("that is cancelled half way leaves nothing", async () => {
    const { client, ref } = await place();
    await emulator.it.control.settings.set({ holdUploads: true });
    const stop = new AbortController();
    let sent = 0;
    const upload = client.uploadFile(
      ref,
      { path: "src/big.bin", bytes: randomBytes(15 * 1024 * 1024) },
      { signal: stop.signal, onProgress: (n) => (sent = n) },
    );
    const failed = expect(upload).rejects.toSatisfy(isAbortError);
    await untilAsync(async () => (await filesOf(ref.id)).some(({ size }) => size > 0));
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(15 * 1024 * 1024);
    stop.abort();
    await failed;
    expect(await filesOf(ref.id)).toEqual([]);
    await emulator.it.control.settings.set({ holdUploads: false });
    await untilAsync(async () => (await emulator.it.control.connections.list()).length === 0);
    expect(await filesOf(ref.id)).toEqual([]);
    expect(await uploads()).toHaveLength(1);
  });

  // The time limit of a removal can run out on a machine that does much else; then it waits for the next upload.
  it("that is cancelled with its first byte leaves nothing", { retry: 2 }, async () => {
    const { client, ref } = await place();
    const stop = new AbortController();
    const upload = client.uploadFile(
      ref,
      { path: "a/b/c.bin", bytes: randomBytes(2 * 1024 * 1024) },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(upload).rejects.toSatisfy(isAbortError);
    // The server may hear of the upload only after its removal, which is therefore said twice.
    const removals = () => emulator.it.control.requests.list({ method: "DELETE" });
    await untilAsync(async () => (await removals()).length >= 2);
    await untilAsync(async () => (await filesOf(ref.id)).length === 0);
  });

  it("that was cancelled before it began is not sent", async () => {
    const { client, ref } = await place();
    const upload = client.uploadFile(
      ref,
      { path: "a.txt", bytes: Buffer.from("x") },
      { signal: AbortSignal.abort() },
    );
    await expect(upload).rejects.toSatisfy(isAbortError);
    expect(await uploads()).toEqual([]);
  });

  it.each([
    ["payload_too_large", 413],
    ["insufficient_balance", 402],
    ["invalid_api_key", 401],
    ["session_busy", 409],
  ])("fails with %s as the server says it", async (code, status) => {
    const { client, ref } = await place();
    await emulator.it.control.faults.add({
      path: "/v1/**files**",
      times: 1,
      action: { kind: "error", code, status, message: "Words of the server.", envelope: "object" },
    });
    const upload = client.uploadFile(ref, { path: "a.bin", bytes: randomBytes(1024 * 1024) });
    await expect(upload).rejects.toMatchObject({ code, status, message: "Words of the server." });
    expect(await uploads()).toHaveLength(1);
    expect(await filesOf(ref.id)).toEqual([]);
  });
});

describe.each(["two-plane", "gateway"] as const)("an upload on the %s dialect", (dialect) => {
  const place = () => placeIn(emulator.it, dialect);

  it("keeps the folders of the file below one of its own", async () => {
    const { client, ref } = await place();
    const file = { path: "../src/./deep//a.ts", bytes: Buffer.from("x") };
    const { path } = await client.uploadFile(ref, file);
    expect(path).toMatch(new RegExp(`^/home/node/uploads/${token}/src/deep/a\\.ts$`));
  });

  it("is sent again after a break, to another place, and the first is removed", async () => {
    const { client, ref } = await place();
    await emulator.it.control.faults.add({
      method: "PUT",
      times: 2,
      action: { kind: "cutUpload", afterByte: 300_000 },
    });
    const bytes = randomBytes(3 * 1024 * 1024);
    const { path } = await client.uploadFile(ref, { path: "a.bin", bytes });
    expect(await filesOf(ref.id)).toEqual([{ path, size: bytes.byteLength, sha256: sha256(bytes) }]);
    const puts = await uploads("/v1/files/content");
    expect(new Set(puts.map(({ query }) => query["path"])).size).toBe(3);
  });

  it("gives up after three breaks, and nothing is left", async () => {
    const { client, ref } = await place();
    await emulator.it.control.faults.add({
      method: "PUT",
      times: -1,
      action: { kind: "cutUpload", afterByte: 300_000 },
    });
    const upload = client.uploadFile(ref, { path: "a.bin", bytes: randomBytes(3 * 1024 * 1024) });
    await expect(upload).rejects.toMatchObject({ code: "connection_lost", plane: "local" });
    expect(await uploads()).toHaveLength(3);
    await untilAsync(async () => (await filesOf(ref.id)).length === 0);
  });

  it("removes with the next one what the connection did not let it remove", async () => {
    const { client, ref } = await place();
    await emulator.it.control.faults.add({
      method: "PUT",
      times: 3,
      action: { kind: "cutUpload", afterByte: 300_000 },
    });
    await emulator.it.control.faults.add({
      id: "deaf",
      method: "DELETE",
      times: -1,
      action: { kind: "drop" },
    });
    const bytes = randomBytes(3 * 1024 * 1024);
    await expect(client.uploadFile(ref, { path: "a.bin", bytes })).rejects.toMatchObject({
      code: "connection_lost",
    });
    expect(await filesOf(ref.id)).toHaveLength(3);
    await emulator.it.control.faults.clear("deaf");
    const { path } = await client.uploadFile(ref, { path: "b.bin", bytes });
    await untilAsync(async () => (await filesOf(ref.id)).length === 1);
    expect(await filesOf(ref.id)).toMatchObject([{ path }]);
  });

  it("is tried again where nobody listens", async () => {
    const { client, clock, ref } = await place();
    const server = await startServer(() => undefined);
    await server.close();
    const upload = client.uploadFile(
      { ...ref, agentUrl: server.origin },
      { path: "a.txt", bytes: Buffer.from("x") },
    );
    await expect(upload).rejects.toMatchObject({ code: "connection_refused" });
    expect(clock.sleeps.filter((ms) => ms < 60_000)).toHaveLength(2);
  });
});

describe("an upload of 100 MB", () => {
  it("arrives as it is", async () => {
    const { client, ref } = await placeIn(emulator.it, "two-plane");
    const bytes = Buffer.alloc(100 * 1024 * 1024, randomBytes(1_000_003));
    const { path } = await client.uploadFile(ref, { path: "huge.bin", bytes });
    expect(await filesOf(ref.id)).toEqual([{ path, size: bytes.byteLength, sha256: sha256(bytes) }]);
  });
});

describe("an upload to an instance that sleeps", () => {
  it("wakes it up and arrives", async () => {
    const { client } = await placeIn(emulator.it, "two-plane");
    const ref = (await client.listInstances()).find(({ name }) => name === "Sleeping agent");
    if (!ref) throw new Error("The seed has no sleeping instance");
    await emulator.it.control.settings.set({ transitionMs: 60 });
    const { path } = await client.uploadFile(ref, { path: "a.txt", bytes: Buffer.from("hello") });
    expect(await filesOf(ref.id)).toMatchObject([{ path, size: 5 }]);
  });
});

describe("an upload on the unified dialect", () => {
  const place = () => placeIn(emulator.it, "unified");

  it("is a file of its own name, made unlike others", async () => {
    const { client, ref } = await place();
    const { path } = await client.uploadFile(ref, { path: "src/index.test.ts", bytes: Buffer.from("x") });
    expect(path).toMatch(new RegExp(`^~/uploads/index\\.test-${token}\\.ts$`));
  });

  it("has no quotes in its name, which servers read differently", async () => {
    const { client, ref } = await place();
    const { path } = await client.uploadFile(ref, { path: 'a"b.txt', bytes: Buffer.from("x") });
    expect(path).toMatch(new RegExp(`^~/uploads/a_b-${token}\\.txt$`));
    expect(await filesOf(ref.id)).toMatchObject([{ path: absolute(path) }]);
  });

  it("is not sent twice once bytes have left", async () => {
    const { client, ref } = await place();
    await emulator.it.control.faults.add({
      path: "/v1/**files**",
      times: 1,
      action: { kind: "cutUpload", afterByte: 300_000 },
    });
    const upload = client.uploadFile(ref, { path: "a.bin", bytes: randomBytes(3 * 1024 * 1024) });
    await expect(upload).rejects.toMatchObject({ code: "connection_lost" });
    expect(await uploads()).toHaveLength(1);
    await untilAsync(async () => (await filesOf(ref.id)).length === 0);
  });

  it("needs a running instance", async () => {
    const { client } = await place();
    const ref = (await client.listInstances()).find(({ name }) => name === "Stopped agent");
    if (!ref) throw new Error("The seed has no stopped instance");
    const upload = client.uploadFile(ref, { path: "a.txt", bytes: Buffer.from("x") });
    await expect(upload).rejects.toMatchObject({ code: "instance_not_running", status: 409 });
  });
});

/** The name that a file has on the instance, without what makes it unlike others. */
function nameOf(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  return path.startsWith("~") ? name.replace(new RegExp(`-${token}(?=(\\.[^.]{1,20})?$)`), "") : name;
}
