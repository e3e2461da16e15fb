/** Work that is done in small steps while the page has nothing else to do. */

/** What a step is meant to take. In milliseconds. */
export const stepMs = 2;
/** No further step is taken in a slice after this time: the page is never busy for more than half a frame. */
const sliceMs = 4;

interface Work {
  readonly steps: Iterator<unknown, unknown, undefined>;
  readonly patienceMs: number;
}

const waiting: Work[] = [];

/**
 * Goes through `steps` after all that was given earlier, in moments when the page is idle.
 * @param patienceMs a page that is not idle for so long takes a step nevertheless.
 */
export function whenIdle(steps: Work["steps"], patienceMs = 1000): void {
  waiting.push({ steps, patienceMs });
  if (waiting.length === 1) request();
}

function request(): void {
  const [next] = waiting;
  if (next) requestIdleCallback(runSlice, { timeout: next.patienceMs });
}

function runSlice(deadline: IdleDeadline): void {
  const start = performance.now();
  try {
    do {
      if (waiting[0]?.steps.next().done !== false) waiting.shift();
    } while (waiting.length > 0 && performance.now() - start < sliceMs && deadline.timeRemaining() >= stepMs);
  } finally {
    // A step that has failed was its last: the others go on.
    request();
  }
}
