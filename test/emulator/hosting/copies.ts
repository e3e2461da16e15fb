import { cp } from "node:fs/promises";
import { ApiError } from "../errors/apiError.ts";
import { realPath } from "../files/paths.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { hex, instanceId } from "../state/ids.ts";
import { newInstance } from "../state/instance.ts";
import { boot, moveTo } from "../state/lifecycle.ts";
import { addInstance } from "../state/seed.ts";
import { dayRateMicros } from "./instances.ts";
import { inState } from "./lifecycle.ts";
import { ownerFields, resourceFields, sleepFields } from "./newInstanceFields.ts";
import { hostedInstance, instanceObject, invalid } from "./shapes.ts";

const backupWindowMs = 15 * 60_000;
const awake = ["running", "stopped", "sleeping"];

/** Calls that exist from T3 on: fork, backups, restore. */
export function addCopies(router: Router): void {
  router
    .add("POST", "/v1/instances/:id/fork", onlyT3(fork))
    .add(
      "GET",
      "/v1/instances/:id/backups",
      onlyT3((x) => x.send(200, { data: hostedInstance(x).backups })),
    )
    .add("POST", "/v1/instances/:id/backups", onlyT3(backup))
    .add("POST", "/v1/instances/:id/restore", onlyT3(restore));
}

function onlyT3(handler: (x: Exchange) => Promise<void> | void) {
  return async (x: Exchange): Promise<void> => {
    if (x.world.settings.gatewayVersion !== "T3") throw new ApiError("not_found");
    await handler(x);
  };
}

async function fork(x: Exchange): Promise<void> {
  const { world } = x;
  const source = inState(x, awake, "The instance cannot be forked now.");
  const body = x.json(true);
  const resources =
    body["resources"] === undefined
      ? source.resources
      : resourceFields(x, body["resources"], source.resources);
  if (resources.disk < source.resources.disk)
    throw invalid("The disk must not be smaller than the source's.");
  const fields = { ...ownerFields(body), ...sleepFields(x, body) };
  if (world.walletMicros < dayRateMicros) throw new ApiError("insufficient_balance");
  const copy = newInstance(instanceId(), "two-plane", world.clock.now(), {
    template: source.template,
    agents: [...source.agents],
    user: source.user,
    name: source.name,
    metadata: source.metadata,
    autoSleep: source.autoSleep,
    capMicros: source.capMicros,
    ...fields,
    resources,
    status: "provisioning",
  });
  await addInstance(world, copy);
  await cp(realPath(world, source, "/"), realPath(world, copy, "/"), { recursive: true });
  const arrival = world.clock.sleep(world.settings.transitionMs).then(() => {
    copy.status = "running";
    boot(world, copy);
  });
  if (!world.settings.longMoves) await arrival;
  x.send(copy.status === "running" ? 201 : 202, instanceObject(world, copy));
}

async function backup(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = inState(x, awake, "The instance cannot be backed up now.");
  const now = world.clock.now();
  const since = now - (instance.lastBackupAttempt ?? -Infinity);
  if (since < backupWindowMs) {
    const wait = Math.ceil((backupWindowMs - since) / 1000);
    throw new ApiError("rate_limited", { status: 429, retryAfter: String(wait) });
  }
  instance.lastBackupAttempt = now;
  await world.clock.sleep(world.settings.transitionMs);
  const made = {
    id: hex(10),
    kind: "manual" as const,
    created: world.clock.seconds(),
    size_bytes: 52_428_800,
  };
  instance.backups = [made, ...instance.backups.filter(({ kind }) => kind === "automatic")];
  x.send(201, made);
}

async function restore(x: Exchange): Promise<void> {
  const instance = inState(x, ["running", "stopped"], "The instance must be running or stopped.");
  const { backup: id, ...others } = x.json();
  if (typeof id !== "string" || Object.keys(others).length > 0) throw invalid("restore takes only backup.");
  if (!instance.backups.some((one) => one.id === id))
    throw new ApiError("not_found", { message: "No such backup." });
  await moveTo(x.world, instance, "updating", instance.status);
  x.send(200, { id: instance.id, status: instance.status });
}
