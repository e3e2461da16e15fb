import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as vscode from "vscode";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { Versions } from "../../../../src/core/files/versions.ts";
import { FileNotices, type NoticesDeps } from "../../../../src/ui/files/fileSystemNotices.ts";
import { InstanceFileSystem } from "../../../../src/ui/files/fileSystemProvider.ts";
import { placeOf, uriOf } from "../../../../src/ui/files/fileSystemUris.ts";
import { instanceOf } from "../../../../src/ui/files/instanceOf.ts";
import { TestDisks } from "../../core/files/disk.ts";
import { instance } from "../../core/instances/window.ts";
import { window } from "../../support/vscodeStub.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const code = (name: string) => expect.objectContaining({ code: name }) as unknown;
const at = (path: string) => uriOf({ id: "one" }, path);
const yes = { create: true, overwrite: true };

let disks: TestDisks;
let fileSystem: InstanceFileSystem;
const report = vi.fn<NoticesDeps["problems"]["report"]>(async () => {});
const resolve = vi.fn<NoticesDeps["problems"]["resolve"]>();

beforeEach(() => {
  report.mockClear();
  resolve.mockClear();
  disks = new TestDisks();
  disks.put("/home/node/a.txt", "one");
  const instances = {
    list: [instance("one")],
    selected: undefined,
    state: { kind: "ready" } as const,
    refresh: async () => {},
  };
  fileSystem = new InstanceFileSystem({
    files: disks.files,
    versions: new Versions(() => disks.clock.now()),
    notices: new FileNotices({ instances, problems: { report, resolve } }),
  });
});

describe("the file system of instances", () => {
  it("heeds the flags of a write", async () => {
    const [there, missing] = [at("/home/node/a.txt"), at("/home/node/b.txt")];
    await expect(
      fileSystem.writeFile(missing, bytes("x"), { create: false, overwrite: true }),
    ).rejects.toEqual(code("FileNotFound"));
    await expect(fileSystem.writeFile(there, bytes("x"), { create: true, overwrite: false })).rejects.toEqual(
      code("FileExists"),
    );
    expect(disks.text("/home/node/a.txt")).toBe("one");
    await fileSystem.writeFile(there, bytes("two"), { create: false, overwrite: true });
    await fileSystem.writeFile(missing, bytes("new"), { create: true, overwrite: false });
    expect([disks.text("/home/node/a.txt"), disks.text("/home/node/b.txt")]).toEqual(["two", "new"]);
    await expect(fileSystem.writeFile(at("/home/node"), bytes("x"), yes)).rejects.toEqual(
      code("FileIsADirectory"),
    );
  });

  it("refuses a save of what changed since the stat before it, and says why", async () => {
    await fileSystem.stat(at("/home/node/a.txt"));
    disks.put("/home/node/a.txt", "six");
    await expect(fileSystem.writeFile(at("/home/node/a.txt"), bytes("two"), yes)).rejects.toThrow(
      /a\.txt was changed on the instance while it was being saved/,
    );
    expect(disks.text("/home/node/a.txt")).toBe("six");
    await fileSystem.stat(at("/home/node/a.txt"));
    await fileSystem.writeFile(at("/home/node/a.txt"), bytes("two"), yes);
    expect(disks.text("/home/node/a.txt")).toBe("two");
  });

  it("is read-only where the API cannot write", async () => {
    expect(await fileSystem.stat(at("/home/node/a.txt"))).not.toHaveProperty("permissions");
    disks.dialect = "unified";
    expect(await fileSystem.stat(at("/home/node/a.txt"))).toHaveProperty("permissions", 1);
    await expect(fileSystem.createDirectory(at("/home/node/d"))).rejects.toThrow(/not write them/);
  });

  it("tells VS Code of every change", async () => {
    const seen: unknown[] = [];
    fileSystem.onDidChangeFile((events: vscode.FileChangeEvent[]) =>
      seen.push(...events.map(({ type, uri }) => [type, uri.path])),
    );
    await fileSystem.writeFile(at("/home/node/b.txt"), bytes("x"), yes);
    await fileSystem.delete(at("/home/node/b.txt"), { recursive: false });
    expect(seen).toEqual([
      [2, "/home/node/b.txt"],
      [3, "/home/node/b.txt"],
    ]);
  });

  it("reports an instance that is out of reach once, until it answers again", async () => {
    const down = new Agent37Error({ code: "container_unavailable", message: "Stopped.", plane: "transport" });
    disks.down = down;
    for (const name of ["a.txt", "b.txt", "c.txt"])
      await expect(fileSystem.stat(at(`/home/node/${name}`))).rejects.toEqual(code("Unavailable"));
    expect(report).toHaveBeenCalledExactlyOnceWith(down, { instanceId: "one" }, expect.any(String));
    disks.down = undefined;
    await disks.clock.advance(3_000);
    // That a file is not there is an answer too.
    await expect(fileSystem.stat(uriOf({ id: "ONE" }, "/home/node/none.txt"))).rejects.toEqual(
      code("FileNotFound"),
    );
    expect(resolve).toHaveBeenCalledExactlyOnceWith(report.mock.calls[0]?.[2]);
    disks.down = down;
    await disks.clock.advance(3_000);
    await expect(fileSystem.stat(at("/home/node/a.txt"))).rejects.toEqual(code("Unavailable"));
    expect(report).toHaveBeenCalledTimes(2);
  });

  it("says once of a directory that not all of it is listed", async () => {
    const told = vi.spyOn(window, "showInformationMessage");
    disks.most = 1;
    disks.put("/home/node/b.txt", "two");
    for (let i = 0; i < 2; i += 1) expect(await fileSystem.readDirectory(at("/home/node"))).toHaveLength(1);
    expect(told.mock.calls.map(([text]) => text)).toEqual([
      "Only the first 1 entries of /home/node are listed.",
    ]);
  });

  it("reports nothing that is about one file", async () => {
    await expect(fileSystem.readFile(at("/home/node/none.txt"))).rejects.toEqual(code("FileNotFound"));
    await expect(fileSystem.readFile(at("/home/node"))).rejects.toEqual(code("FileIsADirectory"));
    expect(report).not.toHaveBeenCalled();
  });
});

describe("a URI of a file", () => {
  it.each(["/home/node/a b#?%.txt", "~/ü/x", "~", "/"])("names %s there and back", (path) => {
    expect(placeOf(uriOf({ id: "Inst_1" }, path))).toEqual({ instanceId: "Inst_1", path });
  });

  it("finds its instance in any case", () => {
    const source = { list: [instance("Inst_1")], selected: undefined } as never;
    expect(instanceOf(source, "inst_1")?.id).toBe("Inst_1");
    expect(instanceOf(source, "inst_2")).toBeUndefined();
  });
});
