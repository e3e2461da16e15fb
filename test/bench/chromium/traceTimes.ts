/** Sums up a trace of Chromium. */

/** Of the trace event format, what is read here. Times are microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: unknown };
}

/** The busiest renderer's main thread: ms of each kind of work, without what runs within it. */
export function selfTimes(events: readonly TraceEvent[]): Map<string, number> {
  const mainThreads = events
    .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid}/${tid}`);
  const perThread = mainThreads.map((thread) =>
    selfTimesOf(events.filter(({ pid, tid, ph }) => ph === "X" && `${pid}/${tid}` === thread)),
  );
  return perThread.toSorted((a, b) => total(b) - total(a))[0] ?? new Map<string, number>();
}

function selfTimesOf(events: readonly TraceEvent[]): Map<string, number> {
  const times = new Map<string, number>();
  const open: { readonly name: string; readonly end: number }[] = [];
  const add = (name: string, micros: number): void => {
    times.set(name, (times.get(name) ?? 0) + micros / 1000);
  };
  // Of two that begin together, the longer one holds the other.
  for (const { name, ts, dur = 0, tdur = dur } of events.toSorted(
    (a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0),
  )) {
    while ((open.at(-1)?.end ?? Infinity) <= ts) open.pop();
    const parent = open.at(-1);
    if (parent) add(parent.name, -tdur);
    add(name, tdur);
    open.push({ name, end: ts + dur });
  }
  return times;
}

function total(times: ReadonlyMap<string, number>): number {
  return [...times.values()].reduce((sum, ms) => sum + ms, 0);
}
