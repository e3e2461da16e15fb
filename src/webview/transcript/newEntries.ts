import type { ShownTurn, ShownTurns } from "../../protocol/shown.ts";

/** What was counted before: the turns that have ended stay the same list while the running one grows. */
const counts = new WeakMap<readonly ShownTurn[], number>();

/** The messages and the items of answers that a transcript has, for telling how many have come since. */
export function countEntries({ settled, active }: ShownTurns): number {
  const known = counts.get(settled) ?? settled.reduce((count, turn) => count + entriesIn(turn), 0);
  counts.set(settled, known);
  return known + (active ? entriesIn(active) : 0);
}

function entriesIn({ input, items, growing }: ShownTurn): number {
  return (input === undefined ? 0 : 1) + items.length + (growing ? 1 : 0);
}
