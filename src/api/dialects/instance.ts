/** Instance objects of both dialects; an object tells by itself which one it belongs to. */
import * as v from "valibot";
import type { Instance, InstanceStatus, Spend } from "../wire.ts";
import { instanceStatuses } from "../wire.ts";
import { detectInstance } from "./detect.ts";
import { id, maybe, number, read, strings, text } from "./shapes.ts";

const balance = v.object({
  managed_cap_usd: number,
  managed_used_usd: maybe(number),
  remaining_usd: maybe(number),
});

const statusReason = v.object({
  code: text,
  message: text,
  detail: maybe(text),
  operation: maybe(text),
  at: maybe(number),
});

const instance = v.object({
  id,
  status: maybe(text),
  status_reason: maybe(statusReason),
  name: maybe(text),
  template: maybe(text),
  agents: maybe(strings),
  vcpu: maybe(number),
  resources: maybe(v.object({ cpu: maybe(number), memory: maybe(number), disk: maybe(number) })),
  user: maybe(text),
  balance: maybe(balance),
  past_due: maybe(v.boolean()),
  update_available: maybe(v.boolean()),
  auto_sleep: maybe(v.boolean()),
  idle_timeout_seconds: maybe(number),
  slept_at: maybe(number),
  created: maybe(number),
});

/**
 * An instance object of either dialect. Times of both are seconds.
 * @throws ShapeError when it has no id
 */
export function readInstance(json: unknown, assume: "unified" | "two-plane" = "two-plane"): Instance {
  const raw = read(instance, json);
  const statusText = raw.status ?? "unknown";
  const status: InstanceStatus = instanceStatuses.find((known) => known === statusText) ?? "unknown";
  const { template } = raw;
  return {
    id: raw.id,
    ...detectInstance(json, raw.id, assume),
    name: raw.name || undefined,
    status,
    statusText,
    statusReason: raw.status_reason && { ...raw.status_reason, at: toMs(raw.status_reason.at) },
    template,
    agents: raw.agents ?? agentsOfTemplate(template),
    shape: {
      vcpu: raw.resources?.cpu ?? raw.vcpu,
      memoryGb: raw.resources?.memory,
      diskGb: raw.resources?.disk,
    },
    user: raw.user || undefined,
    spend: raw.balance && toSpend(raw.balance),
    pastDue: raw.past_due ?? false,
    updateAvailable: raw.update_available ?? false,
    autoSleep: raw.auto_sleep,
    idleTimeoutMs: toMs(raw.idle_timeout_seconds),
    sleptAt: toMs(raw.slept_at),
    createdAt: toMs(raw.created),
  };
}

/** Undefined when the answer is no instance object with a status; the object must be read again then. */
export function readInstanceIfAny(json: unknown, assume: "unified" | "two-plane"): Instance | undefined {
  // Acknowledgements `{id, status}` carry neither shape nor place.
  const whole = v.is(v.union([v.object({ template: text }), v.object({ created: number })]), json);
  return whole && v.is(instance, json) ? readInstance(json, assume) : undefined;
}

function toSpend(raw: v.InferOutput<typeof balance>): Spend {
  const usedUsd = raw.managed_used_usd ?? 0;
  return {
    capUsd: raw.managed_cap_usd,
    usedUsd,
    remainingUsd: raw.remaining_usd ?? Math.max(0, raw.managed_cap_usd - usedUsd),
  };
}

/** System templates are named after their harness: `agent37-codex@3` runs `codex`. Others say nothing. */
function agentsOfTemplate(template: string | undefined): readonly string[] {
  const name = /^(?:agent37-)?([a-z-]+?)(?:-small)?(?:@.*)?$/.exec(template ?? "")?.[1];
  return name !== undefined && harnesses.has(name) ? [name] : [];
}

const harnesses = new Set(["hermes", "openclaw", "claude-code", "codex", "grok", "opencode", "pi"]);

function toMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
