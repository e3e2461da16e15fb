import { Agent37Error } from "./agent37Error.ts";
import { wasNeverSent } from "./localError.ts";

/** Codes that say that nothing was started although their status is 5xx. */
const refusals: ReadonlySet<string> = new Set([
  "agent_unavailable",
  "container_unavailable",
  "host_mesh_not_ready",
  "insufficient_capacity",
  "instance_saturated",
  "no_capacity",
  "unavailable",
  "wake_failed",
  // The edge answers this in place of the instance, which the request did not reach.
  "wake_timeout",
]);

/** Whether a turn may be running after the request that should start it failed like this. */
export function mayHaveStarted(caught: unknown): caught is Agent37Error {
  if (!(caught instanceof Agent37Error) || wasNeverSent(caught)) return false;
  const { status, plane, code } = caught;
  if (status === undefined || status < 300) return plane === "local";
  return (status === 408 || status >= 500) && !refusals.has(code);
}
