import { afterEach, describe, expect, it, vi } from "vitest";
import { Settings } from "../../../src/platform/settings.ts";
import { configure, window, workspace } from "../support/vscodeStub.ts";

const a = { uri: "file:///a" };
const b = { uri: "file:///b" };

afterEach(() => {
  configure({});
  Object.assign(workspace, { workspaceFile: undefined, workspaceFolders: undefined });
  Object.assign(window, { activeTextEditor: undefined });
});

describe("settings of a folder", () => {
  it("are those of the active editor's folder, else of the first one", () => {
    const settings = new Settings();
    expect(settings.folder()).toBeUndefined();
    workspace.workspaceFolders = [a, b];
    expect(settings.folder()).toBe(a);
    window.activeTextEditor = { document: { uri: "file:///b/c" } };
    vi.spyOn(workspace, "getWorkspaceFolder").mockImplementation((uri) =>
      uri === "file:///b/c" ? b : undefined,
    );
    expect(settings.folder()).toBe(b);
    const read = vi.spyOn(workspace, "getConfiguration");
    configure({ "agent37.model": "m", "agent37.provider": " ", "agent37.reasoningEffort": "low" });
    expect(settings.turnDefaults()).toEqual({ model: "m", provider: undefined, reasoningEffort: "low" });
    expect(read.mock.calls.map(([, scope]) => scope)).toEqual([b, b, b]);
    window.activeTextEditor = { document: { uri: "untitled:x" } };
    expect(settings.folder()).toBe(a);
  });
});

describe("the font of VS Code's chats", () => {
  it.each([
    [{}, { size: 13 }],
    [{ "chat.fontSize": 18, "chat.fontFamily": "default" }, { size: 18 }],
    [
      { "chat.fontSize": "large", "chat.fontFamily": "Fira Code, monospace" },
      { size: 13, family: "Fira Code, monospace" },
    ],
    [{ "chat.fontSize": -1 }, { size: 13 }],
  ])("is read from %j", (settings, font) => {
    configure(settings);
    expect(new Settings().chatFont()).toEqual(font);
  });

  it("is followed when it changes", () => {
    const changed = vi.fn();
    const listen = vi.spyOn(workspace, "onDidChangeConfiguration");
    new Settings().onDidChangeChatFont(changed);
    const [fire] = listen.mock.lastCall as unknown as [(event: object) => void];
    fire({ affectsConfiguration: (name: string) => name === "chat.fontFamily" });
    fire({ affectsConfiguration: (name: string) => name === "editor.fontSize" });
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
