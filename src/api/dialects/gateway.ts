import { agentApi } from "./agentApi.ts";
import type { Dialect } from "./dialect.ts";
import { gatewayFiles } from "./files.ts";

/** A gateway that the user runs: the Agent API alone. It has no account, so it is never sent a key. */
export const gateway: Dialect = {
  id: "gateway",
  plane: { base: "agent", instance: "agent" },
  authorize: () => ({}),
  needsKey: false,
  keepsStreamsAlive: true,
  hosting: undefined,
  agent: agentApi,
  files: gatewayFiles,
};
