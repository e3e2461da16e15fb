import type { Agent37Client } from "../../api/client.ts";
import type { Capabilities, Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { Chats } from "../../core/conversation/chats.ts";
import { CreditIntents } from "../../core/spend/creditIntents.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import { SpendWarnings } from "../../core/spend/spendWarnings.ts";
import type { ShowReport } from "../../protocol/reportTab.ts";
import { instanceCommand } from "../problems/instanceCommands.ts";
import type { Problems } from "../problems/problems.ts";
import type { RemedyContext } from "../problems/remedies.ts";
import { failedForCap, onTurnEnd } from "./afterTurns.ts";
import { labelOf } from "./spendWords.ts";
import { warnOfSpend } from "./warnOfSpend.ts";

export interface SpendUiDeps {
  readonly client: Pick<Agent37Client, "getUsage" | "getAccountUsage">;
  readonly spend: SpendTracker;
  readonly chats: Pick<Chats, "all" | "onDidCreate">;
  readonly instances: {
    readonly selected: Instance | undefined;
    find(id: string): Instance | undefined;
  };
  readonly problems: Problems;
  /** What a turn failed for has been put right; its message can go out again. */
  readonly onRemedied: (context: RemedyContext) => void;
  readonly showReport: ShowReport;
  /** Records of all windows. */
  readonly globalStore: KeyValueStore;
  readonly windowFocus: { readonly focused: boolean };
  readonly clock: Clock;
}

/** The commands around what instances spend, and the warnings before a cap is reached. */
export function registerSpend(deps: SpendUiDeps): Disposable {
  const { spend, instances, problems, onRemedied } = deps;
  const store = new DisposableStore();
  const intents = new CreditIntents(deps.globalStore, deps.clock, () => crypto.randomUUID());
  const command = (
    id: string,
    needs: keyof Capabilities,
    run: (instance: Instance, context: RemedyContext) => Promise<void>,
  ): void => {
    store.add(instanceCommand(deps, id, run, needs));
  };

  command("agent37.raiseSpendCap", "spend", async (instance, context) => {
    const { raiseSpendCap } = await import("./flows.ts");
    const target = { ref: instance, label: labelOf(instance) };
    await raiseSpendCap(spend, target, context, () => onRemedied(context));
  });
  command("agent37.addCredit", "credit", async (instance, context) => {
    const { addCredit } = await import("./flows.ts");
    const target = { ref: instance, label: labelOf(instance) };
    await addCredit(spend, intents, target, () => onRemedied(context));
  });
  command("agent37.showSpend", "spend", async (instance) => {
    const { SpendView } = await import("./flows.ts");
    const instanceId = instance.id;
    deps.showReport({ command: "agent37.showSpend", instanceId }, (tab) => {
      const report = (error: unknown, retry: () => unknown): void =>
        void problems.report(error, { instanceId }, `agent37.showSpend:${crypto.randomUUID()}`, { retry });
      return new SpendView({ ...deps, report }, tab, instance);
    });
  });

  const warnings = store.add(new SpendWarnings(deps));
  store.add(warnings.onDidWarn((warning) => void warnOfSpend(warning, instances.find(warning.instanceId))));
  store.add(
    onTurnEnd(deps.chats, (instance, turn) => {
      if (failedForCap(turn)) warnings.leaveOut(instance.id);
      void spend.refresh(instance, 0);
    }),
  );
  return store;
}
