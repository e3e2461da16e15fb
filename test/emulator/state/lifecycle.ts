import { ApiError } from "../errors/apiError.ts";
import type { World } from "../world.ts";
import type { Instance } from "./instance.ts";

/** Statuses that pass by themselves. */
const passing = new Set([
  "provisioning",
  "starting",
  "stopping",
  "restarting",
  "updating",
  "waking",
  "deleting",
]);

export function isPassing(instance: Instance): boolean {
  return passing.has(instance.status);
}

/**
 * Takes an instance through an intermediate status; resolves when it has arrived. Running turns end, and an agent
 * that comes up boots first.
 */
export async function moveTo(
  world: World,
  instance: Instance,
  via: string,
  target: string,
  apply?: () => void,
): Promise<void> {
  instance.status = via;
  // A wake brings the memory back, gateway records included; everything else restarts the gateway.
  if (via !== "waking") world.turns.killAll(instance);
  if (via === "starting" && world.mutations.has("startNeverRuns")) return;
  await world.clock.sleep(world.settings.transitionMs);
  if (instance.status !== via) return;
  if (instance.failsNext) failMove(world, instance, via, instance.failsNext);
  apply?.();
  instance.status = target;
  instance.statusReason = null;
  instance.sleptAt = null;
  // What was asleep answers at once, also to a request that was held until this moment.
  if (via === "waking") instance.readyAt = world.clock.now();
  else if (target === "running") boot(world, instance);
  instance.logs.push(`${via} done: ${target}`);
}

const operations: Record<string, string> = {
  starting: "start",
  stopping: "stop",
  restarting: "restart",
  updating: "update",
  waking: "wake",
};

function failMove(
  world: World,
  instance: Instance,
  via: string,
  failure: { message: string; detail?: string },
): never {
  instance.failsNext = null;
  // Who could not be woken stays asleep.
  instance.status = via === "waking" ? "sleeping" : "failed";
  if (via === "waking") instance.sleptAt = world.clock.now();
  const code = "provisioning_failed";
  const at = world.clock.seconds();
  instance.statusReason = { code, ...failure, operation: operations[via] ?? via, at };
  instance.logs.push(`${via} failed: ${failure.message}`);
  throw new ApiError(code, failure);
}

/** The agent of a computer that just came up needs `bootMs` until it answers. */
export function boot(world: World, instance: Instance): void {
  instance.readyAt = world.clock.now() + world.settings.bootMs;
}

/** Whether the gateway's port does not even open yet. */
export function isUnreachable(world: World, instance: Instance): boolean {
  return world.clock.now() < instance.readyAt - world.settings.bootMs / 2;
}

/** Whether a harness can take a turn now. */
export function isHealthy(world: World, instance: Instance, agent: string): boolean {
  if (!instance.agents.includes(agent) || instance.loggedOut.includes(agent)) return false;
  return instance.forcedHealth ?? world.clock.now() >= instance.readyAt;
}

/** Wakes a sleeping instance; unlike after a boot, its agent answers at once. */
export async function wake(world: World, instance: Instance): Promise<void> {
  await moveTo(world, instance, "waking", "running");
}
