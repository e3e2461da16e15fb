/** Work that is done in small steps while the page has nothing else to do. */

/** What a step is meant to take. In milliseconds. */
export const stepMs = 2;
/** No further step is taken in a slice after this time: the page is never busy for more than half a frame. */
const sliceMs = 4;

type Steps = Iterator<unknown, unknown, undefined>;

const waiting: Steps[] = [];

/** Goes through `steps` after all that was given earlier, in moments when the page is idle. */
export function whenIdle(steps: Steps): void {
  waiting.push(steps);
  if (waiting.length === 1) requestIdleCallback(runSlice);
}

function runSlice(deadline: IdleDeadline): void {
  const start = performance.now();
  do {
    if (waiting[0]?.next().done !== false) waiting.shift();
  } while (waiting.length > 0 && performance.now() - start < sliceMs && deadline.timeRemaining() >= stepMs);
  if (waiting.length > 0) requestIdleCallback(runSlice);
}
