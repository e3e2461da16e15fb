import { addGatewayFiles } from "./gateway/files.ts";
import { addGatewayInfo } from "./gateway/info.ts";
import { addGatewayResponses } from "./gateway/responses.ts";
import { addGatewaySessions } from "./gateway/sessions.ts";
import { addCopies } from "./hosting/copies.ts";
import { addInstances } from "./hosting/instances.ts";
import { addLifecycle } from "./hosting/lifecycle.ts";
import { addMoney } from "./hosting/money.ts";
import { addObserving } from "./hosting/observe.ts";
import { addPublicPorts } from "./hosting/publicPorts.ts";
import { addTemplates } from "./hosting/templates.ts";
import { addUsage } from "./hosting/usage.ts";
import { Router } from "./http/router.ts";
import type { Routers } from "./http/server.ts";
import { addUnifiedFiles } from "./unified/files.ts";
import { addUnifiedInstances } from "./unified/instances.ts";
import { addUnifiedOthers } from "./unified/others.ts";
import { addUnifiedResponses } from "./unified/responses.ts";
import { addUnifiedSessions } from "./unified/sessions.ts";

function routerOf(...parts: ((router: Router) => void)[]): Router {
  const router = new Router();
  for (const part of parts) part(router);
  return router;
}

/** All calls of the contract, by plane. The bare gateway is an instance's gateway without the edge. */
export function createRouters(): Routers {
  const gateway = routerOf(addGatewayResponses, addGatewaySessions, addGatewayInfo, addGatewayFiles);
  return {
    unified: routerOf(
      addUnifiedResponses,
      addUnifiedSessions,
      addUnifiedInstances,
      addUnifiedFiles,
      addUnifiedOthers,
    ),
    hosting: routerOf(
      addInstances,
      addLifecycle,
      addMoney,
      addUsage,
      addObserving,
      addPublicPorts,
      addCopies,
      addTemplates,
    ),
    agent: gateway,
    gateway,
  };
}
