import { ApiError } from "../errors/apiError.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Instance } from "../state/instance.ts";
import { isUnreachable, wake } from "../state/lifecycle.ts";
import { gatewayInstanceId } from "../state/seed.ts";

const longestWakeMs = 180_000;
const flat = { envelope: "flat" } as const;

/**
 * What stands between a client and an instance: answers with flat errors for instances that cannot be reached, and
 * holds a request to a sleeping one until it is awake.
 */
export async function throughEdge(x: Exchange): Promise<Instance> {
  const { world } = x;
  if (x.plane === "gateway") return mustGet(x, gatewayInstanceId);
  const instance = mustGet(x, x.entry.instanceId ?? "");
  if (instance.dialect !== "two-plane") throw new ApiError("not_found", flat);
  if (["failed", "deleting", "deleted"].includes(instance.status)) throw new ApiError("not_found", flat);
  if (instance.pastDue) throw new ApiError("instance_suspended");
  if (instance.status === "stopped" || instance.status === "stopping")
    throw new ApiError("container_unavailable");
  if (instance.status === "sleeping") wake(world, instance).catch(() => undefined);
  const deadline = world.clock.now() + longestWakeMs;
  while (instance.status === "waking") {
    if (world.clock.now() >= deadline) throw new ApiError("wake_timeout");
    await world.clock.sleep(50);
  }
  if (instance.status === "sleeping") throw new ApiError("wake_failed");
  if (instance.status !== "running" || isUnreachable(world, instance))
    throw new ApiError("container_unreachable");
  return instance;
}

function mustGet(x: Exchange, id: string): Instance {
  const instance = x.world.instances.get(id);
  if (!instance) throw new ApiError("not_found", flat);
  return instance;
}
