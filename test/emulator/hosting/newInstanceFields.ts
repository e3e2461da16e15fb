import { ApiError } from "../errors/apiError.ts";
import { isRecord } from "../http/exchange.ts";
import type { Exchange, Json } from "../http/exchange.ts";
import { integerField } from "../http/fields.ts";
import type { Instance } from "../state/instance.ts";
import { findTemplate } from "./templates.ts";
import { invalid } from "./shapes.ts";

/** cpu → memory and the bounds of disk, in vCPU and GB. */
export const shapes = new Map([
  [2, { memory: 4, disk: [2, 12, 4] as const }],
  [4, { memory: 8, disk: [2, 20, 6] as const }],
  [8, { memory: 16, disk: [2, 40, 12] as const }],
  [16, { memory: 32, disk: [2, 80, 24] as const }],
]);
const reserved = new Set([
  "AGENT37_INSTANCE_ID",
  "AGENT37_RUNTIME_IMAGE_REF",
  "AGENT37_AGENT_TYPE",
  "AGENT37_GATEWAY_PORT",
  "OPENCLAW_GATEWAY_PORT",
  "OPENCLAW_CONTROL_UI_INSTANCE_ORIGIN",
]);

/** Checks the fields of a create. */
export function createFields(x: Exchange, body: Json): Partial<Instance> {
  const template = body["template"] ?? "agent37-hermes";
  if (typeof template !== "string" || template.endsWith("@latest"))
    throw invalid("The template is not valid.");
  const found = findTemplate(x.world, template);
  if (!found) throw invalid("No such template.");
  checkType(x, body["type"]);
  checkEnvironment(x, body["env"]);
  const budget = body["budget"] ?? {};
  if (!isRecord(budget)) throw invalid("budget must be an object.");
  const most = Number.MAX_SAFE_INTEGER;
  return {
    ...ownerFields(body),
    template,
    agents: found.agents,
    resources: resourceFields(x, body["resources"] ?? {}, { cpu: 2 }),
    type: typeof body["type"] === "string" ? body["type"] : "default",
    idleTimeoutSeconds: x.world.settings.gatewayVersion === "T3" ? 900 : 300,
    ...sleepFields(x, body),
    capMicros: integerField(x, budget, "monthly_cap_micros", 0, most) ?? 0,
    creditMicros: integerField(x, budget, "credit_micros", 0, most) ?? 0,
  };
}

/** `name`, `user`, `metadata`: present keys only. */
export function ownerFields(body: Json): Partial<Instance> {
  const fields: Partial<Instance> = {};
  if ("name" in body) fields.name = shortText(body["name"], "name", 60);
  if ("user" in body) fields.user = shortText(body["user"], "user", 200);
  const metadata = body["metadata"];
  if (metadata !== undefined) {
    if (metadata !== null && !isRecord(metadata)) throw invalid("metadata must be an object.");
    if (JSON.stringify(metadata).length > 4096) throw invalid("metadata takes at most 4 KB.");
    fields.metadata = metadata;
  }
  return fields;
}

/** `auto_sleep`, `idle_timeout_seconds`: present keys only. */
export function sleepFields(x: Exchange, body: Json): Partial<Instance> {
  const fields: Partial<Instance> = {};
  const auto = body["auto_sleep"];
  if (auto !== undefined) {
    if (typeof auto !== "boolean") throw invalid("auto_sleep must be a boolean.");
    fields.autoSleep = auto;
  }
  const least = x.world.settings.gatewayVersion === "T3" ? 300 : 60;
  const idle = integerField(x, body, "idle_timeout_seconds", least, 86_400);
  if (idle !== undefined) fields.idleTimeoutSeconds = idle;
  return fields;
}

/** A supported cpu/memory pair with a disk within its bounds; missing numbers come from `base`. */
export function resourceFields(
  x: Exchange,
  value: unknown,
  base: { cpu: number; disk?: number },
): Instance["resources"] {
  if (!isRecord(value)) throw invalid("resources must be an object.");
  const memory = integerField(x, value, "memory", 1, 1024);
  const byMemory = [...shapes].find(([, shape]) => shape.memory === memory)?.[0];
  const cpu = integerField(x, value, "cpu", 1, 1024) ?? byMemory ?? base.cpu;
  const shape = shapes.get(cpu);
  if (!shape || (memory !== undefined && memory !== shape.memory))
    throw invalid("That size is not supported.");
  if (cpu === 16 && x.world.settings.gatewayVersion !== "T3") throw invalid("That size is not supported.");
  const [least, most, usual] = shape.disk;
  const disk = integerField(x, value, "disk", least, most) ?? Math.max(base.disk ?? usual, least);
  return { cpu, memory: shape.memory, disk: Math.min(disk, most) };
}

function shortText(value: unknown, name: string, longest: number): string | null {
  if (value === null || value === "") return null;
  if (typeof value !== "string" || value.length > longest) {
    throw invalid(`${name} must be a string of at most ${String(longest)} characters.`);
  }
  return value;
}

function checkType(x: Exchange, type: unknown): void {
  if (type === undefined) return;
  const newest = x.world.settings.gatewayVersion === "T3";
  const known = newest ? ["default", "performance", "burstable"] : ["dedicated", "shared"];
  if (typeof type !== "string" || !known.includes(type))
    throw invalid(`type must be one of ${known.join(", ")}.`);
  if (type === "shared") throw new ApiError("shared_unavailable");
}

function checkEnvironment(x: Exchange, env: unknown): void {
  if (env === undefined) return;
  if (!isRecord(env)) throw invalid("env must be an object.");
  const most = x.world.settings.gatewayVersion === "T3" ? 64 : 32;
  if (Object.keys(env).length > most) throw invalid(`env takes at most ${String(most)} entries.`);
  for (const [key, value] of Object.entries(env)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(key) || reserved.has(key)) throw invalid(`env may not set ${key}.`);
    if (typeof value !== "string" || value.length > 4096) throw invalid(`The value of ${key} is not valid.`);
  }
}
