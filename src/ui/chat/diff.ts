import type { ItemView, Patch, QueueView, TurnState, TurnView } from "../../protocol/view.ts";

/**
 * The patches that lead from one list of turns to another. Unchanged turns and items are recognised by identity; text
 * that has grown travels as what was added. Turns are only ever added at the end, so any other difference, such as
 * another session, is shown as a whole.
 */
export function diffTurns(before: readonly TurnView[], after: readonly TurnView[]): readonly Patch[] {
  if (continues(before, after)) return diffInOrder(before, after);
  const ids = new Set(after.map(({ id }) => id));
  const kept = before.filter(({ id }) => ids.has(id));
  if (kept.length === 0 || !continues(kept, after)) return [{ op: "turns", turns: after }];
  const removed = before.filter(({ id }) => !ids.has(id));
  return [
    ...removed.map(({ id }): Patch => ({ op: "turnRemoved", turnId: id })),
    ...diffInOrder(kept, after),
  ];
}

/** Whether a queue shows the same as before. Messages are recognised by identity. */
export function isSameQueue(before: QueueView, after: QueueView): boolean {
  return (
    before.paused === after.paused &&
    before.messages.length === after.messages.length &&
    before.messages.every((message, index) => message === after.messages[index])
  );
}

/** Whether the second list begins with the turns of the first. */
function continues(before: readonly TurnView[], after: readonly TurnView[]): boolean {
  return before.length <= after.length && before.every(({ id }, index) => after[index]?.id === id);
}

function diffInOrder(before: readonly TurnView[], after: readonly TurnView[]): readonly Patch[] {
  return after.flatMap((turn, index): readonly Patch[] => {
    const old = before[index];
    return old === undefined ? [{ op: "turn", turn }] : diffTurn(old, turn);
  });
}

function diffTurn(before: TurnView, after: TurnView): readonly Patch[] {
  if (before === after) return [];
  if (after.items.length < before.items.length) return [{ op: "turn", turn: after }];
  const items = after.items.flatMap((item, index) => diffItem(after.id, before.items[index], item));
  const state = stateOf(after);
  return sameState(before, state) ? items : [...items, { op: "turnState", state }];
}

function diffItem(turnId: string, before: ItemView | undefined, after: ItemView): readonly Patch[] {
  if (before === after) return [];
  if (
    before?.kind === "text" &&
    after.kind === "text" &&
    after.text.length > before.text.length &&
    after.text.startsWith(before.text)
  ) {
    return [{ op: "append", turnId, itemId: after.id, text: after.text.slice(before.text.length) }];
  }
  if (
    before?.kind === "reasoning" &&
    after.kind === "reasoning" &&
    before.open &&
    after.open &&
    after.text.length > before.text.length &&
    after.text.startsWith(before.text)
  ) {
    return [{ op: "append", turnId, itemId: after.id, text: after.text.slice(before.text.length) }];
  }
  return [{ op: "item", turnId, item: after }];
}

function stateOf(turn: TurnView): TurnState {
  const { items: _, ...state } = turn;
  return state;
}

function sameState(before: TurnView, after: TurnState): boolean {
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
