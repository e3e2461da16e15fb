import type { ShownTurn } from "../../protocol/shown.ts";

/** Whether the only news of a turn is more of the text that grows. Costs the same however much the turn has. */
export function isOnlyGrown(before: ShownTurn | undefined, after: ShownTurn): boolean {
  const [old, grown] = [before?.growing, after.growing];
  return (
    before !== undefined &&
    old !== undefined &&
    grown !== undefined &&
    isSameBut("growing", before, after) &&
    isSameBut("text", old, grown)
  );
}

function isSameBut<T extends object>(but: keyof T, before: T, after: T): boolean {
  const keys = new Set([...keysOf(before), ...keysOf(after)]);
  keys.delete(but);
  return [...keys].every((key) => before[key] === after[key]);
}

function keysOf<T extends object>(value: T): (keyof T)[] {
  return Object.keys(value) as (keyof T)[];
}
