import { describe, expect, it, vi } from "vitest";
import type { FileAttachment } from "../../../../src/common/attachment.ts";
import { maxKeptBytes } from "../../../../src/ui/attachments/keptFiles.ts";
import { commands, FileSystemError, type Uri, window, workspace } from "../../support/vscodeStub.ts";
import { asFileSystem, open } from "./bench.ts";

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const some = Uint8Array.from([1, 2, 3]);

describe("bytes that are pasted or dropped", () => {
  it.each([
    ["image.png", png, "pasted-142501.png", true],
    // The clipboard's name says one thing and the bytes another.
    ["image.jpeg", png, "pasted-142501.png", true],
    ["", some, "pasted-142501", false],
    ["report.pdf", some, "report.pdf", false],
    ["photo.HEIC", some, "photo.HEIC", true],
    ["..\\..\\a\\b.txt", some, "b.txt", false],
    ["a:b\u0000c?.txt", some, "a_b_c_.txt", false],
    [`${"x".repeat(300)}.csv`, some, `${"x".repeat(116)}.csv`, false],
  ])("with the name %j are kept as a file", async (given, bytes, name, isImage) => {
    const { source, reader } = await open();
    const [attached] = (await source.fromBytes(given, bytes)) as FileAttachment[];
    expect(attached).toMatchObject({ kind: "file", name, path: name, size: bytes.length });
    expect(attached?.isImage ?? false).toBe(isImage);
    expect(attached && (await reader.read(attached))).toEqual(bytes);
  });

  it("are kept once, however often they come", async () => {
    const { source, blobs } = await open();
    await source.fromBytes("a.bin", some);
    await source.fromBytes("b.bin", some);
    expect(blobs.files.size).toBe(1);
  });

  it("are not kept before the user has agreed to what looks secret", async () => {
    const { source, blobs, asked, agree } = await open();
    expect(await source.fromBytes(".npmrc", some)).toEqual([]);
    expect(await source.fromBytes("a.txt", Buffer.from("-----BEGIN EC PRIVATE KEY-----"))).toEqual([]);
    expect(blobs.files.size).toBe(0);
    agree();
    expect(await source.fromBytes(".npmrc", some)).toHaveLength(1);
    expect(asked()).toHaveLength(3);
  });

  it("make room by dropping the oldest", async () => {
    const { source, blobs } = await open();
    const large = (fill: number): Uint8Array => new Uint8Array(maxKeptBytes / 20).fill(fill);
    const [first] = (await source.fromBytes("0", large(0))) as FileAttachment[];
    const [second] = (await source.fromBytes("1", large(1))) as FileAttachment[];
    for (let fill = 2; fill < 20; fill += 1) await source.fromBytes(String(fill), large(fill));
    // It is young again.
    await source.fromBytes("0", large(0));
    await source.fromBytes("20", large(20));
    const kept = (attached?: FileAttachment) =>
      attached && "blob" in attached.source && blobs.files.has(attached.source.blob);
    expect([kept(first), kept(second)]).toEqual([true, false]);
    expect(blobs.files.size).toBe(20);
  });

  it("are refused in words when this machine cannot keep them", async () => {
    const { source, blobs, told } = await open();
    vi.spyOn(blobs, "write").mockRejectedValue(new Error("disk full"));
    expect(await source.fromBytes("a.bin", some)).toEqual([]);
    expect(told()).toEqual(["Not attached, because no copy of it can be kept on this machine: a.bin"]);
  });
});

describe("an attachment that is opened", () => {
  const opened = () => {
    const run = vi.fn();
    commands.registerCommand("vscode.open", run);
    return run;
  };

  it("is the file itself", async () => {
    const { source } = await open({ "/shop/a.ts": "1" });
    const run = opened();
    const [attached] = await source.fromUris(["file:///shop/a.ts"]);
    if (attached) await source.open(attached);
    expect(String(run.mock.calls[0]?.[0])).toBe("file:///shop/a.ts");
  });

  it("is a copy that can be read and not changed, under its own name", async () => {
    const register = vi.spyOn(workspace, "registerFileSystemProvider");
    const { source, knowScheme } = await open();
    const [scheme, given, options] = register.mock.calls[0] ?? [];
    expect(options).toEqual({ isReadonly: true });
    knowScheme(String(scheme));
    const provider = asFileSystem(given);
    const run = opened();
    const [attached] = await source.fromBytes("image.png", png);
    if (attached) await source.open(attached);
    const uri = run.mock.calls[0]?.[0] as Uri;
    expect(uri.toString()).toMatch(new RegExp(`^${String(scheme)}:/[0-9a-f]{64}/pasted-142501.png$`));
    expect(await provider.readFile(uri)).toEqual(png);
    expect(await provider.stat(uri)).toMatchObject({ type: 1, size: png.length });
    const gone = uri.with({ path: "/0/x.png" });
    await expect(provider.readFile(gone)).rejects.toBeInstanceOf(FileSystemError);
    await expect(provider.stat(gone)).rejects.toBeInstanceOf(FileSystemError);
    expect(() => provider.writeFile(uri)).toThrow(FileSystemError);
  });

  it("is the place of a selection", async () => {
    const { source } = await open({ "/shop/a.ts": "1" });
    const run = opened();
    await source.open({
      kind: "snippet",
      id: "1",
      origin: "selection",
      title: "a.ts:3-8",
      text: "x",
      place: { uri: "file:///shop/a.ts", from: 3, to: 8 },
    });
    const [uri, options] = run.mock.calls[0] as [Uri, { selection: { start: object; end: object } }];
    expect(uri.path).toBe("/shop/a.ts");
    expect(options.selection).toMatchObject({ start: { line: 2, character: 0 }, end: { line: 7 } });
  });

  it("is the text itself where it has no place", async () => {
    const { source, blobs } = await open();
    const show = vi.spyOn(window, "showTextDocument");
    await source.open({ kind: "snippet", id: "1", origin: "terminal", title: "npm test", text: "1 failed" });
    const { uri } = show.mock.calls[0]?.[0] as { uri: Uri };
    expect(uri.path).toMatch(/\/npm test$/);
    expect([...blobs.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(["1 failed"]);
  });

  it("is told of when it is on the instance, and never a link or a command", async () => {
    const { source, told } = await open();
    const run = opened();
    const stored = { kind: "file", id: "1", name: "a", path: "a" } as const;
    await source.open({ ...stored, source: { remotePath: "~/uploads/a" } });
    await source.open({ ...stored, source: { uri: "command:workbench.action.quit" } });
    await source.open({ ...stored, source: { uri: "https://example.com" } });
    expect(told()).toEqual([
      "a is on the instance: ~/uploads/a",
      "a is not there any more.",
      "a is not there any more.",
    ]);
    expect(run).not.toHaveBeenCalled();
  });
});
