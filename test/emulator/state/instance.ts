import type { DialectName } from "../control/controlTypes.ts";

export interface StatusReason {
  code: string;
  message: string;
  detail?: string;
  operation: string;
  at: number;
}

export interface Backup {
  id: string;
  kind: "automatic" | "manual";
  created: number;
  size_bytes: number;
}

export interface PublicPort {
  port: number;
  prefix: string | null;
  label: string | null;
  created: number;
}

/** One computer with its agents. Money in micros of a USD, times in clock ms unless a name says seconds. */
export interface Instance {
  id: string;
  dialect: DialectName;
  status: string;
  statusReason: StatusReason | null;
  /** How the next lifecycle move fails. */
  failsNext: { message: string; detail?: string } | null;
  name: string | null;
  user: string | null;
  metadata: Record<string, unknown> | null;
  template: string;
  agents: string[];
  loggedOut: string[];
  createdAt: number;
  archived: boolean;
  vcpu: number;
  resources: { cpu: number; memory: number; disk: number };
  type: string;
  autoSleep: boolean;
  idleTimeoutSeconds: number;
  sleptAt: number | null;
  pastDue: boolean;
  publicPorts: PublicPort[];
  backups: Backup[];
  lastBackupAttempt: number | null;
  imageDigest: string;
  updateAvailable: boolean;
  capMicros: number;
  usedMicros: number;
  creditMicros: number;
  budgetUpdatedAt: number;
  topUpKeys: Set<string>;
  usage: { calls: number; inputTokens: number; outputTokens: number; costMicros: number };
  /** The agent answers from this time on. */
  readyAt: number;
  forcedHealth: boolean | null;
  restarts: number;
  logs: string[];
}

/** An instance with everything at its default; `fields` are set over it. */
export function newInstance(
  id: string,
  dialect: DialectName,
  now: number,
  fields: Partial<Instance> = {},
): Instance {
  return {
    id,
    dialect,
    status: "running",
    statusReason: null,
    failsNext: null,
    name: null,
    user: null,
    metadata: null,
    template: dialect === "unified" ? "hermes" : "agent37-hermes",
    agents: ["hermes"],
    loggedOut: [],
    createdAt: now,
    archived: false,
    vcpu: 1,
    resources: { cpu: 2, memory: 4, disk: 4 },
    type: "default",
    autoSleep: false,
    idleTimeoutSeconds: 900,
    sleptAt: null,
    pastDue: false,
    publicPorts: [],
    backups: [],
    lastBackupAttempt: null,
    imageDigest: `sha256:${"ab".repeat(32)}`,
    updateAvailable: false,
    capMicros: dialect === "unified" ? 1_000_000 : 0,
    usedMicros: 0,
    creditMicros: 0,
    budgetUpdatedAt: now,
    topUpKeys: new Set(),
    usage: { calls: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 },
    readyAt: now,
    forcedHealth: null,
    restarts: 0,
    logs: ["gateway listening", "agent ready"],
    ...fields,
  };
}

/** What the instance may still spend, in micros: the monthly part first, then the credit. */
export function remainingMicros(instance: Instance): number {
  return Math.max(0, instance.capMicros - instance.usedMicros) + instance.creditMicros;
}

/** Books managed spend; what does not fit is not booked. Returns the micros that were taken. */
export function book(instance: Instance, micros: number, now: number): number {
  const monthly = Math.min(micros, Math.max(0, instance.capMicros - instance.usedMicros));
  const credit = Math.min(micros - monthly, instance.creditMicros);
  instance.usedMicros += monthly;
  instance.creditMicros -= credit;
  instance.usage.costMicros += monthly + credit;
  instance.budgetUpdatedAt = now;
  return monthly + credit;
}
