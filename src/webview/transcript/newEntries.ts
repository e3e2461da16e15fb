import type { TurnView } from "../../protocol/view.ts";

/** The messages and the items of answers that a transcript has, for telling how many have come since. */
export function countEntries(turns: readonly TurnView[]): number {
  return turns.reduce((count, { input, items }) => count + (input === undefined ? 0 : 1) + items.length, 0);
}
