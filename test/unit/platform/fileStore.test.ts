import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as vscode from "vscode";
import { silentLogger } from "../../../src/common/logger.ts";
import { createFileStore } from "../../../src/platform/fileStore.ts";
import { MemoryFs } from "../support/memoryFs.ts";
import { FileSystemError, Uri, workspace } from "../support/vscodeStub.ts";

const directory = Uri.file("/storage/traces");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let fs: MemoryFs;

beforeEach(() => {
  fs = new MemoryFs();
  workspace.fs = fs;
});

const open = () => createFileStore(directory as unknown as vscode.Uri, silentLogger);

describe("stored files", () => {
  it("are none where nothing was ever stored", async () => {
    const store = open();
    expect(await store.list()).toEqual([]);
    expect(await store.read("a.json")).toBeUndefined();
    await expect(store.delete("a.json")).resolves.toBeUndefined();
    expect(fs.nodes.size).toBe(0);
  });

  it("come back as they were written, with their size and time", async () => {
    const store = open();
    await store.write("a.json", bytes("one"));
    fs.now += 1_000;
    await store.write("b.json", bytes("three"));
    await store.write("a.json", bytes("four"));
    expect(await store.read("a.json")).toEqual(bytes("four"));
    expect(new Set(await store.list())).toEqual(
      new Set([
        { name: "a.json", size: 4, modifiedAt: fs.now },
        { name: "b.json", size: 5, modifiedAt: fs.now },
      ]),
    );
    await store.delete("a.json");
    expect((await store.list()).map(({ name }) => name)).toEqual(["b.json"]);
  });

  it("stay as they were when writing fails, and leave nothing half-written", async () => {
    const store = open();
    await store.write("a.json", bytes("one"));
    vi.spyOn(fs, "rename").mockRejectedValueOnce(FileSystemError.NoPermissions("a.json"));
    await expect(store.write("a.json", bytes("two"))).rejects.toThrow("NoPermissions");
    vi.spyOn(fs, "writeFile").mockRejectedValueOnce(FileSystemError.NoPermissions("a.json"));
    await expect(store.write("a.json", bytes("three"))).rejects.toThrow("NoPermissions");
    expect(await store.read("a.json")).toEqual(bytes("one"));
    expect([...fs.nodes.keys()]).toEqual(["/storage/traces", "/storage/traces/a.json"]);
  });

  it("do not meet when two windows write the same one", async () => {
    await Promise.all([open().write("a.json", bytes("one")), open().write("a.json", bytes("two"))]);
    expect(await open().read("a.json")).toEqual(bytes("two"));
    expect(fs.nodes.size).toBe(2);
  });

  it("are listed without what a closed window left unfinished, which goes after an hour", async () => {
    const left = Uri.joinPath(directory, "a.json.123.tmp");
    fs.now = Date.now();
    await fs.writeFile(left, bytes("half"));
    await fs.createDirectory(directory);
    expect(await open().list()).toEqual([]);
    expect(fs.nodes.has(left.path)).toBe(true);
    fs.now = Date.now() - 2 * 3_600_000;
    await fs.writeFile(left, bytes("half"));
    expect(await open().list()).toEqual([]);
    expect(fs.nodes.has(left.path)).toBe(false);
  });

  it.each(["", ".", "..", "../a", "a/b", "a\\b", "c:a", "a\0b", "a\nb", "a.tmp", "x".repeat(201)])(
    "have no name like %j",
    async (name) => {
      const store = open();
      await expect(store.write(name, bytes("x"))).rejects.toThrow(TypeError);
      await expect(store.read(name)).rejects.toThrow(TypeError);
      expect(fs.nodes.size).toBe(0);
    },
  );
});
