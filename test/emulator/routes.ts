import { addGatewayInfo } from "./gateway/info.ts";
import { addGatewayResponses } from "./gateway/responses.ts";
import { addGatewaySessions } from "./gateway/sessions.ts";
import { addInstances } from "./hosting/instances.ts";
import { addLifecycle } from "./hosting/lifecycle.ts";
import { addMoney } from "./hosting/money.ts";
import { addTemplates } from "./hosting/templates.ts";
import { Router } from "./http/router.ts";
import type { Routers } from "./http/server.ts";
import { addUnifiedInstances } from "./unified/instances.ts";
import { addUnifiedResponses } from "./unified/responses.ts";
import { addUnifiedSessions } from "./unified/sessions.ts";

function routerOf(...parts: ((router: Router) => void)[]): Router {
  const router = new Router();
  for (const part of parts) part(router);
  return router;
}

/** All calls of the contract, by plane. The bare gateway is an instance's gateway without the edge. */
export function createRouters(): Routers {
  const gateway = routerOf(addGatewayResponses, addGatewaySessions, addGatewayInfo);
  return {
    unified: routerOf(addUnifiedResponses, addUnifiedSessions, addUnifiedInstances),
    hosting: routerOf(addInstances, addLifecycle, addMoney, addTemplates),
    agent: gateway,
    gateway,
  };
}
