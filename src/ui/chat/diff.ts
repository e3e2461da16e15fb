import {
  itemsOf,
  itemView,
  type ShownItem,
  type ShownProse,
  type ShownTurn,
  type ShownTurns,
  turnsOf,
  turnView,
} from "../../protocol/shown.ts";
import type { Patch, QueueView, TurnState } from "../../protocol/view.ts";

/**
 * The patches that lead from some turns to others. What is unchanged is recognised by identity, lists as a whole where
 * that is possible; text that has grown travels as what was added. Turns are only ever added at the end, so any other
 * difference, such as another session, is shown as a whole.
 */
export function diffTurns(before: ShownTurns, after: ShownTurns): readonly Patch[] {
  if (before.settled === after.settled && before.active?.id === after.active?.id) {
    return before.active && after.active ? diffTurn(before.active, after.active) : [];
  }
  return diffLists(turnsOf(before), turnsOf(after));
}

/** Whether a queue shows the same as before. Messages are recognised by identity. */
export function isSameQueue(before: QueueView, after: QueueView): boolean {
  return (
    before.paused === after.paused &&
    before.messages.length === after.messages.length &&
    before.messages.every((message, index) => message === after.messages[index])
  );
}

function diffLists(before: readonly ShownTurn[], after: readonly ShownTurn[]): readonly Patch[] {
  if (continues(before, after)) return diffInOrder(before, after);
  const ids = new Set(after.map(({ id }) => id));
  const kept = before.filter(({ id }) => ids.has(id));
  if (kept.length === 0 || !continues(kept, after)) return [{ op: "turns", turns: after.map(turnView) }];
  const removed = before.filter(({ id }) => !ids.has(id));
  return [
    ...removed.map(({ id }): Patch => ({ op: "turnRemoved", turnId: id })),
    ...diffInOrder(kept, after),
  ];
}

/** Whether the second list begins with the turns of the first. */
function continues(before: readonly ShownTurn[], after: readonly ShownTurn[]): boolean {
  return before.length <= after.length && before.every(({ id }, index) => after[index]?.id === id);
}

function diffInOrder(before: readonly ShownTurn[], after: readonly ShownTurn[]): readonly Patch[] {
  return after.flatMap((turn, index): readonly Patch[] => {
    const old = before[index];
    return old === undefined ? [{ op: "turn", turn: turnView(turn) }] : diffTurn(old, turn);
  });
}

function diffTurn(before: ShownTurn, after: ShownTurn): readonly Patch[] {
  if (before === after) return [];
  const items = diffItems(before, after);
  if (!items) return [{ op: "turn", turn: turnView(after) }];
  return sameState(before, after) ? items : [...items, { op: "turnState", state: stateOf(after) }];
}

/** Undefined when items are gone. */
function diffItems(before: ShownTurn, after: ShownTurn): readonly Patch[] | undefined {
  if (before.items === after.items && before.growing?.id === after.growing?.id) {
    return after.growing ? diffItem(after.id, before.growing, after.growing) : [];
  }
  const old = itemsOf(before);
  const items = itemsOf(after);
  if (items.length < old.length) return undefined;
  return items.flatMap((item, index) => diffItem(after.id, old[index], item));
}

function diffItem(turnId: string, before: ShownItem | undefined, after: ShownItem): readonly Patch[] {
  if (before === after) return [];
  if (before && before.kind !== "tool" && after.kind !== "tool" && isGrown(before, after)) {
    return [{ op: "append", turnId, itemId: after.id, text: after.text.since(before.text.length) }];
  }
  return [{ op: "item", turnId, item: itemView(after) }];
}

/** Whether text was added and nothing else has changed. */
function isGrown(before: ShownProse, after: ShownProse): boolean {
  if (after.text.length <= before.text.length || !after.text.continues(before.text)) return false;
  return (
    before.kind === after.kind &&
    (before.kind === "text" || (before.open && after.kind === "reasoning" && after.open))
  );
}

function stateOf(turn: ShownTurn): TurnState {
  const { items: _, growing: __, ...state } = turn;
  return state;
}

function sameState(before: TurnState, after: TurnState): boolean {
  return (
    before.phase === after.phase &&
    before.stopping === after.stopping &&
    before.input === after.input &&
    before.attachments === after.attachments &&
    before.model === after.model &&
    before.asks === after.asks &&
    before.startedAt === after.startedAt &&
    before.endedAt === after.endedAt &&
    before.usage === after.usage &&
    before.context === after.context
  );
}
