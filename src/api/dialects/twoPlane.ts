/** The two-plane API: lifecycle and budget at the base URL (USD micros, seconds), everything else on the instance. */
import * as v from "valibot";
import { localError } from "../errors/localError.ts";
import type { ResizeRequest, Spend } from "../wire.ts";
import { agentApi } from "./agentApi.ts";
import { backupCalls } from "./copies.ts";
import type { Call, Dialect, HostingApi } from "./dialect.ts";
import { gatewayFiles } from "./files.ts";
import { readInstance, readInstanceIfAny } from "./instance.ts";
import { execCall, portCall, readLog, readMetrics } from "./observe.ts";
import { epochMs, ignore, maybe, number, read, text } from "./shapes.ts";
import { readAccountUsage, readMonthUsage, toUsd } from "./usage.ts";

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

/** The size as the server takes it; memory in GB belongs to a number of vCPUs, other pairs are refused. */
function resources({ vcpu, diskGb }: ResizeRequest): Record<string, number | undefined> | undefined {
  if (vcpu === undefined && diskGb === undefined) return undefined;
  return { cpu: vcpu, memory: vcpu === undefined ? undefined : vcpu * 2, disk: diskGb };
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
        resources: resources(request),
        user: request.user,
        name: request.name,
        budget:
          request.spendCapUsd === undefined
            ? undefined
            : { monthly_cap_micros: toMicros(request.spendCapUsd), credit_micros: 0 },
        auto_sleep: request.autoSleep,
        idle_timeout_seconds: toSeconds(request.idleTimeoutMs),
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
        idle_timeout_seconds: toSeconds(idleTimeoutMs),
      },
      decode: (json) => readInstanceIfAny(json, "two-plane"),
    }),
  deleteInstance: (instanceId) =>
    call({ name: "delete the instance", method: "DELETE", path: ["instances", instanceId], decode: ignore }),
  startInstance: (instanceId) => lifecycle("start the instance", instanceId, "start"),
  stopInstance: (instanceId) => lifecycle("stop the instance", instanceId, "stop"),
  restartInstance: (instanceId) => lifecycle("restart the instance", instanceId, "restart"),
  updateInstance: (instanceId) => lifecycle("update the instance", instanceId, "update"),
  resizeInstance: (instanceId, shape) => ({
    ...lifecycle("resize the instance", instanceId, "resize"),
    body: resources(shape) ?? {},
  }),
  undeleteInstance() {
    throw localError("not_supported", "A deleted instance of this account cannot be brought back.");
  },
  forkInstance: (instanceId, { name, autoSleep, ...shape }) =>
    call({
      name: "fork the instance",
      method: "POST",
      path: ["instances", instanceId, "fork"],
      body: { resources: resources(shape), name, auto_sleep: autoSleep },
      decode: readTwoPlane,
    }),
  ...backupCalls,
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
  getUsage: (instanceId, month) =>
    call({
      name: "read the usage",
      method: "GET",
      path: ["instances", instanceId, "usage"],
      query: { month },
      decode: (json) => readMonthUsage(json, month),
    }),
  getAccountUsage: (from, to) =>
    call({
      name: "read the account's usage",
      method: "GET",
      path: ["usage"],
      query: { from, to },
      decode: (json) => readAccountUsage(json, { from, to }),
    }),
  exec: execCall,
  getLogs: (instanceId, tail) =>
    call({
      name: "read the instance's log",
      method: "GET",
      path: ["instances", instanceId, "logs"],
      query: { tail: String(tail) },
      decode: readLog,
    }),
  getMetrics: (instanceId, hours) =>
    call({
      name: "read the metrics",
      method: "GET",
      path: ["instances", instanceId, "metrics"],
      query: { hours: String(hours) },
      decode: (json) => readMetrics(json, hours),
    }),
  getPageAddress: portCall,
};

function toSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms / 1000);
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
  files: gatewayFiles,
};
