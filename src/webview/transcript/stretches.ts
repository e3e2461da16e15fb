/**
 * A conversation in stretches: neighboring turns that are kept, mounted and left out of the layout together, so that what
 * the page does with a long conversation grows with its stretches and not with its turns. Pure.
 */
import type { ShownTurn } from "../../protocol/shown.ts";

export interface Stretch {
  /** Stays the same while the stretch has any of its turns. */
  readonly id: number;
  readonly turns: readonly ShownTurn[];
}

/** As many turns as are put into one stretch. */
export const stretchLength = 24;

/**
 * The stretches of `turns`. A turn stays in the stretch that it was in, so that its element need not move; a stretch whose
 * turns are the same objects is the same object. What is added goes behind its neighbor as long as there is room.
 */
export function arrange(before: readonly Stretch[], turns: readonly ShownTurn[]): readonly Stretch[] {
  const earlier = new Map(before.map((stretch) => [stretch.id, stretch]));
  const homes = new Map(before.flatMap(({ id, turns }) => turns.map((turn) => [turn.id, id])));
  const taken = new Set<number>();
  let nextId = before.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
  const stretches: { id: number; turns: ShownTurn[] }[] = [];
  for (const turn of turns) {
    const last = stretches.at(-1);
    const home = homes.get(turn.id);
    const isHomeless = home === undefined || (taken.has(home) && home !== last?.id);
    if (last && (home === last.id || (isHomeless && last.turns.length < stretchLength))) {
      last.turns.push(turn);
    } else {
      const id = isHomeless ? nextId++ : home;
      taken.add(id);
      stretches.push({ id, turns: [turn] });
    }
  }
  return stretches.map((stretch) => {
    const old = earlier.get(stretch.id);
    return old && isSame(old.turns, stretch.turns) ? old : stretch;
  });
}

function isSame(before: readonly ShownTurn[], after: readonly ShownTurn[]): boolean {
  return before.length === after.length && before.every((turn, index) => turn === after[index]);
}
