import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Attachment } from "../../../../src/common/attachment.ts";
import { registerAttachCommands } from "../../../../src/ui/attachments/registerAttachCommands.ts";
import { commands, Diagnostic, env, languages, Range, Uri, window } from "../../support/vscodeStub.ts";
import { FakeEditor, names, open } from "./bench.ts";

const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join("\n");

async function withCommands(files: Readonly<Record<string, string>> = {}) {
  const bench = await open(files);
  const add = vi.fn(async (_attachments: readonly Attachment[], _text?: string) => {});
  const report = vi.fn(async () => {});
  const registration = registerAttachCommands({
    source: bench.source,
    target: { add },
    problems: { report },
  });
  onTestFinished(() => registration.dispose());
  const run = (id: string, ...args: unknown[]) => commands.executeCommand(`agent37.${id}`, ...args);
  return { ...bench, add, report, run, added: () => names(add.mock.calls.flatMap(([list]) => list)) };
}

describe("Add File to Chat", () => {
  it("adds what the Explorer has selected", async () => {
    const { run, added } = await withCommands({ "/shop/a.ts": "", "/shop/b.ts": "" });
    const [a, b] = [Uri.file("/shop/a.ts"), Uri.file("/shop/b.ts")];
    await run("addFile", a, [a, b]);
    expect(added()).toEqual(["a.ts", "b.ts"]);
  });

  it("adds the file of a tab, which brings its place besides", async () => {
    const { run, added } = await withCommands({ "/shop/a.ts": "" });
    await run("addFile", Uri.file("/shop/a.ts"), { groupId: 1, editorIndex: 0 });
    expect(added()).toEqual(["a.ts"]);
  });

  it("lets the user choose without a file", async () => {
    const { run, source, add } = await withCommands();
    const pick = vi.spyOn(source, "pick").mockResolvedValue([]);
    await run("addFile");
    expect(pick).toHaveBeenCalledOnce();
    expect(add).not.toHaveBeenCalled();
  });

  it("reports a failure", async () => {
    const { run, source, report } = await withCommands();
    vi.spyOn(source, "pick").mockRejectedValue(new Error("broken"));
    await run("addFile");
    expect(report).toHaveBeenCalledOnce();
  });
});

describe("Add Selection to Chat", () => {
  it("adds exactly what is selected, with its path and lines", async () => {
    const { run, add, document, show } = await withCommands({ "/shop/src/a.ts": lines });
    show(new FakeEditor(document("/shop/src/a.ts", lines)).select(2, 5, 4, 6));
    await run("addSelection");
    expect(add.mock.calls[0]?.[0]).toEqual([
      {
        kind: "snippet",
        id: expect.any(String) as string,
        origin: "selection",
        title: "src/a.ts:3-5",
        language: "typescript",
        text: "3\nline 4\nline 5",
        place: { uri: "file:///shop/src/a.ts", from: 3, to: 5 },
      },
    ]);
  });

  it("does not count the line before which a selection ends", async () => {
    const { run, added, document, show } = await withCommands({ "/shop/a.ts": lines });
    show(new FakeEditor(document("/shop/a.ts", lines)).select(2, 0, 3, 0));
    await run("addSelection");
    expect(added()).toEqual(["a.ts:3"]);
  });

  it("adds the file where nothing is selected", async () => {
    const { run, added, document, show } = await withCommands({ "/shop/a.ts": lines });
    show(new FakeEditor(document("/shop/a.ts", lines)));
    await run("addSelection");
    expect(added()).toEqual(["a.ts"]);
  });

  it("takes a selection of the output too", async () => {
    const { run, added, document, show } = await withCommands();
    show(new FakeEditor(document(Uri.from({ scheme: "output", path: "log" }), lines)).select(0, 0, 1, 0));
    await run("addSelection");
    expect(added()).toEqual(["log:1"]);
  });

  it("says so when no file is open", async () => {
    const { run, add, told } = await withCommands();
    await run("addSelection");
    expect(told()).toEqual(["No file is open to attach something of."]);
    expect(add).not.toHaveBeenCalled();
  });
});

describe("Add Terminal Selection to Chat", () => {
  const selecting = (text: string) =>
    commands.registerCommand("workbench.action.terminal.copySelection", async () => {
      if (text !== "") await env.clipboard.writeText(text);
    });

  it("adds the selection and leaves the clipboard as it was", async () => {
    const { run, add } = await withCommands();
    window.activeTerminal = { name: "zsh" };
    await env.clipboard.writeText("mine");
    const selection = selecting("1 failed");
    await run("addTerminalSelection");
    selection.dispose();
    expect(add.mock.calls[0]?.[0]).toMatchObject([{ origin: "terminal", title: "zsh", text: "1 failed" }]);
    expect(await env.clipboard.readText()).toBe("mine");
  });

  it("adds nothing when nothing is selected, which VS Code tells of itself", async () => {
    const { run, add, told } = await withCommands();
    window.activeTerminal = { name: "zsh" };
    await env.clipboard.writeText("mine");
    const selection = selecting("");
    await run("addTerminalSelection");
    selection.dispose();
    expect([add.mock.calls, told()]).toEqual([[], []]);
    expect(await env.clipboard.readText()).toBe("mine");
  });

  it("says so when there is no terminal", async () => {
    const { run, told } = await withCommands();
    await run("addTerminalSelection");
    expect(told()).toEqual(["No terminal is open."]);
  });
});

describe("Ask the Agent About This Problem", () => {
  const problem = Object.assign(new Diagnostic(new Range(19, 2, 19, 6), "Type 'string'\n is wrong."), {
    source: "ts",
    code: 2322,
  });

  it("adds the code around and the problem, and asks without sending", async () => {
    const { run, add, document } = await withCommands({ "/shop/src/a.ts": lines });
    document("/shop/src/a.ts", lines);
    await run("askAboutProblem", Uri.file("/shop/src/a.ts"), [problem]);
    const [attachments, text] = add.mock.calls[0] ?? [];
    expect(attachments).toMatchObject([
      { origin: "selection", title: "src/a.ts:10-30" },
      {
        origin: "problems",
        title: "src/a.ts (1)",
        text: "src/a.ts:20:3 error ts(2322): Type 'string'\n is wrong.\n    line 20",
        place: { from: 20, to: 20 },
      },
    ]);
    expect(text).toBe("Explain and fix this problem: Type 'string' is wrong.");
  });

  it("takes the problems at the cursor when it is run by a key", async () => {
    const { run, add, document, show } = await withCommands({ "/shop/a.ts": lines });
    const other = new Diagnostic(new Range(0, 0, 0, 1), "elsewhere");
    vi.spyOn(languages, "getDiagnostics").mockReturnValue([problem, other, problem]);
    show(new FakeEditor(document("/shop/a.ts", lines)).select(19, 3, 19, 3));
    await run("askAboutProblem");
    expect(add.mock.calls[0]?.[1]).toBe("Explain and fix these problems.");
    expect(names(add.mock.calls[0]?.[0] ?? [])).toEqual(["a.ts:10-30", "a.ts (2)"]);
  });

  it("says so when there is none", async () => {
    const { run, add, told } = await withCommands();
    await run("askAboutProblem", "no uri", [{}]);
    expect(told()).toEqual(["There is no problem at the cursor."]);
    expect(add).not.toHaveBeenCalled();
  });
});
