import { localError } from "../../api/errors/localError.ts";
import type { Instance } from "../../api/wire.ts";
import { abortReason, type Clock } from "../../common/clock.ts";
import type { InstanceFilesDeps } from "../../core/files/instanceFiles.ts";
import type { Instances } from "../../core/instances/instances.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { instanceOf } from "./instanceOf.ts";

export type InstanceSource = Pick<Instances, "list" | "selected" | "state" | "refresh">;

/** While the window has the focus, the list is younger than this (ms); see core/instances/pollPlan. */
const listAgeMs = 35_000;

/** Finds the instances that URIs name. The first files may be asked for before the list of instances was read. */
export function instanceFinder(
  instances: InstanceSource & Pick<Instances, "readAt">,
  clock: Pick<Clock, "now">,
): Pick<InstanceFilesDeps, "instance"> & Pick<InstanceFilesDeps, "isAwake"> {
  /** Ids that a list did not have: that list is not read again for them. */
  const missed = new Map<string, readonly Instance[]>();

  return {
    instance: async (id, signal) => {
      const known = instanceOf(instances, id);
      if (known) return known;
      if (missed.get(id) !== instances.list) await unlessAborted(instances.refresh(), signal);
      const found = instanceOf(instances, id);
      if (found) return found;
      missed.set(id, instances.list);
      if (instances.state.kind === "failed") throw instances.state.error;
      if (instances.state.kind === "noKey")
        throw localError("missing_api_key", "There is no API key, so the instance cannot be reached.");
      const message = `This account has no instance ${id}.`;
      throw new Agent37Error({ code: "instance_not_found", message, plane: "local" });
    },
    isAwake: async (id) => {
      // Without the focus the list is not read, and what it says ran may have fallen asleep.
      if (clock.now() - (instances.readAt ?? Number.NEGATIVE_INFINITY) > listAgeMs) await instances.refresh();
      const known = instanceOf(instances, id);
      return known?.status === "running" || known?.dialect === "gateway";
    },
  };
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return work;
  await Promise.race([
    work,
    new Promise((_, reject) => {
      if (signal.aborted) reject(abortReason(signal));
      signal.addEventListener("abort", () => reject(abortReason(signal)), { once: true });
    }),
  ]);
}
