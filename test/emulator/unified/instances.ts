import { rm } from "node:fs/promises";
import { ApiError } from "../errors/apiError.ts";
import { realPath } from "../files/paths.ts";
import { isRecord } from "../http/exchange.ts";
import type { Exchange, Json } from "../http/exchange.ts";
import { badField, textField } from "../http/fields.ts";
import type { Router } from "../http/router.ts";
import { hex } from "../state/ids.ts";
import { newInstance } from "../state/instance.ts";
import type { Instance } from "../state/instance.ts";
import { moveTo } from "../state/lifecycle.ts";
import { addInstance } from "../state/seed.ts";
import { instanceObject, unifiedInstance } from "./shapes.ts";

const agentsOfTemplate: Record<string, string[]> = {
  hermes: ["hermes"],
  "claude-code": ["claude-code"],
  codex: ["codex"],
  openclaw: ["openclaw"],
  all: ["hermes", "claude-code", "codex", "openclaw"],
};

export function addUnifiedInstances(router: Router): void {
  router
    .add("GET", "/v1/instances", list)
    .add("POST", "/v1/instances", create)
    .add("GET", "/v1/instances/:id", (x) => x.send(200, instanceObject(unifiedInstance(x))))
    .add("PATCH", "/v1/instances/:id", patch)
    .add("DELETE", "/v1/instances/:id", remove)
    .add("POST", "/v1/instances/:id/restore", (x) => {
      const instance = unifiedInstance(x, x.param("id"), true);
      instance.archived = false;
      x.send(200, instanceObject(instance));
    })
    .add("POST", "/v1/instances/:id/restart", (x) => move(x, "restarting", "running"))
    .add("POST", "/v1/instances/:id/start", (x) => move(x, "starting", "running"))
    .add("POST", "/v1/instances/:id/stop", (x) => move(x, "stopping", "stopped"))
    .add("POST", "/v1/instances/:id/update", async (x) => {
      const instance = unifiedInstance(x);
      await moveTo(x.world, instance, "updating", "running", () => (instance.updateAvailable = false));
      x.send(200, {
        id: instance.id,
        status: instance.status,
        image_ref: `${instance.template}:2026.05.29a`,
      });
    });
}

function list(x: Exchange): void {
  const user = x.query.get("user");
  const mine = [...x.world.instances.values()].filter(
    (instance) =>
      instance.dialect === "unified" && !instance.archived && (user === null || instance.user === user),
  );
  mine.sort((a, b) => b.createdAt - a.createdAt);
  x.send(200, { data: mine.map(instanceObject), has_more: false, next_cursor: null });
}

async function create(x: Exchange): Promise<void> {
  const { world } = x;
  const body = x.json(true);
  const template = textField(x, body, "template") ?? "hermes";
  const agents = agentsOfTemplate[template] ?? (/^[\w-]+:[\w.-]+$/.test(template) ? ["hermes"] : undefined);
  if (!agents) throw badField(x, "template", "No such template.");
  const fields = changes(x, body);
  if (world.walletMicros <= 0)
    throw new ApiError("insufficient_balance", { hint: "Add funds in the dashboard." });
  const instance = newInstance(`inst_${hex(6)}`, "unified", world.clock.now(), {
    ...fields,
    template,
    agents,
    status: "provisioning",
    user: textField(x, body, "user"),
  });
  await addInstance(world, instance);
  await world.clock.sleep(world.settings.transitionMs);
  instance.status = "running";
  instance.readyAt = world.clock.now();
  x.send(200, instanceObject(instance));
}

function patch(x: Exchange): void {
  const instance = unifiedInstance(x);
  const before = instance.capMicros;
  Object.assign(instance, changes(x, x.json()));
  x.send(200, instanceObject(instance));
  if (x.world.mutations.has("capNotRaised")) instance.capMicros = before;
}

/** Fields that create and PATCH share: present keys only. */
function changes(x: Exchange, body: Json): Partial<Instance> {
  const fields: Partial<Instance> = {};
  if ("name" in body) fields.name = textField(x, body, "name");
  const cap = body["managed_credit_cap_usd"];
  if (cap !== undefined) {
    if (typeof cap !== "number" || !(cap >= 0)) {
      throw badField(x, "managed_credit_cap_usd", "managed_credit_cap_usd must be a number of USD.");
    }
    fields.capMicros = Math.round(cap * 1_000_000);
  }
  const vcpu = body["vcpu"];
  if (vcpu !== undefined) {
    if (vcpu !== 1 && vcpu !== 2 && vcpu !== 4 && vcpu !== 8)
      throw badField(x, "vcpu", "vcpu must be 1, 2, 4 or 8.");
    fields.vcpu = vcpu;
  }
  const metadata = body["metadata"];
  if (metadata !== undefined) {
    if (metadata !== null && !isRecord(metadata))
      throw badField(x, "metadata", "metadata must be an object.");
    fields.metadata = metadata;
  }
  return fields;
}

async function move(x: Exchange, via: string, target: string): Promise<void> {
  const instance = unifiedInstance(x);
  if (instance.status !== target || via === "restarting") await moveTo(x.world, instance, via, target);
  x.send(200, { id: instance.id, status: instance.status });
}

async function remove(x: Exchange): Promise<void> {
  const { world } = x;
  const instance = unifiedInstance(x, x.param("id"), true);
  world.turns.killAll(instance);
  instance.archived = true;
  if (x.query.get("permanent") === "true") {
    world.instances.delete(instance.id);
    world.sessions.removeOf(instance.id);
    await rm(realPath(world, instance, "/"), { recursive: true, force: true });
  }
  x.send(200, { id: instance.id, deleted: true });
}
