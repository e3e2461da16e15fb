import type { ShownTurn } from "../../protocol/shown.ts";

/** The messages and the items of answers that a transcript has, for telling how many have come since. */
export function countEntries(turns: readonly ShownTurn[]): number {
  return turns.reduce(
    (count, { input, items, growing }) =>
      count + (input === undefined ? 0 : 1) + items.length + (growing ? 1 : 0),
    0,
  );
}
