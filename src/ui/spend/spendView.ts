import * as vscode from "vscode";
import type { Agent37Client } from "../../api/client.ts";
import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import { capabilities, type Instance } from "../../api/wire.ts";
import { type Clock, isAbortError } from "../../common/clock.ts";
import { DisposableStore } from "../../common/disposable.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { daysOf, monthAfter, monthOf } from "../../core/spend/spendFacts.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import type { ReportContent, ReportTab } from "../../protocol/reportTab.ts";
import { remedies } from "../problems/remedies.ts";
import { onTurnEnd } from "./afterTurns.ts";
import { saveCsv } from "./saveCsv.ts";
import { spendCsv } from "./spendCsv.ts";
import { type Reading, type SpendFigures, valueOf } from "./spendFigures.ts";
import { type SpendActionId, spendReport } from "./spendReport.ts";
import { turnCosts } from "./turnCosts.ts";

export interface SpendViewDeps {
  readonly client: Pick<Agent37Client, "getUsage" | "getAccountUsage">;
  readonly spend: SpendTracker;
  readonly chats: Pick<Chats, "all" | "onDidCreate">;
  readonly clock: Clock;
  /** Tells the user of an action that failed, and does it again if they wish. */
  readonly report: (error: unknown, retry: () => unknown) => void;
}

/**
 * The spend of an instance in an editor tab. Figures are read when it opens, when the user asks, and when a turn has
 * ended while it is on screen; a hidden tab reads once it comes to the front again.
 */
export class SpendView implements ReportContent {
  readonly #deps: SpendViewDeps;
  readonly #tab: ReportTab;
  readonly #disposables = new DisposableStore();
  #figures: SpendFigures;
  #reading = new AbortController();
  #isStale = false;

  constructor(deps: SpendViewDeps, tab: ReportTab, instance: Instance) {
    this.#deps = deps;
    this.#tab = tab;
    const known = deps.spend.known(instance.id);
    this.#figures = {
      instance,
      month: monthOf(deps.clock.now()),
      now: deps.clock.now(),
      spend: { kind: "reading", old: known },
      usage: { kind: "reading" },
      account: { kind: "reading" },
      turns: turnCosts(deps.chats, instance.id),
    };
    this.#disposables.add(
      deps.spend.onDidChange((id) => {
        const value = deps.spend.known(id);
        if (id === instance.id && value) this.#set({ spend: { kind: "read", value } });
      }),
    );
    this.#disposables.add(
      onTurnEnd(deps.chats, ({ id }) => {
        if (id !== instance.id) return;
        this.#set({ turns: turnCosts(deps.chats, id) });
        if (tab.isVisible) void this.#readUsage();
        else this.#isStale = true;
      }),
    );
    this.#disposables.add(
      tab.onDidChangeVisible((isVisible) => {
        if (isVisible && this.#isStale) void this.#readUsage();
      }),
    );
    void this.#readAll();
  }

  act(actionId: string): void {
    const { instance } = this.#figures;
    const run = (command: string): void =>
      void vscode.commands.executeCommand(command, { instanceId: instance.id });
    // The page can name only what the report offers.
    switch (actionId as SpendActionId) {
      case "refresh":
        void this.#readAll();
        break;
      case "previousMonth":
        this.#turnTo(-1);
        break;
      case "nextMonth":
        this.#turnTo(1);
        break;
      case "raiseSpendCap":
        run(remedies.raiseSpendCap.command);
        break;
      case "addCredit":
        run("agent37.addCredit");
        break;
      case "openBillingDashboard":
        run(remedies.openBillingDashboard.command);
        break;
      case "exportCsv":
        this.#export();
        break;
    }
  }

  #export(): void {
    const name = `agent37-spend-${this.#figures.instance.id}-${this.#figures.month}.csv`;
    saveCsv(name, spendCsv(this.#figures)).catch((error: unknown) =>
      this.#deps.report(error, () => this.#export()),
    );
  }

  dispose(): void {
    this.#reading.abort();
    this.#disposables.dispose();
  }

  #turnTo(by: -1 | 1): void {
    const month = monthAfter(this.#figures.month, by);
    this.#figures = { ...this.#figures, month, usage: { kind: "reading" }, account: { kind: "reading" } };
    void this.#readUsage();
  }

  async #readAll(): Promise<void> {
    const { instance, spend: before } = this.#figures;
    this.#set({ spend: again(before) });
    await Promise.all([
      this.#readUsage(),
      // A figure that arrives is shown by the tracker's event.
      read(() => this.#deps.spend.read(instance), before).then((spend) => this.#set({ spend })),
    ]);
  }

  /** Reads what depends on the month; a reading under way is given up. */
  async #readUsage(): Promise<void> {
    const { client, clock } = this.#deps;
    const { instance, month, usage: usageBefore, account: accountBefore } = this.#figures;
    this.#reading.abort();
    const { signal } = (this.#reading = new AbortController());
    this.#isStale = false;
    const now = clock.now();
    const days = daysOf(month, now);
    const [from, to] = [days[0], days.at(-1)];
    if (!capabilities[instance.dialect].usage || from === undefined || to === undefined) {
      this.#set({ now, usage: { kind: "none" }, account: { kind: "none" } });
      return;
    }
    this.#set({ now, usage: again(usageBefore), account: again(accountBefore) });
    const keep = (part: Partial<SpendFigures>): void => {
      if (!signal.aborted) this.#set(part);
    };
    await Promise.all([
      read(() => client.getUsage(instance, month, { signal }), usageBefore).then((usage) => keep({ usage })),
      read(() => client.getAccountUsage({ from, to }, { signal }), accountBefore).then((account) =>
        keep({ account }),
      ),
    ]);
  }

  #set(part: Partial<SpendFigures>): void {
    if (this.#disposables.isDisposed) return;
    this.#figures = { ...this.#figures, ...part };
    this.#tab.update(spendReport(this.#figures));
  }
}

function again<T>(reading: Reading<T>): Reading<T> {
  return { kind: "reading", old: valueOf(reading) };
}

/** Reads figures; what the server does not keep is none, not a failure. */
async function read<T>(ask: () => Promise<T>, before: Reading<T>): Promise<Reading<T>> {
  const old = valueOf(before);
  try {
    return { kind: "read", value: await ask() };
  } catch (error) {
    if (isAbortError(error)) return { kind: "reading", old };
    const failure = asAgent37Error(error);
    // Older servers do not know the call (404).
    const isMissing = failure.code === "not_supported" || failure.code === "not_found";
    return isMissing ? { kind: "none" } : { kind: "failed", error: failure, old };
  }
}
