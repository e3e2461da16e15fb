import type { Clock } from "../../common/clock.ts";

export interface WatchdogOptions {
  readonly clock: Clock;
  /** Silence that is too long, in milliseconds. */
  readonly silenceMs: number;
  /** Asked after each such silence: whether to go on waiting. Default: no. A rejection means no. */
  readonly keepWaiting?: (() => Promise<boolean>) | undefined;
  /** Called once when waiting has no point any more. */
  readonly onSilent: () => void;
}

export interface Watchdog {
  /** To be called for every chunk that arrives. */
  touch(): void;
  stop(): void;
}

/** Watches a stream for silence. Costs one timer per silence span, not one per chunk. */
export function startWatchdog({ clock, silenceMs, keepWaiting, onSilent }: WatchdogOptions): Watchdog {
  const stopped = new AbortController();
  let last = clock.now();

  const watch = async (): Promise<void> => {
    for (;;) {
      const silence = clock.now() - last;
      if (silence < silenceMs) {
        await clock.sleep(silenceMs - silence, stopped.signal);
        continue;
      }
      const goOn = keepWaiting ? await keepWaiting().catch(() => false) : false;
      if (stopped.signal.aborted) return;
      if (!goOn && clock.now() - last >= silenceMs) {
        onSilent();
        return;
      }
      if (goOn) last = Math.max(last, clock.now());
    }
  };
  // The only rejection is the end of the sleep by `stop`.
  watch().catch(() => undefined);

  return {
    touch() {
      last = clock.now();
    },
    stop() {
      stopped.abort();
    },
  };
}
