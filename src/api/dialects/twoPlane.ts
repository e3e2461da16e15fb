/** The two-plane API: lifecycle and budget at the base URL (USD micros, seconds), everything else on the instance. */
import * as v from "valibot";
import type { Spend } from "../wire.ts";
import { agentApi } from "./agentApi.ts";
import type { Call, Dialect, HostingApi } from "./dialect.ts";
import { readInstance, readInstanceIfAny } from "./instance.ts";
import { epochMs, ignore, maybe, number, read, text } from "./shapes.ts";

function call<T>(fields: Omit<Call<T>, "place" | "patience">): Call<T> {
  return { place: "base", patience: fields.method === "GET" ? "read" : "lifecycle", ...fields };
}

function lifecycle(name: string, instanceId: string, action: string): Call<void> {
  return call({ name, method: "POST", path: ["instances", instanceId, action], decode: ignore });
}

const readTwoPlane = (json: unknown) => readInstance(json, "two-plane");

const budget = v.object({
  monthly_cap_micros: number,
  monthly_consumed_micros: maybe(number),
  monthly_remaining_micros: maybe(number),
  monthly_period: maybe(text),
  credit_remaining_micros: maybe(number),
  topup_remaining_micros: maybe(number),
  updated_at: maybe(number),
});

function readBudget(json: unknown): Spend {
  const raw = read(budget, json);
  const cap = raw.monthly_cap_micros;
  const used = raw.monthly_consumed_micros ?? 0;
  const credit = raw.credit_remaining_micros ?? raw.topup_remaining_micros;
  return {
    capUsd: toUsd(cap),
    usedUsd: toUsd(used),
    remainingUsd: toUsd(raw.monthly_remaining_micros ?? Math.max(0, cap - used)),
    creditUsd: credit === undefined ? undefined : toUsd(credit),
    period: raw.monthly_period,
    updatedAt: epochMs(raw.updated_at),
  };
}

/** Memory in GB that belongs to a number of vCPUs; other pairs are refused. */
function resources(vcpu: number): { readonly cpu: number; readonly memory: number } {
  return { cpu: vcpu, memory: vcpu * 2 };
}

const hosting: HostingApi = {
  getInstance: (instanceId) =>
    call({ name: "read the instance", method: "GET", path: ["instances", instanceId], decode: readTwoPlane }),
  createInstance: (request) =>
    call({
      name: "create an instance",
      method: "POST",
      path: ["instances"],
      body: {
        template: request.template,
        resources: request.vcpu === undefined ? undefined : resources(request.vcpu),
        user: request.user,
        name: request.name,
        budget:
          request.spendCapUsd === undefined
            ? undefined
            : { monthly_cap_micros: toMicros(request.spendCapUsd), credit_micros: 0 },
        auto_sleep: request.autoSleep,
      },
      decode: readTwoPlane,
    }),
  patchInstance: (instanceId, { name, user, autoSleep, idleTimeoutMs }) =>
    call({
      name: "change the instance",
      method: "PATCH",
      path: ["instances", instanceId],
      body: {
        name,
        user,
        auto_sleep: autoSleep,
        idle_timeout_seconds: idleTimeoutMs === undefined ? undefined : Math.round(idleTimeoutMs / 1000),
      },
      decode: (json) => readInstanceIfAny(json, "two-plane"),
    }),
  deleteInstance: (instanceId) =>
    call({ name: "delete the instance", method: "DELETE", path: ["instances", instanceId], decode: ignore }),
  startInstance: (instanceId) => lifecycle("start the instance", instanceId, "start"),
  stopInstance: (instanceId) => lifecycle("stop the instance", instanceId, "stop"),
  restartInstance: (instanceId) => lifecycle("restart the instance", instanceId, "restart"),
  updateInstance: (instanceId) => lifecycle("update the instance", instanceId, "update"),
  resizeInstance: (instanceId, vcpu) => ({
    ...lifecycle("resize the instance", instanceId, "resize"),
    body: resources(vcpu),
  }),
  getSpend: (instanceId) =>
    call({
      name: "read the spend",
      method: "GET",
      path: ["instances", instanceId, "budget"],
      decode: readBudget,
    }),
  setSpendCap: (instanceId, capUsd) =>
    call({
      name: "set the spend cap",
      method: "PATCH",
      path: ["instances", instanceId, "budget"],
      body: { monthly_cap_micros: toMicros(capUsd) },
      decode: readBudget,
    }),
  topUpSpend: (instanceId, amountUsd, idempotencyKey) =>
    call({
      name: "add credit",
      method: "POST",
      path: ["instances", instanceId, "budget", "top-up"],
      body: { amount_micros: toMicros(amountUsd), idempotency_key: idempotencyKey },
      idempotent: true,
      decode: readBudget,
    }),
};

function toUsd(micros: number): number {
  return micros / 1_000_000;
}

function toMicros(usd: number): number {
  return Math.round(usd * 1_000_000);
}

export const twoPlane: Dialect = {
  id: "two-plane",
  plane: { base: "hosting", instance: "agent" },
  authorize: (place, key): Record<string, string> =>
    place === "base" ? { authorization: `Bearer ${key}` } : { "x-agent37-key": key },
  needsKey: true,
  keepsStreamsAlive: true,
  hosting,
  agent: agentApi,
};
