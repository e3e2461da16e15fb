import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { QuickPickItem } from "vscode";
import type { Model } from "../../../../src/api/wire.ts";
import type { Dials, TurnDefaults } from "../../../../src/core/conversation/dials.ts";
import { type DialCommandsDeps, registerDialCommands } from "../../../../src/ui/chat/dialCommands.ts";
import { type DialInput, dialsOf } from "../../../../src/ui/chat/dialViews.ts";
import { ModelLists } from "../../../../src/ui/chat/modelLists.ts";
import { dialOf } from "../../../../src/ui/chat/modelRows.ts";
import { failure } from "../problems/errors.ts";
import { commands, window } from "../../support/vscodeStub.ts";

const model: Model = { id: "m", label: "Model M", provider: "p", isDefault: false };
const context = { chatId: "c", turnId: "t" };

describe("the dials below a composer", () => {
  const labels = (input: Partial<DialInput>): readonly string[] =>
    dialsOf({ dials: {}, defaults: {}, instance: undefined, hasSession: false, ...input }).map(
      ({ label }) => label,
    );

  it("say what the next message is sent with: what was chosen, else what the settings say", () => {
    const defaults: TurnDefaults = { model: "of-the-settings", reasoningEffort: "low" };
    expect(labels({})).toEqual(["Model", "Effort"]);
    expect(labels({ defaults })).toEqual(["of-the-settings", "Effort: low"]);
    const dials: Dials = { model: { id: "m", label: "Model M" }, effort: "high" };
    expect(labels({ defaults, dials })).toEqual(["Model M", "Effort: high"]);
    expect(labels({ defaults, dials: { model: null, effort: null } })).toEqual(["Model", "Effort"]);
  });

  it("offer the agent only where there is a choice, and only to a new session", () => {
    const instance = { agents: ["hermes", "claude-code"] };
    expect(labels({ instance: { agents: ["hermes"] } })).toHaveLength(2);
    expect(labels({ instance })[0]).toBe("Hermes");
    expect(labels({ instance, dials: { agent: "claude-code" } })[0]).toBe("Claude Code");
    const [agent] = dialsOf({ dials: {}, defaults: {}, instance, hasSession: true });
    expect(agent).toMatchObject({
      enabled: false,
      title: "Agent: Hermes. A session stays with its agent.",
    });
  });
});

describe("the lists of models", () => {
  it("are read once a minute for each instance and agent, and again after a failure", async () => {
    let now = 0;
    const listModels = vi.fn(() => Promise.resolve({ models: [model] }));
    const lists = new ModelLists({ listModels }, { now: () => now, sleep: () => Promise.resolve() });
    const instance = { id: "a", dialect: "unified" } as const;
    await Promise.all([lists.get(instance, undefined), lists.get(instance, undefined)]);
    expect(listModels).toHaveBeenCalledTimes(1);
    await lists.get(instance, "hermes");
    expect(listModels).toHaveBeenLastCalledWith(instance, { agent: "hermes" });
    now = 60_000;
    listModels.mockRejectedValueOnce(failure("unknown"));
    await expect(lists.get(instance, undefined)).rejects.toThrow();
    expect(await lists.get(instance, undefined)).toEqual([model]);
    expect(listModels).toHaveBeenCalledTimes(4);
  });

  it("name the provider only where the API has a field for it", () => {
    expect(dialOf({ dialect: "unified" }, model)).toEqual({ id: "m", provider: "p", label: "Model M" });
    expect(dialOf({ dialect: "two-plane" }, { ...model, id: "@p:m" })).toEqual({
      id: "@p:m",
      label: "Model M",
    });
  });
});

describe("the pickers of the dials", () => {
  const getModels = vi.fn<(...args: unknown[]) => Promise<readonly Model[]>>();
  const setDials = vi.fn<(dials: Dials) => void>();
  const onRemedied = vi.fn();
  const report = vi.fn();
  const chat = {
    instance: undefined,
    conversation: {},
    isBusy: false,
    sessionId: undefined as string | undefined,
    dials: {} as Dials,
    setDials,
  };
  const instance = { id: "a", dialect: "unified", agents: ["hermes", "codex"] };
  let selected: object | undefined = instance;
  let defaults: TurnDefaults = {};

  beforeEach(() => {
    vi.resetAllMocks();
    getModels.mockResolvedValue([
      model,
      { ...model, id: "q/x", label: "Model X", provider: "q", description: "Fast" },
      { ...model, id: "n", label: "Model N" },
    ]);
    Object.assign(chat, { dials: {}, sessionId: undefined });
    selected = instance;
    defaults = {};
    const registration = registerDialCommands({
      models: { get: getModels },
      chats: { find: (id: string) => (id === "c" ? chat : undefined) },
      views: { current: { chat } },
      instances: {
        get selected() {
          return selected;
        },
      },
      defaults: () => defaults,
      problems: { report },
      onRemedied,
    } as unknown as DialCommandsDeps);
    onTestFinished(() => registration.dispose());
  });

  /** The user picks a row by its label. @returns the rows. */
  async function pick(id: string, label: string | undefined): Promise<readonly QuickPickItem[]> {
    let rows: readonly QuickPickItem[] = [];
    vi.spyOn(window, "showQuickPick").mockImplementation(async (items) => {
      rows = (await items) as readonly QuickPickItem[];
      return rows.find((row) => row.label === label);
    });
    await commands.executeCommand(id, context);
    return rows;
  }

  it("show the models by provider, say which one is chosen, and choose for this chat", async () => {
    defaults = { model: "n" };
    const rows = await pick("agent37.selectModel", "Model X");
    expect(
      rows.map(({ label, description, kind }) => [
        label,
        description ?? ((kind as number | undefined) === -1 ? "—" : ""),
      ]),
    ).toEqual([
      ["The session's own model", ""],
      ["p", "—"],
      ["Model M", "m"],
      ["Model N", "n · selected"],
      ["q", "—"],
      ["Model X", "q/x"],
    ]);
    expect(getModels).toHaveBeenCalledExactlyOnceWith(instance, undefined);
    expect(setDials).toHaveBeenCalledExactlyOnceWith({
      model: { id: "q/x", label: "Model X", provider: "q" },
    });
    expect(onRemedied).toHaveBeenCalledExactlyOnceWith(context);
  });

  it("go back to the session's own model, whatever the settings say", async () => {
    defaults = { model: "n" };
    chat.dials = { model: { id: "m", label: "Model M" }, effort: "low" };
    await pick("agent37.selectModel", "The session's own model");
    expect(setDials).toHaveBeenCalledExactlyOnceWith({ model: null, effort: "low" });
  });

  it("keep a chosen model that is not offered any more, and say so", async () => {
    chat.dials = { model: { id: "old", label: "Model Old" } };
    const rows = await pick("agent37.selectModel", undefined);
    expect(rows[1]).toMatchObject({
      label: "Model Old",
      description: "selected",
      detail: "The instance does not offer it now.",
    });
    expect(setDials).not.toHaveBeenCalled();
    expect(onRemedied).not.toHaveBeenCalled();
  });

  it("tell of a list that cannot be read, and lead to the instances where there is none", async () => {
    getModels.mockRejectedValue(failure("unknown"));
    await pick("agent37.selectModel", "Model M");
    expect(report).toHaveBeenCalledTimes(1);
    selected = undefined;
    const select = vi.fn();
    const command = commands.registerCommand("agent37.selectInstance", select);
    onTestFinished(() => command.dispose());
    await commands.executeCommand("agent37.selectModel");
    expect(select).toHaveBeenCalledTimes(1);
  });

  it("choose the effort", async () => {
    defaults = { reasoningEffort: "low" };
    const rows = await pick("agent37.selectReasoningEffort", "high");
    expect(rows.filter(({ description }) => description === "selected").map(({ label }) => label)).toEqual([
      "low",
    ]);
    expect(setDials).toHaveBeenCalledExactlyOnceWith({ effort: "high" });
    await pick("agent37.selectReasoningEffort", "The session's own effort");
    expect(setDials).toHaveBeenLastCalledWith({ effort: null });
  });

  it("choose the agent of a new session, whose models are others", async () => {
    chat.dials = { model: { id: "m", label: "Model M" } };
    await pick("agent37.selectAgent", "Codex");
    expect(setDials).toHaveBeenCalledExactlyOnceWith({ agent: "codex", model: undefined });
  });

  it("say that a session stays with its agent", async () => {
    chat.sessionId = "s1";
    const told = vi.spyOn(window, "showInformationMessage");
    expect(await pick("agent37.selectAgent", "Codex")).toEqual([]);
    expect(told.mock.lastCall?.[0]).toContain("stays with its agent");
    expect(setDials).not.toHaveBeenCalled();
  });
});
