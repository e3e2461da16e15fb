import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Instance } from "../state/instance.ts";
import type { Turn } from "../turns/turn.ts";

/** Unified instance object; money in USD, times in unix seconds. */
export function instanceObject(instance: Instance) {
  return {
    id: instance.id,
    status: instance.status,
    template: instance.template,
    agents: instance.agents,
    vcpu: instance.vcpu,
    user: instance.user,
    name: instance.name,
    metadata: instance.metadata,
    balance: {
      managed_cap_usd: instance.capMicros / 1_000_000,
      managed_used_usd: instance.usedMicros / 1_000_000,
      remaining_usd: Math.max(0, instance.capMicros - instance.usedMicros) / 1_000_000,
    },
    update_available: instance.updateAvailable,
    created: Math.floor(instance.createdAt / 1000),
  };
}

/** Unified response object. A failed turn carries its error like `response.failed` does. */
export function responseObject(turn: Turn) {
  return {
    id: turn.id,
    instance_id: turn.instanceId,
    session_id: turn.sessionId,
    status: turn.status,
    output_text: turn.outputText,
    usage: turn.usage,
    ...(turn.error && { error: turn.error }),
    ...(turn.metadata && { metadata: turn.metadata }),
  };
}

/** The instance of a unified call; 404 `instance_not_found` for unknown and archived ones. */
export function unifiedInstance(x: Exchange, id = x.param("id"), archivedToo = false): Instance {
  const instance = x.world.instances.get(id);
  if (instance?.dialect !== "unified" || (instance.archived && !archivedToo))
    throw new ApiError("instance_not_found");
  return instance;
}

/** The same, but it must run: 409 `instance_not_running` otherwise. */
export function runningInstance(x: Exchange, id = x.param("id")): Instance {
  const instance = unifiedInstance(x, id);
  if (instance.status !== "running") throw new ApiError("instance_not_running");
  return instance;
}
