/** The door of this folder: the rest of the program calls what is exported here. */
import { createAgentCalls } from "./agentCalls.ts";
import { createCaller } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import { createHostingCalls } from "./hostingCalls.ts";
import { createTransport } from "./http/transport.ts";
import type { Agent37ClientOptions } from "./options.ts";
import { createUploadCalls } from "./uploadCalls.ts";

export type { Agent37Client } from "./contract.ts";
export type {
  Agent37ClientOptions,
  ApiAccount,
  CallOptions,
  FoundTurn,
  LostTurn,
  NetworkSettings,
  RetryWait,
  TurnOptions,
  TurnRef,
} from "./options.ts";

/** Makes a client. Nothing is loaded or connected before the first call. */
export function createAgent37Client(options: Agent37ClientOptions): Agent37Client {
  const transport = createTransport(options);
  const caller = createCaller(options, transport);
  return {
    ...createHostingCalls(options, caller),
    ...createAgentCalls(options, caller),
    ...createUploadCalls(options, caller),
    dispose: () => transport.dispose(),
  };
}
