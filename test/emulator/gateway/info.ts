import { modelCatalogue } from "../agent/models.ts";
import type { Router } from "../http/router.ts";
import { isHealthy } from "../state/lifecycle.ts";
import { agentName, agentOfRead } from "./agentParam.ts";
import { throughEdge } from "./edge.ts";

const versions = { T1: "0.1.4", T2: "0.9.2", T3: "0.18.0" };

export function addGatewayInfo(router: Router): void {
  router
    .add("GET", "/v1/version", async (x) => {
      await throughEdge(x);
      x.send(200, { name: "agent37-gateway", version: versions[x.world.settings.gatewayVersion] });
    })
    .add("GET", "/v1/health", async (x) => {
      const instance = await throughEdge(x);
      const agent = agentName(x, instance, x.query.get("agent"));
      const healthy = isHealthy(x.world, instance, agent);
      if (x.world.settings.gatewayVersion === "T1") x.send(200, { ok: true, hermes: healthy });
      else x.send(200, { ok: true, agent, healthy, ...(agent === "hermes" && { hermes: healthy }) });
    })
    .add("GET", "/v1/models", async (x) => {
      const agent = agentOfRead(x, await throughEdge(x));
      const { defaultModel, defaultProvider, models } = modelCatalogue(agent);
      if (x.world.settings.gatewayVersion === "T1") {
        const data = models.map(({ id, label, provider }) => ({
          id,
          label,
          provider,
          is_default: id === defaultModel,
        }));
        x.send(200, { default_model: defaultModel, default_provider: defaultProvider, data });
        return;
      }
      x.send(200, {
        object: "list",
        agent,
        default_model: defaultModel,
        default_provider: defaultProvider,
        data: models.map(({ id, provider, label, source }) => ({
          id,
          object: "model",
          created: 0,
          owned_by: provider,
          label,
          source,
          is_default: id === defaultModel,
        })),
      });
    });
}
