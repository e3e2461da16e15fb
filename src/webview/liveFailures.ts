import { turnsOf } from "../protocol/shown.ts";
import type { ChatState } from "./store.ts";

/**
 * The turns that failed while this page showed them. Only these are read out: a failure in a history that is opened, or
 * in a page that is built again, is old news. `known` are those of the state before.
 */
export function liveFailures(
  before: ChatState | undefined,
  after: ChatState,
  known: ReadonlySet<string>,
): ReadonlySet<string> {
  if (!before || before.settled === after.settled) return known;
  const [turnsBefore, turns] = [turnsOf(before), turnsOf(after)];
  const earlier = new Map(turnsBefore.map((turn) => [turn.id, turn]));
  const kept = turns.filter(({ id }) => earlier.has(id)).length;
  // A turn that begins and fails within one batch is alone at the end; a history comes as many turns or in place of others.
  const isContinued = kept === turns.length - 1 && (kept > 0 || turnsBefore.length === 0);
  const last = turns.at(-1);
  const fresh = turns.filter((turn) => {
    if (turn.phase.kind !== "failed" || known.has(turn.id)) return false;
    const old = earlier.get(turn.id);
    return old ? old.phase.kind !== "failed" : isContinued && turn === last;
  });
  return fresh.length === 0 ? known : new Set([...known, ...fresh.map(({ id }) => id)]);
}
