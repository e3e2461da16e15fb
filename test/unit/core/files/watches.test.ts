import { beforeEach, describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import { at, TestDisks } from "./disk.ts";

let disks: TestDisks;
beforeEach(async () => {
  disks = new TestDisks();
  disks.put("/home/node/a.txt", "one");
  disks.put("/home/node/b.txt", "two");
  await disks.files.list(at("/home/node"));
  disks.takeCalls();
});

/** Lets time pass in steps of a second, and gives the requests of it. */
async function pass(seconds: number): Promise<string[]> {
  for (let i = 0; i < seconds; i += 1) {
    await disks.clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return disks.takeCalls();
}

describe("what is watched", () => {
  it("is looked at from time to time, with one request for all files of a directory", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    disks.files.watch(at("/home/node/b.txt"));
    expect(await pass(27)).toEqual(Array.from({ length: 9 }, () => "list /home/node"));
    disks.put("/home/node/a.txt", "six");
    disks.put("/home/node/c.txt", "not watched");
    await pass(3);
    expect(disks.takeChanges()).toEqual(["changed /home/node/a.txt"]);
    disks.disks["one"]?.delete("/home/node/b.txt");
    await pass(3);
    expect(disks.takeChanges()).toEqual(["deleted /home/node/b.txt"]);
  });

  it("is nothing at first, and nothing when it is closed", async () => {
    expect(await pass(60)).toEqual([]);
    disks.files.watch(at("/home/node/a.txt")).dispose();
    expect(await pass(60)).toEqual([]);
  });

  it("is left alone without the focus, and looked at when it comes back", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    disks.setFocus(false);
    expect(await pass(120)).toEqual([]);
    disks.put("/home/node/a.txt", "six");
    disks.setFocus(true);
    await pass(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(disks.takeCalls()).toEqual(["list /home/node"]);
    expect(disks.takeChanges()).toEqual(["changed /home/node/a.txt"]);
  });

  it("is looked at less often when nothing happens, and then not at all: it would keep the instance awake", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    await pass(70);
    expect(await pass(60)).toHaveLength(6);
    await pass(120);
    expect(await pass(600)).toEqual([]);
    await disks.files.read(at("/home/node/a.txt"));
    disks.takeCalls();
    expect(await pass(30)).toHaveLength(10);
  });

  it("does not wake an instance", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    disks.awake = false;
    disks.setFocus(false);
    await pass(60);
    disks.setFocus(true);
    expect(await pass(30)).toEqual([]);
    disks.awake = true;
    disks.files.refresh();
    expect((await pass(27)).length).toBeGreaterThanOrEqual(9);
  });

  it("is, in a directory that is not there, looked for in the one above, and told of when it comes", async () => {
    disks.files.watch(at("/home/node/.vscode/settings.json"));
    disks.files.watch(at("/home/node/.github/agents/a.md"));
    await pass(9);
    expect(await pass(9)).toEqual(["list /home/node", "list /home/node", "list /home/node"]);
    disks.directory("/home/node/.vscode");
    disks.put("/home/node/.vscode/settings.json", "{}");
    await pass(3);
    expect(disks.takeChanges()).toContain("created /home/node/.vscode/settings.json");
    disks.put("/home/node/.vscode/settings.json", "{ }");
    await pass(3);
    expect(disks.takeChanges()).toEqual(["changed /home/node/.vscode/settings.json"]);
  });

  it("is asked for ever more rarely while that fails", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    disks.down = new Agent37Error({ code: "connection_lost", message: "Gone.", plane: "local" });
    expect((await pass(60)).length).toBeLessThanOrEqual(4);
    disks.down = undefined;
    await pass(110);
    expect((await pass(60)).length).toBeGreaterThanOrEqual(5);
  });

  it("does not take what was written here for somebody else's change", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    await disks.files.write(at("/home/node/a.txt"), new TextEncoder().encode("mine"));
    expect(disks.takeChanges()).toEqual(["changed /home/node/a.txt"]);
    await pass(30);
    expect(disks.takeChanges()).toEqual([]);
  });

  it("is, of a workspace folder, what is open and what was listed in it", async () => {
    disks.directory("/home/node/deep");
    disks.put("/home/node/deep/x.txt", "1");
    disks.put("/home/node/deep/y.txt", "1");
    disks.files.watch(at("/home/node"), { recursive: true });
    disks.files.show([at("/home/node/deep/x.txt"), at("/elsewhere/z.txt")]);
    expect(new Set(await pass(6))).toEqual(new Set(["list /home/node", "list /home/node/deep"]));
    disks.takeChanges();
    disks.put("/home/node/deep/x.txt", "2");
    disks.put("/home/node/deep/y.txt", "2");
    disks.put("/home/node/new.txt", "2");
    await pass(3);
    expect(disks.takeChanges().sort()).toEqual([
      "changed /home/node/deep/x.txt",
      "created /home/node/new.txt",
    ]);
  });

  it("has lost all that was in a directory that is gone", async () => {
    disks.files.watch(at("/home/node/a.txt"));
    await pass(3);
    for (const path of disks.paths()) if (path.startsWith("/home/node")) disks.disks["one"]?.delete(path);
    await pass(3);
    expect(disks.takeChanges()).toEqual(["deleted /home/node/a.txt"]);
  });
});
