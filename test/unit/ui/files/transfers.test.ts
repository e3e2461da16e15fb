import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as vscode from "vscode";
import { download } from "../../../../src/ui/files/transfer/download.ts";
import { itemsOf } from "../../../../src/ui/files/transfer/localItems.ts";
import { upload } from "../../../../src/ui/files/transfer/upload.ts";
import { useEmulator } from "../../emulator/harness.ts";
import { Uri, window } from "../../support/vscodeStub.ts";
import { tree } from "./disk.ts";
import { openScene } from "./scene.ts";

const emulator = useEmulator();
beforeEach(() => vi.restoreAllMocks());

const uri = (file: string) => Uri.file(file) as unknown as vscode.Uri;

/** Files by path below a folder; a path with `/` at the end is an empty folder. */
async function fill(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(name.endsWith("/") ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) await writeFile(file, text);
  }
}

const project = { "a.txt": "a", zero: "", "empty/": "", "src/ü #%?.txt": "deep", "src/lib/b.bin": "\0\xff" };
const projectTree = { ...project, "src/": "", "src/lib/": "" };

describe("upload", () => {
  const send = ({ deps, instance, top }: Awaited<ReturnType<typeof openScene>>, ...files: string[]) =>
    upload(deps, instance, top, (signal) => itemsOf(files.map(uri), signal));

  it("brings files and folders with all that is in them, but no folder twice over a link", async () => {
    const scene = await openScene(emulator.it, "two-plane");
    await fill(path.join(scene.disk, "project"), project);
    await symlink("..", path.join(scene.disk, "project/loop"));
    await writeFile(path.join(scene.disk, "single.txt"), "single");
    await send(scene, path.join(scene.disk, "project"), path.join(scene.disk, "single.txt"));
    expect(await tree(path.join(scene.home, "project"))).toEqual(projectTree);
    expect(await readFile(path.join(scene.home, "single.txt"), "utf8")).toBe("single");
    expect(scene.told()).toEqual(["5 files are on Demo agent now, in /home/node."]);
    expect(scene.questions()).toBe(0);
  });

  it("asks before it overwrites, keeps both where that is wanted, and skips", async () => {
    const scene = await openScene(emulator.it, "two-plane");
    await fill(scene.home, {
      "a.txt": "theirs",
      "b.txt": "theirs",
      "b (2).txt": "second",
      "c.txt": "theirs",
    });
    await fill(scene.disk, { "a.txt": "mine", "b.txt": "mine", "c.txt": "mine" });
    scene.answer("Overwrite", "Keep Both", "Skip");
    await send(scene, ...["a.txt", "b.txt", "c.txt"].map((name) => path.join(scene.disk, name)));
    expect(await tree(scene.home)).toMatchObject({
      "a.txt": "mine",
      "b.txt": "theirs",
      "b (2).txt": "second",
      "b (3).txt": "mine",
      "c.txt": "theirs",
    });
    expect(scene.told()).toEqual(["2 files are on Demo agent now, in /home/node. Skipped: 1."]);
  });

  it("asks once for all, and merges a folder that is there already", async () => {
    const scene = await openScene(emulator.it, "two-plane");
    await fill(scene.home, { "src/a": "theirs", "src/b": "theirs", "src/kept": "theirs" });
    await fill(scene.disk, { "src/a": "mine", "src/b": "mine", "src/new": "mine" });
    scene.answer("Overwrite All");
    await send(scene, path.join(scene.disk, "src"));
    const mine = { a: "mine", b: "mine", new: "mine", kept: "theirs" };
    expect(await tree(path.join(scene.home, "src"))).toEqual(mine);
    expect(scene.questions()).toBe(1);
  });

  it("overwrites nothing when the question is dismissed", async () => {
    const scene = await openScene(emulator.it, "two-plane");
    await fill(scene.home, { "a.txt": "theirs" });
    await fill(scene.disk, { "a.txt": "mine" });
    scene.answer();
    const sent = send(scene, path.join(scene.disk, "a.txt"));
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
    expect(await readFile(path.join(scene.home, "a.txt"), "utf8")).toBe("theirs");
  });

  it("asks about a file that has come since the directory was listed", async () => {
    const scene = await openScene(emulator.it, "two-plane");
    await fill(scene.disk, { "a.txt": "mine" });
    scene.answer("Keep Both");
    const { write } = scene.deps.files;
    vi.spyOn(scene.deps.files, "write").mockImplementationOnce(async (...args) => {
      await fill(scene.home, { "a.txt": "theirs" });
      return write.apply(scene.deps.files, args);
    });
    await send(scene, path.join(scene.disk, "a.txt"));
    expect(await tree(scene.home)).toMatchObject({ "a.txt": "theirs", "a (2).txt": "mine" });
  });

  it("goes to the folder for uploads, each file under a name of its own, on the unified dialect", async () => {
    const scene = await openScene(emulator.it, "unified");
    await fill(scene.disk, { "a.txt": "mine" });
    await send(scene, path.join(scene.disk, "a.txt"));
    await send(scene, path.join(scene.disk, "a.txt"));
    expect(Object.values(await tree(path.join(scene.home, "uploads")))).toEqual(["mine", "mine"]);
    expect(scene.told()).toEqual([
      expect.stringMatching(/^~\/uploads\/a.*\.txt is on Demo agent now\.$/),
      expect.stringMatching(/^~\/uploads\/a.*\.txt is on Demo agent now\.$/),
    ]);
  });
});

describe.each(["two-plane", "unified"] as const)("download on the %s dialect", (dialect) => {
  const fetch = (
    { deps, instance, top, disk }: Awaited<ReturnType<typeof openScene>>,
    ...items: [name: string, isDirectory: boolean][]
  ) =>
    download(
      deps.files,
      instance,
      items.map(([name, isDirectory]) => ({
        place: { ...top, path: `${top.path}/${name}` },
        isDirectory,
      })),
      uri(disk),
    );

  it("brings files and folders with all that is in them", async () => {
    const scene = await openScene(emulator.it, dialect);
    await fill(path.join(scene.home, "project"), project);
    await fill(scene.home, { "single ü#.txt": "single" });
    await fetch(scene, ["project", true], ["single ü#.txt", false]);
    const below = Object.entries(projectTree).map(([name, text]) => [`project/${name}`, text]);
    expect(await tree(scene.disk)).toEqual({
      "project/": "",
      "single ü#.txt": "single",
      ...Object.fromEntries(below),
    });
    const requests = await emulator.it.control.requests.list({ path: "**/archive" });
    expect(requests).toHaveLength(dialect === "two-plane" ? 1 : 0);
  });

  it("asks before it writes into what is there: keeps both, or merges and replaces", async () => {
    const scene = await openScene(emulator.it, dialect);
    await fill(scene.home, { "src/a": "theirs", "b.txt": "theirs" });
    await fill(scene.disk, { "src/a": "mine", "src/kept": "mine", "b.txt": "mine" });
    scene.answer("Keep Both", "Skip", "Overwrite All");
    await fetch(scene, ["src", true], ["b.txt", false]);
    expect(await tree(scene.disk)).toMatchObject({
      "src (2)/a": "theirs",
      "src/a": "mine",
      "b.txt": "mine",
    });
    await fetch(scene, ["src", true], ["b.txt", false]);
    expect(await tree(scene.disk)).toMatchObject({
      "src/a": "theirs",
      "src/kept": "mine",
      "b.txt": "theirs",
    });
    expect(scene.questions()).toBe(3);
  });

  it("writes nothing through a link, and names what it has left out", async () => {
    const scene = await openScene(emulator.it, dialect);
    await fill(scene.home, { "src/way/out": "theirs", "src/in": "theirs" });
    await fill(scene.disk, { "elsewhere/": "", "src/": "" });
    await symlink("../elsewhere", path.join(scene.disk, "src/way"));
    scene.answer("Overwrite");
    await fetch(scene, ["src", true]);
    expect(await tree(scene.disk)).toEqual({
      "elsewhere/": "",
      "src/": "",
      "src/way/": "link",
      "src/in": "theirs",
    });
    expect(scene.told()[0]).toMatch(/Left out, since .*src\/way/);
  });

  it("leaves nothing half-written when the connection breaks, and tells of it", async () => {
    const scene = await openScene(emulator.it, dialect);
    await fill(scene.home, { "big.bin": "x".repeat(2_000_000) });
    const action = { kind: "drop", afterByte: 1_000_000 } as const;
    await emulator.it.control.faults.add({ path: "**/content", action });
    await expect(fetch(scene, ["big.bin", false])).rejects.toMatchObject({ name: "Agent37Error" });
    expect(await tree(scene.disk)).toEqual({});
    expect(vi.mocked(window.showInformationMessage)).not.toHaveBeenCalled();
  });
});
