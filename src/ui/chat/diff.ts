import type { ItemView, Patch, TurnState, TurnView } from "../../protocol/view.ts";

/**
 * The patches that lead from one list of turns to another. Unchanged turns and items are recognised by identity; text
 * that has grown travels as what was added.
 */
export function diffTurns(before: readonly TurnView[], after: readonly TurnView[]): readonly Patch[] {
  if (before === after) return [];
  const kept = after.filter((turn) => before.some(({ id }) => id === turn.id));
  // Turns are only ever added at the end; anything else, such as another session, is shown as a whole.
  const inOrder = kept.every((turn, index) => turn === after[index]);
  if (!inOrder || (before.length > 0 && kept.length === 0)) return [{ op: "turns", turns: after }];
  const removed = before.filter(({ id }) => !after.some((turn) => turn.id === id));
  const known = new Map(before.map((turn) => [turn.id, turn]));
  return [
    ...removed.map(({ id }): Patch => ({ op: "turnRemoved", turnId: id })),
    ...after.flatMap((turn) => {
      const old = known.get(turn.id);
      return old === undefined ? [{ op: "turn", turn } as const] : diffTurn(old, turn);
    }),
  ];
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
    before.startedAt === after.startedAt &&
    before.endedAt === after.endedAt &&
    before.usage === after.usage &&
    before.context === after.context
  );
}
