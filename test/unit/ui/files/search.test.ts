import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { maxFound, searchInstance } from "../../../../src/ui/files/commands/searchInstance.ts";
import { useEmulator } from "../../emulator/harness.ts";
import { openScene } from "./scene.ts";

const emulator = useEmulator();
const { signal } = new AbortController();

async function open(dialect: "two-plane" | "unified" | "gateway", names: readonly string[]) {
  const scene = await openScene(emulator.it, dialect);
  for (const name of names) {
    const file = path.join(scene.home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "");
  }
  const search = (query: string, below = "") =>
    searchInstance(
      scene.deps,
      scene.instance,
      { ...scene.top, path: `${scene.top.path}${below}` },
      query,
      signal,
    );
  return { ...scene, search };
}

describe.each(["two-plane", "unified", "gateway"] as const)("a search on the %s dialect", (dialect) => {
  it("finds a part of a name, and what is hidden or a package's comes last", async () => {
    const names = [".cache/Report.md", "node_modules/x/report.js", "src/my-REPORT.txt", "src/other.txt"];
    const { search } = await open(dialect, names);
    const { paths, isCut } = await search("report");
    expect(paths[0]).toBe("src/my-REPORT.txt");
    expect([...paths].sort()).toEqual([".cache/Report.md", "node_modules/x/report.js", "src/my-REPORT.txt"]);
    expect(isCut).toBe(false);
  });

  it.each([
    ["it's", "it's 1.txt"],
    ["*", "star * .txt"],
    ["[a]", "list [a].txt"],
    ["what?", "what?.txt"],
    ["$(touch hit)", "$(touch hit).txt"],
    ["; touch hit;", "; touch hit;.txt"],
    [String.raw`back\s`, String.raw`back\slash.txt`],
    ["-rf", "-rf.txt"],
    ["ü ☃", "ü ☃.txt"],
  ])("takes %s as it is", async (query, name) => {
    const { search } = await open(dialect, [name, "plain.txt", "axb.txt"]);
    expect((await search(query)).paths).toEqual([name]);
    expect((await search("hit")).paths).toEqual(name.includes("hit") ? [name] : []);
  });

  it("finds a part of a path, in a folder whatever it is called", async () => {
    const { search } = await open(dialect, ["it's -x/src/main.ts", "it's -x/lib/main.ts", "src/main.ts"]);
    expect(await search("src/ma", "/it's -x")).toEqual({ paths: ["src/main.ts"], isCut: false });
  });

  it("says when there may be more", async () => {
    const names = Array.from({ length: maxFound + 5 }, (_, index) => `many/file${index}.txt`);
    const { search } = await open(dialect, names);
    const { paths, isCut } = await search("file");
    expect(paths).toHaveLength(maxFound);
    expect(isCut).toBe(true);
  });
});

it("goes through at most 200 directories where the instance cannot search by itself", async () => {
  const names = Array.from({ length: 210 }, (_, index) => `d${index}/a.txt`);
  const { search } = await open("gateway", names);
  const { paths, isCut } = await search("a.txt");
  expect(isCut).toBe(true);
  expect(paths.length).toBeGreaterThan(150);
  expect(await emulator.it.control.requests.list({ method: "GET", path: "**/files" })).toHaveLength(200);
});

it.each(["two-plane", "unified", "gateway"] as const)(
  "a search in a directory that is gone says so on the %s dialect",
  async (dialect) => {
    const { search } = await open(dialect, ["a.txt"]);
    await expect(search("a", "/gone")).rejects.toMatchObject({ name: "FilesError", kind: "notFound" });
  },
);
