import type { Agent37Client } from "../../api/client.ts";
import type { Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { Event } from "../../common/emitter.ts";
import type { ShowReport } from "../../protocol/reportTab.ts";
import type { Problems } from "../problems/problems.ts";

/** What the views into an instance's computer work with. */
export interface ObserveUiDeps {
  readonly client: Pick<Agent37Client, "getLogs" | "getMetrics" | "getPageAddress">;
  readonly instances: { readonly selected: Instance | undefined; find(id: string): Instance | undefined };
  readonly problems: Problems;
  readonly windowFocus: { readonly focused: boolean; readonly onDidChange: Event<boolean> };
  readonly showReport: ShowReport;
  /** Opens a link outside of VS Code; false when it is of no known scheme. */
  readonly openLink: (href: string) => Promise<boolean>;
  readonly clock: Clock;
}
