import type { Agent37Client } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { ExecResult, InstanceRef, InstanceStatus } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";

export type ExecClient = Pick<Agent37Client, "exec" | "getInstance" | "getHealth">;

/** An instance that is waking answers within this time or not at all; the docs say up to three minutes. */
const wakePatienceMs = 180_000;
const intervalMs = 2_000;

/** Answers that say that the command was not started, and nothing of the state that forbids it. */
const refusals: ReadonlySet<string> = new Set([
  "invalid_request",
  "instance_not_running",
  "container_unavailable",
  "try_again",
]);

/** States that end in a running instance by themselves. */
const onTheWay: ReadonlySet<InstanceStatus> = new Set([
  "provisioning",
  "starting",
  "restarting",
  "updating",
  "waking",
]);

/**
 * Runs a command on an instance that may be asleep. Newer servers wake it themselves and answer late; older ones refuse,
 * and then it is woken here and the command sent again: a refused command was not run.
 * @param onWaking called when there is a wait for the instance
 * @throws `instance_not_running` when it stands still, what the call says else, an `AbortError`
 */
export async function execAwake(
  client: ExecClient,
  clock: Clock,
  ref: InstanceRef,
  command: string,
  { signal, onWaking }: { readonly signal: AbortSignal; readonly onWaking: () => void },
): Promise<ExecResult> {
  const until = clock.now() + wakePatienceMs;
  let wasRunning = false;
  for (;;) {
    try {
      return await client.exec(ref, command, { signal });
    } catch (error) {
      if (!(error instanceof Agent37Error) || !refusals.has(error.code)) throw error;
      const { status } = await client.getInstance(ref, { signal });
      const isAsleep = status === "sleeping";
      // A status may be a moment ahead of the computer; one that runs and refuses twice has another reason.
      const isRunning = status === "running" && error.code !== "invalid_request" && !wasRunning;
      wasRunning ||= status === "running";
      if (status === "stopped" || status === "stopping" || status === "failed") throw notRunning(error);
      if ((!isAsleep && !isRunning && !onTheWay.has(status)) || clock.now() >= until) throw error;
      onWaking();
      // Any call to the instance itself wakes it; what it answers does not matter.
      if (isAsleep) await client.getHealth(ref, { signal }).catch(() => undefined);
    }
    await clock.sleep(intervalMs, signal);
  }
}

function notRunning(cause: Agent37Error): Agent37Error {
  return new Agent37Error({
    code: "instance_not_running",
    message: cause.message,
    plane: cause.plane,
    status: cause.status,
    requestId: cause.requestId,
    cause,
  });
}
