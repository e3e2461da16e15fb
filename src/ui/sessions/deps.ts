import type { Agent37Client } from "../../api/client.ts";
import type { Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { Traces } from "../../core/conversation/ports.ts";
import type { SessionHost } from "../../core/conversation/sessionHost.ts";
import type { Problems } from "../problems/problems.ts";

export interface SessionsUiDeps {
  readonly client: Pick<Agent37Client, "listSessions" | "getSession" | "renameSession" | "deleteSession">;
  readonly instances: { readonly selected: Instance | undefined };
  readonly host: SessionHost;
  readonly problems: Pick<Problems, "report">;
  readonly traces: Pick<Traces, "clear" | "forget">;
  /** Keeps the titles that are made here, for all windows. */
  readonly globalStore: KeyValueStore;
  readonly clock: Pick<Clock, "now">;
}
