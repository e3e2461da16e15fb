import { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance, InstanceRef, InstanceStatus } from "../../api/wire.ts";
import { capabilities } from "../../api/wire/capabilities.ts";
import type { ChatDependencies } from "./chatTypes.ts";
import type { AwaitedStep } from "./state.ts";

export type ArrivalDeps = Pick<ChatDependencies, "client" | "clock" | "computers">;

/** Told as often as something is seen; `name` is what the user calls the instance. */
export type TellArrival = (step: AwaitedStep, name: string) => void;

/** Between two requests that are to wake an instance; longer from one to the next, for a server that holds none of them. */
const pauseMs = { first: 1_000, longest: 15_000 };
/**
 * In all. A request is held for up to three minutes, and the instance goes on waking; to boot takes a few minutes. What
 * takes longer has come to a stop, and would be asked for by a window that nobody looks at for ever.
 */
const patienceMs = 600_000;
/** The client repeats each look a few times by itself. */
const maxFailedWakes = 2;

/** Codes of an instance that is on its way to answering. */
const arrivingCodes: ReadonlySet<string> = new Set([
  "container_unreachable",
  "host_mesh_not_ready",
  "try_again",
  "wake_failed",
  "wake_timeout",
]);

/** Codes with which a message is refused because its instance sleeps; nothing was started then. */
const asleepCodes: ReadonlySet<string> = new Set(["host_mesh_not_ready", "wake_failed", "wake_timeout"]);

const awaitedSteps: Readonly<Partial<Record<InstanceStatus, AwaitedStep>>> = {
  provisioning: "provisioning",
  starting: "starting",
  restarting: "restarting",
  updating: "updating",
  sleeping: "waking",
  waking: "waking",
};

/** Whether an instance failed to answer because it is still coming up. */
export function isArriving(error: unknown): boolean {
  return error instanceof Agent37Error && arrivingCodes.has(error.code);
}

/** Whether a message was refused because its instance did not wake in time. */
export function isRefusedAsleep(error: unknown): error is Agent37Error {
  return error instanceof Agent37Error && asleepCodes.has(error.code);
}

/** Whether requests to an instance are held while it sleeps. */
export function isAsleep(instance: Instance | undefined): instance is Instance {
  return instance !== undefined && canSleep(instance) && awaitedSteps[instance.status] === "waking";
}

/**
 * Whether a message had better wait on this side, where it can be given up without a doubt: the instance comes up,
 * sleeps, or will not take it.
 */
export function mustAwait(instance: Instance | undefined): boolean {
  if (!instance) return false;
  const step = awaitedSteps[instance.status];
  return instance.pastDue || isAsleep(instance) || (step !== undefined && step !== "waking");
}

/**
 * Resolves when an instance can take a message, and wakes it where it sleeps. Sends no message.
 * @throws Agent37Error when it will not be ready by itself: `instance_suspended`, `instance_not_running`, a failed wake
 * and what else the server says; `try_again` or `wake_timeout` when that takes too long; AbortError
 */
export async function awaitInstance(
  { client, clock, computers }: ArrivalDeps,
  ref: InstanceRef,
  signal: AbortSignal,
  tell: TellArrival,
): Promise<void> {
  const start = clock.now();
  let known = computers.find(ref.id);
  const tellStatus = (): void => {
    const step = known && awaitedSteps[known.status];
    if (step) tell(step, nameOf(known, ref));
  };
  tell((known && awaitedSteps[known.status]) ?? "starting", nameOf(known, ref));
  if (known?.pastDue) await refuseSuspended(computers, ref);
  for (let wakes = 1, failedWakes = 0; ; wakes += 1) {
    let isUp = false;
    const hopeless = new AbortController();
    try {
      await computers.waitUntilReady(ref, {
        signal: AbortSignal.any([signal, hopeless.signal]),
        onStatus: ({ kind, instance }) => {
          known = instance ?? known;
          isUp = kind === "agent";
          if (isUp) tell("agent", nameOf(known, ref));
          else tellStatus();
          if (instance?.pastDue) hopeless.abort(suspended());
          else if (clock.now() - start > patienceMs) hopeless.abort(tooLong(known, ref));
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      hopeless.signal.throwIfAborted();
      throw error;
    }
    if (isUp || !capabilities[ref.dialect].autoSleep) return;
    tell("waking", nameOf(known, ref));
    try {
      // Any answer does: whether its agent works is for the message to find out.
      await client.getHealth(ref, { signal });
      void computers.refresh();
      return;
    } catch (error) {
      if (error instanceof Agent37Error && error.code === "wake_failed") failedWakes += 1;
      const isHopeless = failedWakes >= maxFailedWakes || clock.now() - start > patienceMs;
      if (!isArriving(error) || isHopeless) throw error;
    }
    await clock.sleep(Math.min(wakes * pauseMs.first, pauseMs.longest), signal);
  }
}

/** The list may be older than the payment. */
async function refuseSuspended(computers: ArrivalDeps["computers"], { id }: InstanceRef): Promise<void> {
  await computers.refresh();
  if (computers.find(id)?.pastDue) throw suspended();
}

function suspended(): Agent37Error {
  return new Agent37Error({
    code: "instance_suspended",
    message: "The instance is suspended because of a missing payment. Top up to use it again.",
    plane: "local",
  });
}

function tooLong(instance: Instance | undefined, ref: InstanceRef): Agent37Error {
  const isWaking = instance?.status === "waking";
  const minutes = Math.round(patienceMs / 60_000);
  return new Agent37Error({
    code: isWaking ? "wake_timeout" : "try_again",
    message: `${nameOf(instance, ref)} has not become ready in ${minutes} minutes.`,
    plane: "local",
  });
}

function canSleep({ dialect }: Instance): boolean {
  return capabilities[dialect].autoSleep;
}

function nameOf(instance: Instance | undefined, { id }: InstanceRef): string {
  return instance?.name?.trim() || id;
}
