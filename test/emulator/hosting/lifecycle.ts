import { ApiError } from "../errors/apiError.ts";
import type { Exchange, Json } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import type { Instance } from "../state/instance.ts";
import { isPassing, moveTo, wake } from "../state/lifecycle.ts";
import { resourceFields } from "./newInstanceFields.ts";
import { hostedInstance, instanceObject, invalid } from "./shapes.ts";
import { findTemplate } from "./templates.ts";

export function addLifecycle(router: Router): void {
  router
    .add("POST", "/v1/instances/:id/stop", stop)
    .add("POST", "/v1/instances/:id/start", start)
    .add("POST", "/v1/instances/:id/restart", restart)
    .add("POST", "/v1/instances/:id/update", update)
    .add("POST", "/v1/instances/:id/resize", resize);
}

/** The instance, if its status is one of `allowed`; mid-transition it is 409, in another state 400. */
export function inState(x: Exchange, allowed: string[], message: string): Instance {
  const instance = hostedInstance(x);
  if (isPassing(instance)) throw new ApiError("try_again", { status: 409 });
  if (!allowed.includes(instance.status)) throw invalid(message);
  return instance;
}

async function stop(x: Exchange): Promise<void> {
  const instance = inState(x, ["running", "sleeping", "stopped"], "The instance cannot be stopped now.");
  if (instance.status !== "stopped") await moveTo(x.world, instance, "stopping", "stopped");
  x.send(200, { id: instance.id, status: instance.status });
}

async function start(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = inState(x, ["stopped", "sleeping", "running"], "The instance cannot be started now.");
  if (instance.pastDue) {
    if (world.walletMicros <= 0) throw new ApiError("insufficient_balance");
    instance.pastDue = false;
  }
  if (instance.status === "sleeping") await wake(world, instance);
  if (instance.status === "stopped") {
    const arrival = moveTo(world, instance, "starting", "running");
    if (world.settings.longMoves) arrival.catch(() => undefined);
    else await arrival;
  }
  x.send(instance.status === "starting" ? 202 : 200, { id: instance.id, status: instance.status });
}

async function restart(x: Exchange): Promise<void> {
  const instance = inState(x, ["running"], "The instance must be running.");
  await moveTo(x.world, instance, "restarting", "running", () => (instance.restarts += 1));
  x.send(200, { id: instance.id, status: instance.status });
}

async function update(x: Exchange): Promise<void> {
  const { world } = x;
  const allowed = [
    "running",
    "stopped",
    "failed",
    ...(world.settings.gatewayVersion === "T3" ? ["sleeping"] : []),
  ];
  const instance = inState(x, allowed, "The instance cannot be updated now.");
  const body = x.json(true);
  const { template, ...others } = body;
  if (Object.keys(others).length > 0) throw invalid("update takes only template.");
  if (template !== undefined && (typeof template !== "string" || !findTemplate(world, template))) {
    throw invalid("No such template.");
  }
  const target = instance.status === "stopped" ? "stopped" : "running";
  await moveTo(world, instance, "updating", target, () => {
    if (typeof template === "string") instance.template = template;
    instance.agents =
      (template === undefined ? undefined : findTemplate(world, instance.template)?.agents) ??
      instance.agents;
    instance.imageDigest = `sha256:${"cd".repeat(32)}`;
  });
  const { id, status, image_ref, image_digest, template_revision } = instanceObject(world, instance) as Json;
  x.send(200, { id, status, template: instance.template, image_ref, image_digest, template_revision });
}

async function resize(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = inState(x, ["running"], "The instance must be running.");
  const body = x.json();
  const before = instance.resources;
  const after = resourceFields(x, body, before);
  if (after.disk < before.disk) throw invalid("A disk cannot shrink.");
  if (world.settings.gatewayVersion !== "T3" && after.cpu < before.cpu)
    throw invalid("An instance cannot shrink.");
  if (after.cpu === before.cpu && after.disk === before.disk) throw invalid("Nothing to change.");
  const arrival = moveTo(world, instance, "updating", "running", () => (instance.resources = after));
  if (world.settings.longMoves) arrival.catch(() => undefined);
  else await arrival;
  const { id, status, resources } = instance;
  x.send(status === "updating" ? 202 : 200, { id, status, resources });
}
