import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { modelWrites } from "../../../src/platform/modelSetting.ts";
import { Settings } from "../../../src/platform/settings.ts";
import { configure, window, workspace } from "../support/vscodeStub.ts";

const own = { model: "m", provider: "p" };

describe("the chosen model", () => {
  it.each([
    ["nothing is set", [undefined, undefined, undefined], 0],
    ["the user has set one", ["x", undefined, undefined], 0],
    ["the workspace has one of its own", ["x", "y", undefined], 1],
    ["the folder has one of its own", ["x", "y", "z"], 2],
    ["the folder says that there is none", ["x", undefined, ""], 2],
  ])("is kept where it counts: %s", (_, models, layer) => {
    expect(modelWrites({ model: "m" }, models, [undefined, undefined, undefined])).toEqual([
      { name: "model", value: "m", layer },
    ]);
  });

  it("takes its provider along", () => {
    expect(modelWrites(own, ["x"], [undefined])).toEqual([
      { name: "provider", value: "p", layer: 0 },
      { name: "model", value: "m", layer: 0 },
    ]);
  });

  it("never goes out with the provider of another one", () => {
    const model = { name: "model", value: "m", layer: 0 };
    expect(modelWrites({ model: "m" }, ["x"], ["stale"])).toEqual([
      { name: "provider", value: undefined, layer: 0 },
      model,
    ]);
    // Set further in than the model.
    expect(modelWrites(own, ["x", undefined], [undefined, "stale"])).toEqual([
      { name: "provider", value: "p", layer: 1 },
      model,
    ]);
    expect(modelWrites({ model: "m" }, ["x", undefined], ["old", "stale"])).toEqual([
      { name: "provider", value: "", layer: 1 },
      model,
    ]);
    // Set further out than the model: it would show through.
    expect(modelWrites({ model: "m" }, ["x", "y"], ["stale", undefined])).toEqual([
      { name: "provider", value: "", layer: 1 },
      { name: "model", value: "m", layer: 1 },
    ]);
  });

  it("of the session itself does not let a wider setting show through", () => {
    expect(modelWrites({}, ["x"], ["p"]).map(({ value }) => value)).toEqual([undefined, undefined]);
    expect(modelWrites({}, ["x", "y"], [undefined, undefined])).toEqual([
      { name: "model", value: "", layer: 1 },
    ]);
    expect(modelWrites({}, [undefined], [undefined])).toEqual([]);
  });
});

describe("settings of a folder", () => {
  const a = { uri: "file:///a" };
  const b = { uri: "file:///b" };

  afterEach(() => {
    configure({});
    Object.assign(workspace, { workspaceFile: undefined, workspaceFolders: undefined });
    Object.assign(window, { activeTextEditor: undefined });
  });

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

  it.each([
    ["several folders", "file:///w.code-workspace", 3],
    ["a single folder, whose settings are the workspace's", undefined, 2],
  ])("are written where they count in a window with %s", async (_, workspaceFile, target) => {
    workspace.workspaceFolders = [a];
    workspace.workspaceFile = workspaceFile;
    const update = vi.fn(async () => {});
    const inspect = (name: string): object =>
      name === "model" ? { globalValue: "x", workspaceValue: "y", workspaceFolderValue: "y" } : {};
    const open = vi
      .spyOn(workspace, "getConfiguration")
      .mockReturnValue({ get: () => undefined, inspect, update });
    onTestFinished(() => {
      open.mockRestore();
    });
    await new Settings().setModel({ model: "m" });
    expect(open).toHaveBeenCalledExactlyOnceWith("agent37", a);
    expect(update).toHaveBeenCalledExactlyOnceWith("model", "m", target);
  });
});
