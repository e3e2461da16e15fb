/** A call whose body may take long to leave: it has no limit but standing still. */
import type { Clock } from "../common/clock.ts";
import type { Caller, Target } from "./caller.ts";
import type { Call } from "./dialects/dialect.ts";
import { localError } from "./errors/localError.ts";
import { startWatchdog } from "./stream/watchdog.ts";
import type { InstanceRef } from "./wire.ts";

/** A body that stands still for this long is looked after, in milliseconds. */
const idleMs = 60_000;

/**
 * Sends a call with content once. Where nothing moves for a minute, the instance is asked whether it is awake.
 * @throws Agent37Error, AbortError
 */
export async function sendContent<T>(
  { clock, caller }: { readonly clock: Clock; readonly caller: Caller },
  call: Call<T>,
  target: Target & { readonly ref: InstanceRef },
  { signal, onSent }: { readonly signal?: AbortSignal | undefined; readonly onSent: (bytes: number) => void },
): Promise<T> {
  const { dialect, ref } = target;
  const over = new AbortController();
  let asked = false;
  const watchdog = startWatchdog({
    clock,
    silenceMs: idleMs,
    // A sleeping instance takes nothing until it has woken up, and answers this when it has.
    async keepWaiting() {
      if (asked) return false;
      asked = true;
      await caller.send(dialect.agent.getHealth(ref.id, undefined), target, over.signal);
      return true;
    },
    onSilent: () => over.abort(localError("connection_lost", "The upload has not moved for a minute.")),
  });
  try {
    return await caller.sendOnce(call, target, {
      signal: signal ? AbortSignal.any([signal, over.signal]) : over.signal,
      onSent(bytes) {
        asked = false;
        watchdog.touch();
        onSent(bytes);
      },
    });
  } finally {
    watchdog.stop();
    over.abort();
  }
}
