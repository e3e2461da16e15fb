import { afterEach, describe, expect, it, vi } from "vitest";
import { registerAnswers } from "../../../../src/ui/answers/registerAnswers.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { commands, TabInputWebview, Uri, window, workspace } from "../../support/vscodeStub.ts";
import { onInstance } from "./instance.ts";
import { FakeDocument, FakeEditor, showEditors, useWorkspace } from "./workbench.ts";

const clock = { now: () => 0, sleep: () => Promise.resolve() };
const problems = { report: vi.fn(async () => {}) };
let answers: ReturnType<typeof registerAnswers> | undefined;
const register = () => (answers = registerAnswers({ ...onInstance(undefined).deps, problems, clock }));
afterEach(() => {
  answers?.dispose();
  problems.report.mockClear();
  workspace.workspaceFolders = undefined;
  showEditors([]);
});

const code = (text: string, path?: string) => ({ text, language: "ts", path });
const says = () => vi.spyOn(window, "showInformationMessage");

describe("Insert at Cursor", () => {
  it("puts the code at each cursor, keeps what is selected, and leaves the cursors behind it", async () => {
    const editor = new FakeEditor("/w/a.ts", "one\ntwo\nthree").select([0, 3, 0, 3], [2, 0, 2, 3]);
    showEditors([editor]);
    await register().run("insert", code("X\nY\n"));
    expect(editor.document.text).toBe("oneX\nY\ntwo\nthrX\nYee");
    expect(editor.cursors).toEqual([
      [1, 1],
      [4, 1],
    ]);
    expect(editor.edits).toBe(1);
    expect(window.showTextDocument).toHaveBeenCalledWith(editor.document, {
      viewColumn: 1,
      preserveFocus: false,
    });
    expect(editor.revealRange).toHaveBeenCalledOnce();
  });

  it("writes the line ends of the file", async () => {
    const editor = new FakeEditor("/w/a.ts", "one\r\ntwo").select([0, 3, 0, 3]);
    showEditors([editor]);
    await register().run("insert", code("X\nY"));
    expect(editor.document.text).toBe("oneX\r\nY\r\ntwo");
  });

  it("finds the editor that was left for a chat in a tab, among those still visible", async () => {
    const changed = new Emitter<unknown>();
    vi.spyOn(window, "onDidChangeActiveTextEditor").mockImplementation(changed.event as never);
    const [first, second] = [new FakeEditor("/w/a.ts", "", 1), new FakeEditor("/w/b.ts", "", 2)];
    showEditors([first, second], { active: first });
    const actions = register();
    changed.fire(second);
    changed.fire(undefined);
    window.activeTextEditor = undefined;
    await actions.run("insert", code("X"));
    expect([first.document.text, second.document.text]).toEqual(["", "X"]);
    showEditors([first]);
    window.activeTextEditor = undefined;
    await actions.run("insert", code("Y"));
    expect([first.document.text, second.document.text]).toEqual(["Y", "X"]);
  });

  it("writes into no output and no log", async () => {
    const output = new FakeEditor("output:log", "");
    showEditors([output]);
    const said = says();
    await register().run("insert", code("X"));
    expect(output.document.text).toBe("");
    expect(said).toHaveBeenCalledOnce();
  });

  it("offers a new file where no editor is open", async () => {
    const said = says().mockResolvedValue("New File");
    const opened = vi.spyOn(workspace, "openTextDocument").mockResolvedValue("untitled");
    const shown = vi.spyOn(window, "showTextDocument");
    await register().run("insert", code("let a;"));
    expect(said).toHaveBeenCalledWith("No editor is open that the code could go into.", "New File");
    expect(opened).toHaveBeenCalledWith({ content: "let a;", language: "typescript" });
    expect(shown).toHaveBeenCalledWith("untitled");
  });

  it("says so where the file cannot be changed", async () => {
    const editor = new FakeEditor("/w/a.ts", "as it was");
    editor.isReadOnly = true;
    showEditors([editor]);
    const said = says();
    await register().run("insert", code("X"));
    expect(said).toHaveBeenCalledWith("This file cannot be changed.", "New File");
  });
});

describe("Replace Selection", () => {
  it("replaces what is selected, and inserts where nothing is", async () => {
    const editor = new FakeEditor("/w/a.ts", "one two\nthree").select([0, 3, 0, 0], [1, 5, 1, 5]);
    showEditors([editor]);
    await register().run("replace", code("X"));
    expect(editor.document.text).toBe("X two\nthreeX");
    expect(editor.cursors).toEqual([
      [0, 1],
      [1, 6],
    ]);
    expect(editor.edits).toBe(1);
  });
});

describe("Compare with File", () => {
  async function compare(text: string, file: string, path?: string) {
    const provide = vi.spyOn(workspace, "registerTextDocumentContentProvider");
    const document = new FakeDocument(Uri.file("/work/shop/src/a.ts"), file);
    vi.spyOn(workspace, "openTextDocument").mockResolvedValue(document);
    const run = vi.spyOn(commands, "executeCommand");
    const actions = register();
    await actions.run("compare", code(text, path));
    const [scheme, provider] = provide.mock.calls[0] ?? [];
    const { provideTextDocumentContent } = provider as { provideTextDocumentContent(uri: Uri): string };
    return { actions, run, scheme, document, provide: provideTextDocumentContent };
  }

  it("shows the file that the answer names next to the code", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const { run, scheme, provide } = await compare("new\n", "old\n", "src/a.ts");
    const [command, left, right, title] = run.mock.calls[0] ?? [];
    expect(command).toBe("vscode.diff");
    expect(String(left)).toBe("file:///work/shop/src/a.ts");
    expect(title).toBe("src/a.ts ↔ Answer");
    expect((right as Uri).scheme).toBe(scheme);
    expect((right as Uri).path).toBe("/work/shop/src/a.ts");
    expect(provide(right as Uri)).toBe("new\n");
  });

  it("makes no difference of the last line end", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const { run, provide } = await compare("new\n", "old", "src/a.ts");
    expect(provide(run.mock.calls[0]?.[2] as Uri)).toBe("new");
  });

  it("takes the last editor's file where the answer names none that is there", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    showEditors([new FakeEditor("/work/shop/src/a.ts", "old")]);
    const { run } = await compare("new", "old", "src/gone.ts");
    expect(run.mock.calls[0]?.[3]).toBe("src/a.ts ↔ Answer");
  });

  it("says so where there is nothing to compare with", async () => {
    const said = says();
    const { run } = await compare("new", "old");
    expect(run).not.toHaveBeenCalled();
    expect(said).toHaveBeenCalledWith("There is no file to compare the code with. Open one first.");
  });

  it("keeps the newest twenty", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const { actions, run, provide } = await compare("code 0", "old", "src/a.ts");
    for (let n = 1; n <= 20; n += 1) await actions.run("compare", code(`code ${n}`, "src/a.ts"));
    const texts = run.mock.calls.map((call) => provide(call[2] as Uri));
    expect(texts[0]).toContain("no longer kept");
    expect(texts[1]).toBe("code 1");
    expect(texts.at(-1)).toBe("code 20");
  });

  it("Apply gives the file the code, as one step", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const { run, document } = await compare("new\nlines\n", "old\n", "src/a.ts");
    const editor = new FakeEditor("/work/shop/src/a.ts", "old\n");
    Object.assign(editor, { document });
    showEditors([editor]);
    await commands.executeCommand("agent37.applyAnswer", run.mock.calls[0]?.[2]);
    expect(document.text).toBe("new\nlines\n");
    expect(editor.edits).toBe(1);
  });

  it("Apply says so where the file cannot be changed", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const { run, document } = await compare("new\n", "old\n", "src/a.ts");
    const editor = new FakeEditor("/work/shop/src/a.ts", "old\n");
    Object.assign(editor, { document, isReadOnly: true });
    showEditors([editor]);
    const said = says();
    await commands.executeCommand("agent37.applyAnswer", run.mock.calls[0]?.[2]);
    expect(said).toHaveBeenCalledWith("This file cannot be changed.");
  });
});

describe("Save as New File", () => {
  it.each([
    ["src/new.ts", "/work/shop/src/new.ts"],
    ["/work/shop/lib/a.ts", "/work/shop/lib/a.ts"],
    ["/root/project/a.ts", "/work/shop/a.ts"],
    ["../../etc/passwd", "/work/shop/answer.ts"],
    [undefined, "/work/shop/answer.ts"],
  ])("suggests, for %s, %s", async (path, suggested) => {
    const { writeFile } = useWorkspace(["/work/shop"], []);
    const ask = vi.spyOn(window, "showSaveDialog").mockResolvedValue(undefined);
    await register().run("save", code("x", path));
    const { defaultUri } = ask.mock.calls[0]?.[0] as { defaultUri: Uri };
    expect(defaultUri.path).toBe(suggested);
    expect(writeFile).not.toHaveBeenCalled();
  });

  it("writes and opens it", async () => {
    const { writeFile } = useWorkspace(["/work/shop"], []);
    const target = Uri.file("/work/shop/b.ts");
    vi.spyOn(window, "showSaveDialog").mockResolvedValue(target);
    const shown = vi.spyOn(window, "showTextDocument");
    await register().run("save", code("let ä;"));
    const [uri, bytes] = writeFile.mock.calls[0] ?? [];
    expect(uri).toBe(target);
    expect(new TextDecoder().decode(bytes)).toBe("let ä;\n");
    expect(shown).toHaveBeenCalledWith(target, { preview: false });
  });

  it("a disk that refuses is a failure that is reported", async () => {
    const { writeFile } = useWorkspace(["/work/shop"], []);
    vi.spyOn(window, "showSaveDialog").mockResolvedValue(Uri.file("/work/shop/b.ts"));
    const full = new Error("No space left on device");
    writeFile.mockRejectedValue(full);
    await register().run("save", code("x"));
    expect(problems.report).toHaveBeenCalledExactlyOnceWith(full, {}, expect.any(String));
  });
});

describe("a file that an answer names", () => {
  const opens = () => {
    const run = vi.spyOn(commands, "executeCommand").mockResolvedValue(undefined);
    return () => run.mock.calls.map(([command, uri, options]) => [command, (uri as Uri).path, options]);
  };

  it("opens at its place", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const opened = opens();
    await register().open({ path: "src/a.ts", line: 12, column: 5 });
    const at = { line: 11, character: 4 };
    expect(opened()).toEqual([
      ["vscode.open", "/work/shop/src/a.ts", { viewColumn: 1, selection: { start: at, end: at } }],
    ]);
  });

  it("opens at the beginning when its place makes no sense", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const opened = opens();
    await register().open({ path: "src/a.ts", line: -3, column: Number.NaN });
    expect(opened()[0]?.[2]).toMatchObject({ selection: { start: { line: 0, character: 0 } } });
  });

  it("opens beside a chat that is in an editor tab", async () => {
    useWorkspace(["/work/shop"], ["/work/shop/src/a.ts"]);
    const opened = opens();
    const chat = {
      viewColumn: 1,
      activeTab: { input: new TabInputWebview("mainThreadWebview-agent37.chatEditor") },
    };
    window.tabGroups = { activeTabGroup: chat, all: [chat] };
    await register().open({ path: "src/a.ts" });
    window.tabGroups = { activeTabGroup: chat, all: [chat, { viewColumn: 2, activeTab: undefined }] };
    await register().open({ path: "src/a.ts" });
    window.tabGroups = { activeTabGroup: { viewColumn: 1 }, all: [] };
    expect(opened().map(([, , options]) => options)).toEqual([{ viewColumn: -2 }, { viewColumn: 2 }]);
  });

  it("is said to be gone when it is", async () => {
    useWorkspace(["/work/shop"], []);
    const said = says();
    const opened = opens();
    await register().open({ path: "src/a.ts", line: 3 });
    expect(opened()).toEqual([]);
    expect(said).toHaveBeenCalledWith("src/a.ts is not a file of this workspace, or not any more.");
  });
});
