import { beforeEach, describe, expect, it } from "vitest";
import { WorkspaceFiles } from "../../../../src/ui/answers/workspaceFiles.ts";
import { workspace } from "../../support/vscodeStub.ts";
import { useWorkspace } from "./workbench.ts";

const clock = { now: () => now, sleep: () => Promise.resolve() };
let now = 0;
beforeEach(() => (now = 1_000));

const shop = ["/work/shop/src/orders.ts", "/work/shop/README.md", "/work/shop/test/orders.test.ts"];

describe("the files that an answer names", () => {
  it.each([
    ["src/orders.ts"],
    ["./src/orders.ts"],
    ["src\\orders.ts"],
    ["/work/shop/src/orders.ts"],
    ["shop/src/orders.ts"],
    ["orders.ts"],
    ["README.md"],
  ])("%s is one", async (path) => {
    useWorkspace(["/work/shop"], shop);
    expect(await new WorkspaceFiles(clock).find([path])).toEqual([path]);
  });

  it.each([
    ["a folder", "src"],
    ["a file that is not there", "src/gone.ts"],
    ["a file outside", "/work/shop-old/a.ts"],
    ["the way out of the folder", "../secret.txt"],
    ["the way out and in again", "src/../src/orders.ts"],
    ["a word", "orders"],
    ["a pattern", "*.ts"],
  ])("%s is none: %s", async (_, path) => {
    useWorkspace(["/work/shop"], [...shop, "/work/secret.txt", "/work/shop-old/a.ts"]);
    expect(await new WorkspaceFiles(clock).find([path])).toEqual([]);
  });

  it("a bare name that two files have means neither", async () => {
    useWorkspace(["/work/shop"], [...shop, "/work/shop/old/orders.ts"]);
    expect(await new WorkspaceFiles(clock).find(["orders.ts", "README.md"])).toEqual(["README.md"]);
  });

  it("the first of several folders that has it is meant, unless the folder is named", async () => {
    useWorkspace(["/work/shop", "/work/api"], [...shop, "/work/api/src/orders.ts", "/work/api/src/only.ts"]);
    const files = new WorkspaceFiles(clock);
    expect((await files.resolve("src/orders.ts"))?.path).toBe("/work/shop/src/orders.ts");
    expect((await files.resolve("api/src/orders.ts"))?.path).toBe("/work/api/src/orders.ts");
    expect((await files.resolve("src/only.ts"))?.path).toBe("/work/api/src/only.ts");
  });

  it("there are none without a folder", async () => {
    workspace.workspaceFolders = undefined;
    expect(await new WorkspaceFiles(clock).find(["README.md", "/etc/passwd"])).toEqual([]);
  });

  it("each is looked for once in a while, and again later", async () => {
    const { stat } = useWorkspace(["/work/shop"], shop);
    const files = new WorkspaceFiles(clock);
    await files.find(["src/orders.ts", "src/new.ts", "src/orders.ts"]);
    expect(stat).toHaveBeenCalledTimes(2);
    await files.find(["src/new.ts"]);
    expect(stat).toHaveBeenCalledTimes(2);
    useWorkspace(["/work/shop"], [...shop, "/work/shop/src/new.ts"]);
    now += 20_000;
    expect(await files.find(["src/new.ts"])).toEqual(["src/new.ts"]);
  });

  it("no more than eight are looked for at once", async () => {
    const { stat } = useWorkspace(["/work/shop"], shop);
    let running = 0;
    let most = 0;
    stat.mockImplementation(async () => {
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      throw new Error("FileNotFound");
    });
    await new WorkspaceFiles(clock).find(Array.from({ length: 100 }, (_, index) => `src/${index}.ts`));
    expect(most).toBe(8);
  });
});
