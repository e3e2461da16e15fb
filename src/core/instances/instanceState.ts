import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance, InstanceRef, InstanceStatus } from "../../api/wire.ts";

/** What is known of the instance list. `failed` keeps the rows of the last successful read. */
export type InstancesState =
  | { readonly kind: "noKey" }
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: Agent37Error };

const settledStatuses: readonly InstanceStatus[] = [
  "running",
  "stopped",
  "sleeping",
  "failed",
  "deleted",
  // An undocumented status may last for ever, so it is not watched closely.
  "unknown",
];

/** Whether the status will change by itself soon. */
export function isTransitional(status: InstanceStatus): boolean {
  return !settledStatuses.includes(status);
}

/** What every user sees as the instance's name. */
export function instanceLabel(instance: Pick<Instance, "id" | "name">): string {
  return instance.name?.trim() || instance.id;
}

/** An instance of which only the reference (and perhaps the name) is known yet. */
export function unreadInstance(ref: InstanceRef, name: string | undefined): Instance {
  return {
    id: ref.id,
    dialect: ref.dialect,
    agentUrl: ref.agentUrl,
    apiOrigin: ref.apiOrigin,
    name,
    status: "unknown",
    statusText: "",
    agents: [],
    shape: {},
    pastDue: false,
    updateAvailable: false,
  };
}
