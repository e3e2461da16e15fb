import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import type { Instance, InstanceRef } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";

/** What is being waited for: the computer (`instance`), then the agent on it (`agent`). */
export type ReadyStep =
  | { readonly kind: "instance"; readonly instance: Instance }
  | { readonly kind: "agent"; readonly instance: Instance | undefined };

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStatus?: ((step: ReadyStep) => void) | undefined;
}

/** Most are ready soon; whoever takes longer is asked less often. */
const intervals = [
  { afterMs: 60_000, everyMs: 5_000 },
  { afterMs: 10_000, everyMs: 2_000 },
  { afterMs: 0, everyMs: 1_000 },
] as const;
/** A status may trail reality by seconds; one that stays `stopped` for longer was never started. */
const stoppedPatienceMs = 60_000;
/** The same for `failed`: it may be the state before the start. */
const failedPatienceMs = 5_000;
/** An agent without an account at its model provider stays unhealthy for ever; booting takes far less than this. */
const agentPatienceMs = 180_000;
/** Failed looks in a row that are put down to the network. */
const maxFailures = 10;

/**
 * Waits until the agent on an instance can take a message. A sleeping instance can: it wakes on the first request.
 * @throws what the server says when the instance failed or is gone, `instance_not_running` when it stays stopped,
 * `agent_unavailable` when the agent does not come up, an `AbortError` when `signal` was aborted.
 */
export async function waitUntilReady(
  client: Pick<Agent37Client, "getInstance" | "getHealth">,
  clock: Clock,
  ref: InstanceRef,
  { signal, onStatus }: WaitOptions = {},
): Promise<void> {
  const start = clock.now();
  let runningSince: number | undefined;
  let failures = 0;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const instance = ref.dialect === "gateway" ? undefined : await client.getInstance(ref, { signal });
      if (instance) refuseDeadEnds(instance, clock.now() - start);
      if (instance?.status === "sleeping") return;
      if (!instance || instance.status === "running") {
        runningSince ??= clock.now();
        onStatus?.({ kind: "agent", instance });
        if (await isHealthy(client, ref, signal)) return;
        if (clock.now() - runningSince > agentPatienceMs) throw neverHealthy();
      } else {
        runningSince = undefined;
        onStatus?.({ kind: "instance", instance });
      }
      failures = 0;
    } catch (error) {
      if (!isPassing(error) || ++failures > maxFailures) throw error;
    }
    await clock.sleep(pauseAfter(clock.now() - start), signal);
  }
}

function pauseAfter(waitedMs: number): number {
  return intervals.find(({ afterMs }) => waitedMs >= afterMs)?.everyMs ?? intervals[0].everyMs;
}

/** Codes of an agent that is still booting or waking: it answers, only not yet as itself. */
const bootingCodes: ReadonlySet<string> = new Set([
  "container_unreachable",
  "agent_unavailable",
  "host_mesh_not_ready",
  "wake_timeout",
]);

async function isHealthy(
  client: Pick<Agent37Client, "getHealth">,
  ref: InstanceRef,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    return (await client.getHealth(ref, { signal })).healthy;
  } catch (error) {
    if (error instanceof Agent37Error && bootingCodes.has(error.code)) return false;
    throw error;
  }
}

/** Whether a look failed for a reason that waiting may cure. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Agent37Error) || error instanceof DeadEnd) return false;
  const { retry } = rowOf(error);
  return retry === "backoff" || retry === "afterHeader" || retry === "afterState";
}

/** An error that this wait has decided on; not one that a look met. */
class DeadEnd extends Agent37Error {}

function refuseDeadEnds(instance: Instance, waitedMs: number): void {
  const { status, statusReason: reason } = instance;
  if (status === "failed" && waitedMs >= failedPatienceMs)
    throw new DeadEnd({
      code: reason?.code ?? "provisioning_failed",
      message: reason?.message ?? "The instance has failed.",
      detail: reason?.detail,
      plane: "hosting",
    });
  if (status === "deleting" || status === "deleted")
    throw new DeadEnd({ code: "instance_not_found", message: "The instance was deleted.", plane: "local" });
  if (status === "stopped" && waitedMs > stoppedPatienceMs)
    throw new DeadEnd({
      code: "instance_not_running",
      message: reason?.message ?? "The instance stays stopped.",
      plane: "local",
    });
}

function neverHealthy(): Agent37Error {
  return new DeadEnd({
    code: "agent_unavailable",
    message: "The instance runs, but its agent does not get ready.",
    hint: "The agent may have to be logged in at its model provider first.",
    plane: "local",
  });
}
