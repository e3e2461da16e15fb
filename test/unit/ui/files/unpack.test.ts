import { spawn } from "node:child_process";
import { mkdir, stat, symlink, link, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { packTar, type TarHeader } from "modern-tar";
import { describe, expect, it } from "vitest";
import { entryPath } from "../../../../src/ui/files/transfer/entryPath.ts";
import { FolderTarget } from "../../../../src/ui/files/transfer/folderTarget.ts";
import { unpack } from "../../../../src/ui/files/transfer/unpack.ts";
import { Uri } from "../../support/vscodeStub.ts";
import { tree, useDisk } from "./disk.ts";

const { signal } = new AbortController();
const into = (folder: string) => new FolderTarget(Uri.file(folder) as never);

async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function archive(...entries: (Partial<TarHeader> & { name: string; text?: string })[]) {
  const packed = await packTar(
    entries.map(({ text = "", ...header }) => ({
      header: { size: Buffer.byteLength(text), ...header },
      body: text,
    })),
  );
  return inPieces(gzipSync(packed));
}

describe("entryPath", () => {
  it.each([
    ["a/b.txt", ["a", "b.txt"]],
    ["./a//b/", ["a", "b"]],
    ["./", []],
    ["/etc/passwd", undefined],
    ["a/../../b", undefined],
    ["..", undefined],
    ["a\0b", undefined],
    ["a..b/...", ["a..b", "..."]],
    [String.raw`..\b`, [String.raw`..\b`]],
  ])("takes %j for %j", (name, expected) => expect(entryPath(name, false)).toEqual(expected));

  it.each([String.raw`..\b`, "c:/b", "a/b:stream", "NUL", "com1.txt", "a./b", "tab\tname"])(
    "refuses %j on Windows",
    (name) => expect(entryPath(name, true)).toBeUndefined(),
  );
});

describe("unpack", () => {
  it("unpacks what tar packs: empty folders and files, long and strange names, programs", async () => {
    const folder = await useDisk();
    const source = path.join(folder, "source");
    const long = "n".repeat(120);
    await mkdir(path.join(source, "empty"), { recursive: true });
    await mkdir(path.join(source, long, long), { recursive: true });
    await writeFile(path.join(source, long, long, "deep ü #%?.txt"), "deep");
    await writeFile(path.join(source, "zero"), "");
    await writeFile(path.join(source, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    await link(path.join(source, "run.sh"), path.join(source, "same.sh"));
    await symlink("run.sh", path.join(source, "inside"));
    await symlink("/etc/passwd", path.join(source, "outside"));
    const tar = spawn("tar", ["-czf", "-", "-C", folder, "source"]);
    const target = path.join(folder, "target");
    const done = await unpack(tar.stdout, into(target), { signal });
    expect(await tree(target)).toEqual({
      "empty/": "",
      [`${long}/`]: "",
      [`${long}/${long}/`]: "",
      [`${long}/${long}/deep ü #%?.txt`]: "deep",
      zero: "",
      "run.sh": "#!/bin/sh\n",
      "same.sh": "#!/bin/sh\n",
    });
    expect((await stat(path.join(target, "run.sh"))).mode & 0o111).not.toBe(0);
    expect((await stat(path.join(target, "zero"))).mode & 0o111).toBe(0);
    expect(done.files).toBe(4);
    expect([...done.leftOut].sort()).toEqual(["source/inside", "source/outside"]);
  });

  it("writes nothing outside of the folder, whatever the archive says", async () => {
    const folder = await useDisk();
    const target = path.join(folder, "target");
    const done = await unpack(
      await archive(
        { name: "top/", type: "directory", size: 0 },
        { name: "top/../../escaped", text: "out" },
        { name: "../escaped", text: "out" },
        { name: path.join(folder, "escaped"), text: "out" },
        { name: "top/up", type: "symlink", linkname: "../..", size: 0 },
        { name: "top/up/escaped", text: "in a folder of that name" },
        { name: "top/hard", type: "link", linkname: "/etc/passwd", size: 0 },
        { name: "top/hard2", type: "link", linkname: "top/../../escaped", size: 0 },
        { name: "top/pipe", type: "fifo", size: 0 },
        { name: "top/last", text: "last" },
      ),
      into(target),
      { signal },
    );
    expect(await tree(folder)).toEqual({
      "target/": "",
      "target/last": "last",
      "target/up/": "",
      "target/up/escaped": "in a folder of that name",
    });
    expect(done.leftOut).toHaveLength(7);
  });

  it("does not follow a link that is in the folder already", async () => {
    const folder = await useDisk();
    const target = path.join(folder, "target");
    await mkdir(path.join(folder, "elsewhere"));
    await mkdir(target);
    await symlink("../elsewhere", path.join(target, "way"));
    await writeFile(path.join(folder, "elsewhere", "kept"), "kept");
    await symlink("../elsewhere/kept", path.join(target, "name"));
    const done = await unpack(
      await archive({ name: "top/way/out", text: "out" }, { name: "top/name", text: "new" }),
      into(target),
      { signal },
    );
    expect(done.leftOut).toEqual(["top/way/out"]);
    expect(await tree(folder)).toEqual({
      "elsewhere/": "",
      "elsewhere/kept": "kept",
      "target/": "",
      "target/way/": "link",
      "target/name": "new",
    });
  });

  it("says so when the archive breaks off, and leaves no half-written file", async () => {
    const folder = await useDisk();
    const text = Array.from({ length: 20_000 }, (_, index) => `${index * 7919}`).join(" ");
    const whole = gzipSync(await packTar([{ header: { name: "top/big", size: text.length }, body: text }]));
    const cut = inPieces(whole.subarray(0, whole.length / 2));
    await expect(unpack(cut, into(folder), { signal })).rejects.toThrow();
    expect(await tree(folder)).toEqual({});
    await expect(unpack(inPieces(Buffer.from("no archive")), into(folder), { signal })).rejects.toThrow();
  });

  it("ends when it is aborted, and leaves no half-written file", async () => {
    const folder = await useDisk();
    const abort = new AbortController();
    const bytes = gzipSync(
      await packTar([{ header: { name: "top/big", size: 3_000_000 }, body: Buffer.alloc(3_000_000, 7) }]),
    );
    async function* stuck(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, bytes.length / 2);
      await new Promise((resolve) => abort.signal.addEventListener("abort", resolve));
    }
    const done = unpack(stuck(), into(folder), { signal: abort.signal, onFile: () => abort.abort() });
    await expect(done).rejects.toMatchObject({ name: "AbortError" });
    expect(await tree(folder)).toEqual({});
  });
});
