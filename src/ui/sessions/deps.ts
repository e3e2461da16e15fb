import type { Agent37Client } from "../../api/client.ts";
import type { Instance } from "../../api/wire.ts";
import type { SessionHost } from "../../core/conversation/sessionHost.ts";
import type { Problems } from "../problems/problems.ts";

export interface SessionsUiDeps {
  readonly client: Pick<Agent37Client, "listSessions" | "renameSession" | "deleteSession">;
  readonly instances: { readonly selected: Instance | undefined };
  readonly host: SessionHost;
  readonly problems: Problems;
}
