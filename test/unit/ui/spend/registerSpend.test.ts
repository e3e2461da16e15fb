import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Instance, Spend } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import type { Turn, TurnPhase } from "../../../../src/core/conversation/state.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import type { Problems } from "../../../../src/ui/problems/problems.ts";
import { registerSpend } from "../../../../src/ui/spend/registerSpend.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { MemoryStore } from "../../support/memoryStore.ts";
import { commands, window } from "../../support/vscodeStub.ts";
import { instance, now, spend as figures } from "./figures.ts";

const unified: Instance = { ...instance, id: "inst_b", dialect: "unified", name: "[b](command:x)" };
const gateway: Instance = { ...instance, id: "gw", dialect: "gateway", name: "Mine" };

const getSpend = vi.fn<(ref: { id: string }) => Promise<Spend>>();
const report = vi.fn();
const showReport = vi.fn();
const ran = vi.fn();
/** What `window.showWarningMessage` is called with, and the button that is picked. */
const warned = vi.fn<(...given: unknown[]) => Promise<unknown>>();

beforeEach(() => {
  vi.resetAllMocks();
  vi.spyOn(window, "showWarningMessage").mockImplementation(warned);
  const registrations = ["agent37.raiseSpendCap", "agent37.showSpend", "agent37.selectInstance"].map((id) =>
    commands.registerCommand(id, (...given) => ran(id, ...given)),
  );
  onTestFinished(() => registrations.forEach((registration) => registration.dispose()));
});

function start(selected: Instance | undefined = instance, { keepCommands = false } = {}) {
  const created = new Emitter<Chat>();
  const clock = new FakeClock(0, now);
  const all = [instance, unified, gateway];
  const before = keepCommands
    ? vi.spyOn(commands, "registerCommand").mockReturnValue({ dispose() {} })
    : undefined;
  const registration = registerSpend({
    client: { getUsage: vi.fn(), getAccountUsage: vi.fn() },
    spend: new SpendTracker({
      client: { getSpend, setSpendCap: vi.fn(), topUpSpend: vi.fn() },
      clock,
      logger: silentLogger,
    }),
    chats: { all: [], onDidCreate: created.event },
    instances: { selected, find: (id) => all.find((candidate) => candidate.id === id) },
    problems: { report } as unknown as Problems,
    onRemedied: vi.fn(),
    showReport,
    globalStore: new MemoryStore(),
    windowFocus: { focused: true },
    clock,
  });
  before?.mockRestore();
  onTestFinished(() => registration.dispose());
  return {
    /** A turn ends in a new chat with the instance. */
    async endTurn(of: Instance, phase: TurnPhase, responseId?: string) {
      const ended = new Emitter<Turn>();
      created.fire({ instance: of, onDidEndTurn: ended.event } as unknown as Chat);
      ended.fire({ id: "t", items: [], phase, cancelRequested: false, responseId });
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

const completed: TurnPhase = { kind: "completed" };
const failed = (code: string): TurnPhase => ({
  kind: "failed",
  error: new Agent37Error({ code, plane: "agent", message: "No." }),
});

describe("after a turn", () => {
  it("the spend of its instance is read, once, and a warning says what is spent and until when", async () => {
    getSpend.mockResolvedValue(figures);
    const { endTurn } = start(instance, { keepCommands: true });
    await endTurn(instance, completed, "r");
    expect(getSpend).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls).toEqual([
      [
        "Demo agent has spent 86% of what it may spend: $4.50 of $5.25. The monthly cap counts anew from December 1, 2026 (UTC).",
        "Raise Spend Cap",
        "Show Spend",
      ],
    ]);
  });

  it.each([
    ["Raise Spend Cap", "agent37.raiseSpendCap"],
    ["Show Spend", "agent37.showSpend"],
  ])("the warning's button %s runs its command on that instance", async (button, command) => {
    getSpend.mockResolvedValue(figures);
    warned.mockResolvedValue(button);
    const { endTurn } = start(unified, { keepCommands: true });
    await endTurn(instance, completed, "r");
    expect(ran).toHaveBeenCalledExactlyOnceWith(command, { instanceId: instance.id });
  });

  it("a name makes no link in the warning, and a cap without a month no date", async () => {
    getSpend.mockResolvedValue({ capUsd: 1, usedUsd: 1, remainingUsd: 0 });
    const { endTurn } = start(instance, { keepCommands: true });
    await endTurn(unified, completed, "r");
    expect(warned.mock.calls[0]?.[0]).toBe(
      "[b] (command:x) has spent all that it may spend: $1.00 of $1.00.",
    );
  });

  it.each(["quota_exhausted", "instance_cap_reached"])(
    "that failed with %s nothing more is said",
    async (code) => {
      getSpend.mockResolvedValue({ capUsd: 1, usedUsd: 1, remainingUsd: 0 });
      const { endTurn } = start(instance, { keepCommands: true });
      await endTurn(instance, failed(code));
      expect(getSpend).toHaveBeenCalledTimes(1);
      expect(warned).not.toHaveBeenCalled();
    },
  );

  it("that never reached the server, and on a gateway, nothing is read", async () => {
    const { endTurn } = start(instance, { keepCommands: true });
    await endTurn(instance, failed("connection_refused"));
    await endTurn(gateway, completed, "r");
    expect(getSpend).not.toHaveBeenCalled();
  });
});

describe("the commands of spend", () => {
  it("show the instance that they are given, else the selected one", async () => {
    start();
    await commands.executeCommand("agent37.showSpend", { instanceId: unified.id });
    await commands.executeCommand("agent37.showSpend");
    expect(showReport.mock.calls.map(([place]: unknown[]) => place)).toEqual([
      { command: "agent37.showSpend", instanceId: "inst_b" },
      { command: "agent37.showSpend", instanceId: "demo000001" },
    ]);
  });
});
