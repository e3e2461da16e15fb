import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { QuickPickItem } from "vscode";
import { choiceOf, registerSelectModel, type SelectModelDeps } from "../../../../src/ui/chat/selectModel.ts";
import { failure } from "../problems/errors.ts";
import { commands, window } from "../../support/vscodeStub.ts";

const model = { id: "m", label: "Model M", provider: "p", isDefault: false };
const context = { chatId: "c", turnId: "t" };

const listModels = vi.fn();
const setModel = vi.fn();
const onRemedied = vi.fn();
const report = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  listModels.mockResolvedValue({ models: [model, { ...model, id: "n", label: "Model N" }] });
  const chat = { instance: undefined, conversation: {}, isBusy: false };
  const deps = {
    client: { listModels },
    chats: { find: () => undefined },
    views: { current: { chat } },
    instances: { selected: { id: "a", dialect: "unified" } },
    problems: { report },
    settings: { turnDefaults: () => ({ model: "m", provider: "p" }), setModel },
    onRemedied,
  };
  const registration = registerSelectModel(deps as unknown as SelectModelDeps);
  onTestFinished(() => registration.dispose());
});

/** The user picks a row by its label. @returns the rows. */
async function pick(label: string | undefined): Promise<readonly QuickPickItem[]> {
  let rows: readonly QuickPickItem[] = [];
  vi.spyOn(window, "showQuickPick").mockImplementation(async (items) => {
    rows = (await items) as readonly QuickPickItem[];
    return rows.find((row) => row.label === label);
  });
  await commands.executeCommand("agent37.selectModel", context);
  return rows;
}

describe("Select Model", () => {
  it("keeps the model with its provider, and the failed message can go out again", async () => {
    const rows = await pick("Model N");
    expect(rows.map(({ description }) => description)).toEqual(["", "p · selected", "p"]);
    expect(setModel).toHaveBeenCalledExactlyOnceWith({ model: "n", provider: "p" });
    expect(onRemedied).toHaveBeenCalledExactlyOnceWith(context);
    expect(setModel).toHaveBeenCalledBefore(onRemedied);
  });

  it("goes back to the session's own model", async () => {
    await pick("The session's own model");
    expect(setModel).toHaveBeenCalledExactlyOnceWith({});
  });

  it("changes nothing when the user gives up", async () => {
    await pick(undefined);
    expect(setModel).not.toHaveBeenCalled();
    expect(onRemedied).not.toHaveBeenCalled();
  });

  it("tells of settings that cannot be written, and offers nothing that would fail again", async () => {
    setModel.mockRejectedValue(failure("unknown"));
    await pick("Model M");
    expect(report).toHaveBeenCalledTimes(1);
    expect(onRemedied).not.toHaveBeenCalled();
  });

  it("names the provider only where the API has a field for it", () => {
    expect(choiceOf({ dialect: "unified" }, model)).toEqual({ model: "m", provider: "p" });
    expect(choiceOf({ dialect: "two-plane" }, { ...model, id: "@p:m" })).toEqual({ model: "@p:m" });
    expect(choiceOf({ dialect: "gateway" }, { ...model, id: "@p:m" })).toEqual({ model: "@p:m" });
  });
});
