import type { Agent37Client } from "../../api/client.ts";
import type { Clock } from "../../common/clock.ts";
import type { Account } from "../../core/account/account.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { SpendTracker } from "../../core/spend/spendTracker.ts";
import type { WindowFocus } from "../../platform/windowFocus.ts";
import type { Problems } from "../problems/problems.ts";
import type { RemedyContext } from "../problems/remedies.ts";

/** What the view of instances and the commands around them work with. */
export interface InstancesUiDeps {
  readonly account: Account;
  readonly client: Pick<Agent37Client, "listTemplates" | "getInstance" | "getLogs">;
  readonly instances: Instances;
  readonly spend: SpendTracker;
  readonly problems: Problems;
  readonly windowFocus: WindowFocus;
  readonly clock: Clock;
  /** What a turn failed for has been put right; its message can go out again. */
  readonly onRemedied: (context: RemedyContext) => void;
}
