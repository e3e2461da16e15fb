import { createAgentCalls } from "./agentCalls.ts";
import { createCaller } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import { createComputerCalls } from "./computerCalls.ts";
import { createFileCalls } from "./fileCalls.ts";
import { createHostingCalls } from "./hostingCalls.ts";
import { createTransport } from "./http/transport.ts";
import type { Agent37ClientOptions } from "./options.ts";
import { createUploadCalls } from "./uploadCalls.ts";

/** All of a client. To be imported dynamically only, so that starting the extension does not load it. */
export function openClient(options: Agent37ClientOptions): Agent37Client {
  const transport = createTransport(options);
  const caller = createCaller(options, transport);
  return {
    ...createHostingCalls(options, caller),
    ...createAgentCalls(options, caller),
    ...createComputerCalls(caller),
    ...createFileCalls(options, caller),
    ...createUploadCalls(options, caller),
    dispose: () => transport.dispose(),
  };
}
