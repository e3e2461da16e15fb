import { afterEach, describe, expect, it, vi } from "vitest";
import { registerAnswers } from "../../../../src/ui/answers/registerAnswers.ts";
import { commands, window, workspace } from "../../support/vscodeStub.ts";
import { onInstance } from "./instance.ts";
import { useWorkspace } from "./workbench.ts";

const clock = { now: () => 0, sleep: () => Promise.resolve() };
const problems = { report: vi.fn(async () => {}) };
let answers: ReturnType<typeof registerAnswers> | undefined;
const register = (deps: ReturnType<typeof onInstance>["deps"]) =>
  (answers = registerAnswers({ ...deps, problems, clock }));
const says = () => vi.spyOn(window, "showInformationMessage");
afterEach(() => {
  answers?.dispose();
  workspace.workspaceFolders = undefined;
});

describe("a file that an answer names", () => {
  it("of the instance opens through its file system, where the workspace has none", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/b.ts"]);
    const run = vi.spyOn(commands, "executeCommand").mockResolvedValue(undefined);
    const actions = register(onInstance("running").deps);
    await actions.open({ path: "src/a.ts", line: 2 }, "Demo");
    await actions.open({ path: "~/report.md" });
    await actions.open({ path: "/etc/hosts" });
    expect(run.mock.calls.map(([, uri]) => String(uri))).toEqual([
      "agent37://Demo/home/node/src/a.ts",
      "agent37://Demo/~/report.md",
      "agent37://Demo/etc/hosts",
    ]);
    expect(run.mock.calls[0]?.[2]).toMatchObject({ selection: { start: { line: 1, character: 0 } } });
    const said = says();
    await actions.open({ path: "/etc/passwd" });
    expect(said).toHaveBeenCalledWith(
      "/etc/passwd is not a file of this workspace or of the instance, or not any more.",
    );
  });
});

describe("which paths are links", () => {
  const paths = ["here.ts", "report.md", "src/a.ts", "lib/deep/a.ts", "src", "gone.md", "/etc/hosts"];

  it("are those of the workspace and of the instance, found with one listing for each directory", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/here.ts"]);
    const { lists, deps } = onInstance("running");
    const actions = register(deps);
    const links = ["here.ts", "report.md", "src/a.ts", "/etc/hosts"];
    expect(await actions.find(paths, "Demo")).toEqual(links);
    expect([...lists].sort()).toEqual(["/etc", "/home/node", "/home/node/src", "home"]);
    expect(await actions.find(paths, "Demo")).toEqual(links);
    expect(lists).toHaveLength(4);
  });

  it("looks again for what was missing a moment ago", async () => {
    useWorkspace([], []);
    const { lists, deps } = onInstance("running");
    let now = 0;
    answers = registerAnswers({ ...deps, problems, clock: { ...clock, now: () => now } });
    await answers.find(["report.md", "gone.md"]);
    now = 3_000;
    await answers.find(["report.md"]);
    expect(lists).toEqual(["home", "/home/node"]);
    await answers.find(["gone.md"]);
    expect(lists).toEqual(["home", "/home/node", "/home/node"]);
  });

  it.each(["sleeping", "stopped", "waking", "starting"])("asks nothing of a %s instance", async (status) => {
    useWorkspace(["/work/shop"], ["/work/shop/here.ts"]);
    const { lists, deps } = onInstance(status);
    expect(await register(deps).find(paths, "Demo")).toEqual(["here.ts"]);
    expect(lists).toEqual([]);
  });

  it("asks for no more than twenty directories at once", async () => {
    useWorkspace([], []);
    const { lists, deps } = onInstance("running");
    await register(deps).find(Array.from({ length: 100 }, (_, index) => `/d${index}/a.ts`));
    expect(lists).toHaveLength(21);
  });
});
