import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Instance } from "../../../../src/api/wire.ts";
import { registerFiles } from "../../../../src/ui/files/registerFiles.ts";
import type { FileNode } from "../../../../src/ui/files/tree/fileNodes.ts";
import type { FilesTree } from "../../../../src/ui/files/tree/filesTree.ts";
import { useEmulator } from "../../emulator/harness.ts";
import { commands, DataTransferItem, env, Uri, window, workspace } from "../../support/vscodeStub.ts";
import { tree as disk } from "./disk.ts";
import { openScene } from "./scene.ts";

const emulator = useEmulator();

interface DragAndDrop {
  handleDrag(nodes: readonly FileNode[], data: Map<string, DataTransferItem>): void;
  handleDrop(node: FileNode | undefined, data: Map<string, DataTransferItem>): Promise<void>;
}

async function open(dialect: "two-plane" | "unified" = "two-plane") {
  const scene = await openScene(emulator.it, dialect);
  const created = vi.spyOn(window, "createTreeView");
  const part = registerFiles(scene.deps);
  const { treeDataProvider: tree, dragAndDropController: dnd } = created.mock.calls.at(-1)?.[1] as {
    treeDataProvider: FilesTree;
    dragAndDropController: DragAndDrop;
  };
  const row = async (name: string): Promise<FileNode> => {
    const found = (await tree.getChildren()).find((node) => node.kind === "entry" && node.name === name);
    if (!found) throw new Error(`${name} is not shown`);
    return found;
  };
  const type = vi.spyOn(window, "showInputBox");
  return {
    ...scene,
    part,
    dnd,
    tree,
    row,
    become: (change: Partial<Instance>) => {
      scene.instances.selected = { ...scene.instance, ...change };
      scene.changed();
    },
    run: (id: string, ...args: readonly unknown[]) => commands.executeCommand(`agent37.${id}`, ...args),
    types: (text: string) => type.mockResolvedValueOnce(text),
    refuses: (text: string) =>
      (type.mock.lastCall?.[0] as { validateInput(text: string): unknown }).validateInput(text),
    confirms: (yes: string | undefined) => vi.spyOn(window, "showWarningMessage").mockResolvedValueOnce(yes),
    opened: vi.spyOn(commands, "executeCommand"),
    file: (name: string) => readFile(path.join(scene.home, name), "utf8").catch(() => "nothing"),
  };
}

describe("the view", () => {
  it("names the directory that it shows, also after a time without files", async () => {
    const described: unknown[] = [];
    vi.spyOn(window, "createTreeView").mockReturnValueOnce({
      selection: [],
      dispose() {},
      set description(text: unknown) {
        described.push(text);
      },
    });
    const { become, tree } = await open();
    await tree.getChildren();
    become({ status: "stopped" });
    become({ status: "running" });
    await tree.getChildren();
    expect(described).toEqual([
      expect.stringMatching(/: \/home\/node$/),
      "",
      expect.stringMatching(/: \/home\/node$/),
    ]);
  });
});

describe("the rows' commands", () => {
  it("make files and folders, and refuse a name that is taken or none", async () => {
    const { run, types, refuses, home, opened, row } = await open();
    types(" new.txt ");
    await run("newInstanceFile");
    expect(await disk(home)).toMatchObject({ "new.txt": "" });
    expect(opened.mock.calls.find(([id]) => id === "vscode.open")?.[1]).toMatchObject({
      path: "/home/node/new.txt",
    });
    await run("newInstanceFile");
    expect(await refuses("new.txt")).toBe("new.txt exists already.");
    for (const name of ["a/b", "..", " "]) expect(await refuses(name)).toBe("A name without a slash");
    expect(await refuses("other.txt")).toBeUndefined();
    types("inner");
    await run("newInstanceFolder", await row("uploads"));
    expect(await disk(home)).toMatchObject({ "uploads/inner/": "" });
  });

  it("rename through the editor, so that open files go along, and by themselves where it cannot", async () => {
    const { run, types, row, file } = await open();
    const edit = vi.spyOn(workspace, "applyEdit").mockResolvedValueOnce(true);
    types("b.md");
    await run("renameInstanceFile", await row("notes.md"));
    const [[from, to] = []] = (edit.mock.calls[0]?.[0] as { renamed: [Uri, Uri][] }).renamed;
    expect([from?.path, to?.path]).toEqual(["/home/node/notes.md", "/home/node/b.md"]);
    types("b.md");
    await run("renameInstanceFile", await row("notes.md"));
    expect(await file("b.md")).toContain("# Notes");
    expect(await file("notes.md")).toBe("nothing");
  });

  it("delete what the user agrees to lose, which the question names", async () => {
    const { run, confirms, row, home, file } = await open();
    await mkdir(path.join(home, "src"));
    await Promise.all(
      ["a", "b", "c", "d", "e", "f"].map((name) => writeFile(path.join(home, "src", name), "")),
    );
    const asked = confirms(undefined);
    await run("deleteInstanceFile", await row("src"));
    expect(await file("src/a")).toBe("");
    const [question, { detail }] = asked.mock.lastCall as unknown as [string, { detail: string }];
    expect(question).toBe("Delete src from Demo agent?");
    expect(detail).toContain("All that is in the folder goes with it: a, b, c, d, e and 1 more.");
    confirms("Delete");
    await run("deleteInstanceFile", await row("src"), [await row("src"), await row("notes.md")]);
    expect(await disk(home)).toEqual({ "uploads/": "" });
  });

  it("copy paths, and attach a file to the message without bringing it here", async () => {
    const { run, row, deps } = await open();
    await run("copyInstancePath", await row("notes.md"), [await row("notes.md"), await row("uploads")]);
    expect(await env.clipboard.readText()).toBe("/home/node/notes.md\n/home/node/uploads");
    await run("addInstanceFileToChat", await row("notes.md"));
    expect(deps.target.add).toHaveBeenCalledExactlyOnceWith([
      expect.objectContaining({ name: "notes.md", source: { remotePath: "/home/node/notes.md" } }),
    ]);
  });

  it("add the agent's directory to the workspace, once", async () => {
    const { run, top, told } = await open();
    const update = vi.spyOn(workspace, "updateWorkspaceFolders");
    await run("addInstanceFolder");
    const [at, removed, folder] = update.mock.lastCall as unknown as [
      number,
      number,
      { uri: Uri; name: string },
    ];
    expect([at, removed, String(folder.uri), folder.name]).toEqual([
      0,
      0,
      `agent37://${top.instanceId}/home/node`,
      "Demo agent (Agent37)",
    ]);
    workspace.workspaceFolders = [folder];
    await run("addInstanceFolder");
    workspace.workspaceFolders = undefined;
    expect(update).toHaveBeenCalledOnce();
    expect(told()).toEqual(["The files of Demo agent are in the workspace already."]);
  });

  it("change nothing on a dialect that cannot write, and say so", async () => {
    const { run, row, home, told, types } = await open("unified");
    await writeFile(path.join(home, "a.txt"), "a");
    types("b.txt");
    await run("renameInstanceFile", await row("a.txt"));
    expect(await disk(home)).toMatchObject({ "a.txt": "a" });
    expect(told()).toEqual(["Files on this instance cannot be changed: ~/a.txt."]);
  });

  it("report a failure of the instance with its remedies", async () => {
    const { run, deps, report, instance } = await open();
    const failure = new Error("no connection");
    vi.spyOn(deps.homes, "place").mockRejectedValueOnce(failure);
    await run("addInstanceFolder");
    const context = { instanceId: instance.id };
    expect(report).toHaveBeenCalledExactlyOnceWith(failure, context, expect.any(String));
  });
});

describe("Compare with Workspace File", () => {
  async function compared(files: readonly string[], name = "notes.md") {
    const scene = await open();
    workspace.workspaceFolders = [{ uri: Uri.file("/w"), name: "w" }];
    workspace.fs = {
      stat: async ({ path: file }: Uri) => {
        if (!files.includes(file)) throw new Error("FileNotFound");
        return { type: 1 };
      },
    };
    vi.spyOn(workspace, "findFiles").mockResolvedValue(
      files.filter((file) => file.endsWith(`/${name}`)).map((file) => Uri.file(file)),
    );
    await scene.run("compareInstanceFile", await scene.row(name));
    workspace.workspaceFolders = undefined;
    const [, left, right] = scene.opened.mock.calls.findLast(([id]) => id === "vscode.diff") ?? [];
    return [left, right].map((uri) => (uri as Uri | undefined)?.path);
  }

  it("takes the file at the same path, else the only one of the name", async () => {
    expect(await compared(["/w/notes.md", "/w/docs/notes.md", "/w/node/notes.md"])).toEqual([
      "/w/node/notes.md",
      "/home/node/notes.md",
    ]);
    expect(await compared(["/w/docs/notes.md"])).toEqual(["/w/docs/notes.md", "/home/node/notes.md"]);
  });

  it("asks where there are several or none", async () => {
    const pick = vi.spyOn(window, "showQuickPick");
    pick.mockImplementationOnce(async (rows) => (rows as unknown[])[1]);
    expect((await compared(["/w/a/notes.md", "/w/b/notes.md"]))[0]).toBe("/w/b/notes.md");
    const choose = vi.spyOn(window, "showOpenDialog").mockResolvedValueOnce([Uri.file("/x/y.md")]);
    expect((await compared([]))[0]).toBe("/x/y.md");
    expect(choose).toHaveBeenCalledOnce();
  });
});

describe("drag and drop", () => {
  const dragged = (...uris: readonly string[]) =>
    new Map([["text/uri-list", new DataTransferItem(uris.join("\r\n"))]]);

  it("gives rows away as URIs, and moves what is dropped inside of the tree", async () => {
    const { dnd, row, home, top, confirms } = await open();
    const data = new Map<string, DataTransferItem>();
    dnd.handleDrag([await row("notes.md"), await row("uploads")], data);
    const at = `agent37://${top.instanceId}/home/node`;
    expect(await data.get("text/uri-list")?.asString()).toBe(`${at}/notes.md\r\n${at}/uploads`);
    await dnd.handleDrop(await row("uploads"), dragged(`${at}/notes.md`));
    expect(await disk(home)).toEqual({
      "uploads/": "",
      "uploads/notes.md": expect.stringContaining("# Notes") as string,
    });
    await writeFile(path.join(home, "notes.md"), "other");
    confirms(undefined);
    await dnd.handleDrop(await row("uploads"), dragged(`${at}/notes.md`));
    expect(await disk(home)).toMatchObject({
      "notes.md": "other",
      "uploads/notes.md": expect.stringContaining("#") as string,
    });
  });

  it("moves nothing where files cannot be written, and says so", async () => {
    const { dnd, row, top, told, home } = await open("unified");
    const before = await disk(home);
    await dnd.handleDrop(await row("uploads"), dragged(`agent37://${top.instanceId}/~/notes.md`));
    expect(told()).toEqual(["Files on this instance cannot be changed: ~/uploads."]);
    expect(await disk(home)).toEqual(before);
  });

  it("uploads what is dropped from the Explorer, and files without a place", async () => {
    const { dnd, row, home, disk: local } = await open();
    await writeFile(path.join(local, "mine.txt"), "mine");
    await dnd.handleDrop(await row("uploads"), dragged(`file://${path.join(local, "mine.txt")}`));
    const item = new DataTransferItem("");
    item.asFile = () => ({ name: "loose.txt", data: async () => Buffer.from("loose") });
    await dnd.handleDrop(undefined, new Map([["files", item]]));
    expect(await disk(home)).toMatchObject({ "uploads/mine.txt": "mine", "loose.txt": "loose" });
  });
});
