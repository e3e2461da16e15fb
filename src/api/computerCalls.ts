import type { Caller } from "./caller.ts";
import type { Agent37Client } from "./contract.ts";
import { hostingOf } from "./hostingCalls.ts";

export type ComputerCalls = Pick<Agent37Client, "exec" | "getLogs" | "getMetrics" | "getPageAddress">;

/** What the service keeps and what it measures. */
const mostLines = 2_000;
const mostHours = 336;

/** Commands, log, metrics and pages of an instance's computer. */
export function createComputerCalls(caller: Caller): ComputerCalls {
  return {
    async exec(ref, command, { signal } = {}) {
      const { hosting, target } = hostingOf(ref);
      return caller.send(hosting.exec(ref.id, command), target, signal);
    },
    async getLogs(ref, tail, { signal } = {}) {
      const { hosting, target } = hostingOf(ref);
      return caller.send(hosting.getLogs(ref.id, within(tail, mostLines)), target, signal);
    },
    async getMetrics(ref, hours, { signal } = {}) {
      const { hosting, target } = hostingOf(ref);
      return caller.send(hosting.getMetrics(ref.id, within(hours, mostHours)), target, signal);
    },
    async getPageAddress(ref, pageTarget, ttlMs, { signal } = {}) {
      const { hosting, target } = hostingOf(ref);
      return caller.send(hosting.getPageAddress(ref.id, pageTarget, ttlMs), target, signal);
    },
  };
}

function within(value: number, most: number): number {
  return Math.max(1, Math.min(most, Math.round(value)));
}
