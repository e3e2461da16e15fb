/** Facts from which it follows when what is watched is looked at next. */
export interface WatchFacts {
  readonly focused: boolean;
  /** Time (ms) since the user's last step among the files, or since something changed there. */
  readonly quietMs: number;
  /** Rounds in a row that failed. */
  readonly failures: number;
}

const liveMs = 3_000;
const calmMs = 10_000;
const calmAfterMs = 30_000;
/**
 * Looking counts as activity on the instance, which would keep it from falling asleep: its clock runs for 5 minutes
 * at least (T2; 15 in T3).
 */
const restAfterMs = 240_000;
const longestMs = 120_000;

/** Time (ms) until watched directories are listed again; undefined: not before something happens. */
export function nextLookMs({ focused, quietMs, failures }: WatchFacts): number | undefined {
  if (!focused || quietMs >= restAfterMs) return undefined;
  const base = quietMs < calmAfterMs ? liveMs : calmMs;
  return Math.min(longestMs, base * 2 ** Math.min(failures, 10));
}
