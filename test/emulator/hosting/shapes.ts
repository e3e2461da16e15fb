import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Instance, PublicPort } from "../state/instance.ts";
import type { World } from "../world.ts";

/** Two-plane instance object in the shape of the configured version; times in unix seconds. */
export function instanceObject(world: World, instance: Instance) {
  const version = world.settings.gatewayVersion;
  const url = world.agentUrl(instance);
  const shared = { id: instance.id, status: instance.status };
  const owner = { user: instance.user, name: instance.name, metadata: instance.metadata };
  const created = Math.floor(instance.createdAt / 1000);
  const { template, resources } = instance;
  if (version === "T1") {
    const ports = [
      { port: 3737, default: true, url },
      { port: 7681, default: false, url: `${world.origin}/agent/${instance.id}-7681` },
    ];
    return { ...shared, template, resources, ports, ...owner, created };
  }
  return {
    ...shared,
    status_reason: instance.statusReason,
    template,
    template_revision: world.templates.get(template)?.revision ?? null,
    image_ref: `ghcr.io/example/${template.replace(/^agent37-/, "")}:2026.10.05a`,
    image_digest: instance.imageDigest,
    ...(version === "T3" && { type: instance.type }),
    resources,
    url,
    domain_urls: [],
    public_ports: instance.publicPorts.map((port) => publicPortObject(world, instance, port)),
    ...owner,
    auto_sleep: instance.autoSleep,
    idle_timeout_seconds: instance.idleTimeoutSeconds,
    ...(["sleeping", "waking"].includes(instance.status) && {
      slept_at: instance.sleptAt === null ? null : Math.floor(instance.sleptAt / 1000),
    }),
    past_due: instance.pastDue,
    created,
  };
}

export function publicPortObject(world: World, instance: Instance, port: PublicPort) {
  return {
    port: port.port,
    url: `${world.origin}/agent/${instance.id}-${String(port.port)}`,
    domain_urls: [],
    prefix: port.prefix,
    ...(world.settings.gatewayVersion === "T3" && { label: port.label }),
    created: port.created,
  };
}

/** The instance of a hosting call; 404 `not_found` for unknown ones. */
export function hostedInstance(x: Exchange): Instance {
  const instance = x.world.instances.get(x.param("id"));
  if (instance?.dialect !== "two-plane") throw new ApiError("not_found", { message: "No such instance." });
  return instance;
}

export function invalid(message: string): ApiError {
  return new ApiError("invalid_request", { message });
}
