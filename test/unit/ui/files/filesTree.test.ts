import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { TreeItem } from "vscode";
import { localError } from "../../../../src/api/errors/localError.ts";
import type { Instance } from "../../../../src/api/wire.ts";
import { FilesTree } from "../../../../src/ui/files/tree/filesTree.ts";
import type { FileNode } from "../../../../src/ui/files/tree/fileNodes.ts";
import { useEmulator } from "../../emulator/harness.ts";
import { commands } from "../../support/vscodeStub.ts";
import { openScene } from "./scene.ts";

const emulator = useEmulator();

async function open(dialect: "two-plane" | "unified" = "two-plane", files: Record<string, string> = {}) {
  const scene = await openScene(emulator.it, dialect);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(scene.home, name)), { recursive: true });
    await writeFile(path.join(scene.home, name), text);
  }
  const contexts = vi.spyOn(commands, "executeCommand");
  const tree = new FilesTree(scene.deps);
  const rows = async (node?: FileNode) =>
    (await tree.getChildren(node)).map((row) => ({ row, item: tree.getTreeItem(row) }));
  const find = async (label: string, node?: FileNode) => {
    const found = (await rows(node)).find(({ item }) => item.label === label);
    if (!found) throw new Error(`${label} is not shown`);
    return found;
  };
  return {
    ...scene,
    tree,
    rows,
    find,
    labels: async (node?: FileNode) => (await rows(node)).map(({ item }) => item.label),
    state: () => contexts.mock.calls.findLast(([, key]) => key === "agent37.filesState")?.[2],
    become: (change: Partial<Instance>) => {
      scene.instances.selected = { ...scene.instance, ...change };
      scene.changed();
    },
    requests: async () => (await emulator.it.control.requests.list({ path: "**/files" })).length,
  };
}

const commandOf = ({ command }: TreeItem) => [command?.command, ...(command?.arguments ?? []).map(String)];

describe("the tree", () => {
  it("shows the agent's directory, folders first, and reads a folder when it is opened", async () => {
    const { labels, find, requests } = await open("two-plane", {
      "b.txt": "b",
      "A.txt": "a",
      "z/in.txt": "in",
    });
    expect(await labels()).toEqual(["..", "uploads", "z", "A.txt", "b.txt", "notes.md"]);
    const before = await requests();
    const { row, item } = await find("z");
    expect(item).toMatchObject({ collapsibleState: 1, contextValue: "directory canWrite " });
    expect(item.command).toBeUndefined();
    expect(await labels(row)).toEqual(["in.txt"]);
    expect(await requests()).toBeLessThanOrEqual(before + 2);
  });

  it("opens a file through the file system of the instance, whatever it is called", async () => {
    const { find, top } = await open("two-plane", { "50% #1?.txt": "text" });
    const { item } = await find("50% #1?.txt");
    const uri = `agent37://${top.instanceId}/home/node/50%25%20%231%3F.txt`;
    expect(commandOf(item)).toEqual(["vscode.open", uri]);
    expect(String(item.resourceUri)).toBe(uri);
    expect(item.contextValue).toBe("file canWrite ");
    expect(item.tooltip).toMatch(/^\/home\/node\/50% #1\?\.txt\n4 bytes\nChanged /);
    expect(item.accessibilityInformation).toEqual({ label: "50% #1?.txt" });
  });

  it("says that a link is one", async () => {
    const { home, find } = await open();
    await symlink("notes.md", path.join(home, "to-file"));
    expect((await find("to-file")).item).toMatchObject({
      collapsibleState: 0,
      description: "link",
      accessibilityInformation: { label: "to-file, link" },
    });
  });

  it("offers nothing that writes, and no way above the home, on the unified dialect", async () => {
    const { rows } = await open("unified", { "a.txt": "a" });
    const shown = (await rows()).map(({ item }) => [item.label, item.contextValue]);
    expect(shown).toEqual([
      ["uploads", "directory "],
      ["a.txt", "file "],
    ]);
  });

  it("leads up to the root and to any folder", async () => {
    const { tree, rows, labels, top } = await open();
    const shown: (string | undefined)[] = [];
    tree.onDidShow((place) => shown.push(place?.path));
    for (;;) {
      const [up] = await rows();
      if (up?.row.kind !== "up") break;
      tree.show(up.row.place);
    }
    expect(shown).toEqual(["/home/node", "/home", "/"]);
    tree.show({ ...top, path: "/home/node/uploads" });
    expect(await labels()).toEqual(["..", "This folder is empty"]);
  });

  it("says in its last row that a directory is cut", async () => {
    const { home, labels } = await open();
    await Promise.all(
      Array.from({ length: 1005 }, (_, index) => writeFile(path.join(home, `f${index}`), "")),
    );
    const all = await labels();
    expect(all).toHaveLength(1 + 1000 + 1);
    expect(all.at(-1)).toBe("Only the first 1000 entries are listed");
  });

  it("is told of what is made and deleted, at the folder where it is", async () => {
    const { tree, deps, find, top } = await open("two-plane", { "z/in.txt": "in" });
    const { row } = await find("z");
    await tree.getChildren(row);
    const changed: unknown[] = [];
    tree.onDidChangeTreeData((node) => changed.push(node));
    await deps.files.write({ ...top, path: "/home/node/z/new.txt" }, new Uint8Array());
    expect(changed).toEqual([row]);
    await deps.files.delete({ ...top, path: "/home/node/notes.md" });
    expect(changed).toEqual([row, undefined]);
  });
});

describe("instead of files", () => {
  it.each([
    ["stopped", "stopped"],
    ["failed", "failed"],
    ["starting", "busy"],
    ["updating", "busy"],
    ["sleeping", "sleeping"],
    ["waking", "busy"],
  ] as const)("a %s instance is not asked, and the view says so", async (status, state) => {
    const scene = await open();
    scene.become({ status, statusText: status });
    expect(await scene.rows()).toEqual([]);
    expect(scene.state()).toBe(state);
    expect(await scene.requests()).toBe(0);
  });

  it.each(["running", "stopped", "sleeping"] as const)(
    "a suspended instance is not asked, whatever its status, not even when the user asks: %s",
    async (status) => {
      const scene = await open();
      scene.become({ status, statusText: status, pastDue: true });
      expect(scene.state()).toBe("suspended");
      scene.tree.refresh({ wakes: true });
      expect(scene.state()).toBe("suspended");
      expect(await scene.rows()).toEqual([]);
      expect(await scene.requests()).toBe(0);
    },
  );

  it("a sleeping instance is woken when the user asks for its files", async () => {
    const scene = await open();
    scene.become({ status: "sleeping", statusText: "sleeping" });
    scene.tree.refresh({ wakes: false });
    expect(scene.state()).toBe("sleeping");
    scene.tree.refresh({ wakes: true });
    expect(scene.state()).toBe("ready");
    expect(await scene.labels()).toContain("notes.md");
  });

  it("a failure is a row with its natural remedy", async () => {
    const { deps, rows, top, tree } = await open();
    vi.spyOn(deps.homes, "place").mockRejectedValueOnce(localError("missing_api_key", "Set a key first."));
    const [failure] = await rows();
    expect(failure?.item.label).toContain("(missing_api_key)");
    expect(failure?.item.description).toBe("Set API Key");
    expect(commandOf(failure?.item ?? {})[0]).toBe("agent37.setApiKey");
    tree.show({ ...top, path: "/home/nowhere" });
    expect((await rows()).map(({ item }) => [item.label, item.description])).toEqual([
      ["..", undefined],
      ["/home/nowhere is not there.", "Try Again"],
    ]);
  });

  it("nothing is shown while no instance is selected", async () => {
    const scene = await open();
    scene.instances.selected = undefined;
    scene.changed();
    expect(await scene.rows()).toEqual([]);
    expect(scene.state()).toBe("none");
  });
});
