import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { AccountUsage, Instance, MonthUsage } from "../../../../src/api/wire.ts";
import { Emitter } from "../../../../src/common/emitter.ts";
import { silentLogger } from "../../../../src/common/logger.ts";
import type { Chat } from "../../../../src/core/conversation/chat.ts";
import type { Turn } from "../../../../src/core/conversation/state.ts";
import { SpendTracker } from "../../../../src/core/spend/spendTracker.ts";
import type { Report } from "../../../../src/protocol/report.ts";
import { SpendView } from "../../../../src/ui/spend/spendView.ts";
import { FakeClock } from "../../api/support/fakeClock.ts";
import { commands, Uri, window, workspace } from "../../support/vscodeStub.ts";
import { account, instance, now, spend, usage } from "./figures.ts";

const getSpend = vi.fn();
const getUsage = vi.fn<(ref: Instance, month: string) => Promise<MonthUsage>>();
const getAccountUsage = vi.fn<(range: { from: string; to: string }) => Promise<AccountUsage>>();

beforeEach(() => {
  vi.resetAllMocks();
  getSpend.mockResolvedValue(spend);
  getUsage.mockResolvedValue(usage);
  getAccountUsage.mockResolvedValue(account);
});

const turn = (changes: Partial<Turn> = {}): Turn => ({
  id: "t",
  input: "Hi",
  items: [],
  phase: { kind: "completed" },
  cancelRequested: false,
  responseId: "r",
  usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.5 },
  ...changes,
});

async function open(of: Instance = instance) {
  const ended = new Emitter<Turn>();
  const visible = new Emitter<boolean>();
  const conversation = { settled: [] as Turn[] };
  const chat = { instance: of, conversation, onDidEndTurn: ended.event } as unknown as Chat;
  const shown: Report[] = [];
  const failures: unknown[] = [];
  const client = { getSpend, setSpendCap: vi.fn(), topUpSpend: vi.fn() };
  const clock = new FakeClock(0, now);
  const tab = {
    isVisible: true,
    onDidChangeVisible: visible.event,
    update: (report: Report) => void shown.push(report),
    close: () => undefined,
  };
  const view = new SpendView(
    {
      client: { getUsage, getAccountUsage },
      spend: new SpendTracker({ client, clock, logger: silentLogger }),
      chats: { all: [chat], onDidCreate: new Emitter<Chat>().event },
      clock,
      report: (error) => void failures.push(error),
    },
    tab,
    of,
  );
  onTestFinished(() => view.dispose());
  const last = (): Report => shown.at(-1) as Report;
  const settled = () => vi.waitFor(() => expect(last().isBusy).toBe(false));
  await settled();
  return { view, tab, visible, ended, conversation, last, settled, failures, shown };
}

describe("the spend view", () => {
  it("says at once that it reads, and then shows what was read", async () => {
    const { shown, last } = await open();
    expect(shown[0]).toMatchObject({ isBusy: true, notice: { kind: "info" } });
    expect(last().notice).toBeUndefined();
    expect(last().charts.map(({ id }) => id)).toEqual(["services", "days", "turns"]);
    expect(getAccountUsage.mock.calls[0]?.[0]).toEqual({ from: "2026-11-01", to: "2026-11-03" });
  });

  it("turns to the month before with all its days, and back", async () => {
    const { view, last, settled } = await open();
    view.act("previousMonth");
    await settled();
    expect(last().subtitle).toContain("October 2026");
    expect(getUsage.mock.lastCall?.[1]).toBe("2026-10");
    expect(getAccountUsage.mock.lastCall?.[0]).toEqual({ from: "2026-10-01", to: "2026-10-31" });
    view.act("nextMonth");
    await settled();
    expect(last().subtitle).toContain("November 2026");
  });

  it("never shows the figures of a month that the user has left", async () => {
    const { view, last, settled } = await open();
    let answer: (late: MonthUsage) => void = () => undefined;
    getUsage.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    view.act("previousMonth");
    view.act("nextMonth");
    await settled();
    answer({ ...usage, period: "2026-10", totalUsd: 99 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(JSON.stringify(last())).not.toContain("$99.00");
  });

  it("takes a call that an older server does not know for figures that it does not keep", async () => {
    const error = new Agent37Error({ code: "not_found", plane: "hosting", status: 404, message: "No." });
    getAccountUsage.mockRejectedValue(error);
    const { last } = await open();
    expect(last().notice).toBeUndefined();
    expect(last().charts.find(({ id }) => id === "days")?.emptyText).toContain("does not say");
  });

  it("keeps the figures when they cannot be read again, and says why", async () => {
    const { view, last, settled } = await open();
    const error = new Agent37Error({ code: "connect_timeout", plane: "local", message: "Timed out." });
    for (const call of [getSpend, getUsage, getAccountUsage]) call.mockRejectedValue(error);
    view.act("refresh");
    await settled();
    expect(last().notice).toMatchObject({ kind: "error" });
    expect(last().facts[0]?.value).toBe("$4.50 (86%)");
    expect(last().charts[0]?.series[0]?.texts).toEqual(["$4.25", "$0.25"]);
  });

  it("asks nothing of a dialect that keeps no such figures", async () => {
    const { last } = await open({ ...instance, dialect: "unified" });
    expect(getUsage).not.toHaveBeenCalled();
    expect(getAccountUsage).not.toHaveBeenCalled();
    expect(last().notice?.kind).toBe("info");
  });

  it("shows a turn's cost when it ends, and reads again: at once, or when the tab is seen", async () => {
    const { tab, visible, ended, conversation, last, settled } = await open();
    conversation.settled.push(turn());
    ended.fire(turn());
    await settled();
    expect(getUsage).toHaveBeenCalledTimes(2);
    expect(last().charts.at(-1)?.series[0]?.texts).toEqual(["$0.50"]);
    tab.isVisible = false;
    conversation.settled.push(turn());
    ended.fire(turn());
    await settled();
    expect(getUsage).toHaveBeenCalledTimes(2);
    visible.fire(true);
    await settled();
    expect(getUsage).toHaveBeenCalledTimes(3);
  });

  it("runs the commands of its buttons on its own instance", async () => {
    const { view } = await open();
    const ran = vi.spyOn(commands, "executeCommand").mockResolvedValue(undefined);
    for (const id of ["raiseSpendCap", "addCredit", "openBillingDashboard"]) view.act(id);
    expect(ran.mock.calls).toEqual(
      ["agent37.raiseSpendCap", "agent37.addCredit", "agent37.openBillingDashboard"].map((id) => [
        id,
        { instanceId: "demo000001" },
      ]),
    );
  });

  it("writes the export where the user wants it, and tells when that fails", async () => {
    const { view, failures } = await open();
    const file = Uri.file("/tmp/out.csv");
    const save = vi.spyOn(window, "showSaveDialog").mockResolvedValue(file);
    const told = vi.spyOn(window, "showInformationMessage").mockResolvedValue(undefined);
    const writeFile = vi.fn();
    vi.spyOn(workspace, "fs", "get").mockReturnValue({ writeFile });
    view.act("exportCsv");
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    const options = save.mock.calls[0]?.[0] as { defaultUri: Uri };
    expect(options.defaultUri.path).toMatch(/\/agent37-spend-demo000001-2026-11\.csv$/);
    const [target, bytes] = writeFile.mock.calls[0] as [Uri, Uint8Array];
    expect(target).toBe(file);
    expect(new TextDecoder().decode(bytes)).toContain("service,demo000001,2026-11,llm,4.25");
    expect(told.mock.calls[0]?.[0]).toBe("The figures are in out.csv.");
    writeFile.mockRejectedValue(new Error("disk full"));
    view.act("exportCsv");
    await vi.waitFor(() => expect(failures).toHaveLength(1));
  });
});
