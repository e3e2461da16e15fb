import { rm } from "node:fs/promises";
import { ApiError } from "../errors/apiError.ts";
import { realPath } from "../files/paths.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Router } from "../http/router.ts";
import { instanceId } from "../state/ids.ts";
import { newInstance } from "../state/instance.ts";
import { boot } from "../state/lifecycle.ts";
import { addInstance } from "../state/seed.ts";
import { createFields, ownerFields, sleepFields } from "./newInstanceFields.ts";
import { hostedInstance, instanceObject, invalid } from "./shapes.ts";

/** A day of the smallest size, in micros: the least a wallet must hold to create an instance. */
export const dayRateMicros = 500_000;

export function addInstances(router: Router): void {
  router
    .add("GET", "/v1/instances", (x) => {
      const mine = [...x.world.instances.values()].filter(({ dialect }) => dialect === "two-plane");
      mine.sort((a, b) => b.createdAt - a.createdAt);
      x.send(200, { data: mine.map((instance) => instanceObject(x.world, instance)) });
    })
    .add("POST", "/v1/instances", create)
    .add("GET", "/v1/instances/:id", (x) => x.send(200, instanceObject(x.world, hostedInstance(x))))
    .add("PATCH", "/v1/instances/:id", patch)
    .add("DELETE", "/v1/instances/:id", remove);
}

async function create(x: Exchange): Promise<void> {
  const { world } = x;
  const fields = createFields(x, x.json(true));
  if (world.walletMicros < dayRateMicros) throw new ApiError("insufficient_balance");
  const instance = newInstance(instanceId(), "two-plane", world.clock.now(), {
    ...fields,
    status: "provisioning",
  });
  await addInstance(world, instance);
  await world.clock.sleep(world.settings.transitionMs);
  instance.status = "running";
  boot(world, instance);
  x.send(201, instanceObject(world, instance));
}

function patch(x: Exchange): void {
  const instance = hostedInstance(x);
  const body = x.json();
  const fields = { ...ownerFields(body), ...sleepFields(x, body) };
  if (Object.keys(fields).length === 0) throw invalid("Nothing to change.");
  Object.assign(instance, fields);
  x.send(200, instanceObject(x.world, instance));
}

async function remove(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = hostedInstance(x);
  instance.status = "deleting";
  world.turns.killAll(instance);
  world.sessions.removeOf(instance.id);
  world.instances.delete(instance.id);
  await rm(realPath(world, instance, "/"), { recursive: true, force: true });
  x.send(200, { id: instance.id, deleted: true });
}
