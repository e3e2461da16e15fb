/** What decides when the list is read next. */
export interface PollSituation {
  readonly focused: boolean;
  /** There is somebody to ask: a key, or a gateway. */
  readonly hasSource: boolean;
  /** The key was refused: asking again with the same one is pointless. */
  readonly refused: boolean;
  /** Reads that failed one after the other. */
  readonly failures: number;
  /** Something is expected to change soon. */
  readonly transition: boolean;
  /** Since the last read ended, in milliseconds; undefined before the first one. */
  readonly ageMs: number | undefined;
}

const steadyMs = 30_000;
const transitionMs = 2_000;
const longestMs = 300_000;

/** Milliseconds until the next read; undefined: none until the situation changes. */
export function nextPollMs(situation: PollSituation): number | undefined {
  const { focused, hasSource, refused, failures, transition, ageMs } = situation;
  if (!focused || !hasSource || refused) return undefined;
  if (ageMs === undefined) return 0;
  const interval =
    failures > 0 ? Math.min(steadyMs * 2 ** (failures - 1), longestMs) : transition ? transitionMs : steadyMs;
  return Math.max(0, interval - ageMs);
}
