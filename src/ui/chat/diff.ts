import { changesOf } from "../../protocol/changes.ts";
import {
  itemView,
  type ShownItem,
  type ShownTurn,
  type ShownTurns,
  turnsOf,
  turnView,
} from "../../protocol/shown.ts";
import { isActive } from "../../protocol/turnPhase.ts";
import type { ItemState, Patch, QueueView, TurnState } from "../../protocol/view.ts";

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
  const changes = changesOf(stateOf(before), stateOf(after));
  return changes ? [...items, { op: "turnState", state: { ...changes, id: after.id } }] : items;
}

/** Undefined when items are gone. */
function diffItems(before: ShownTurn, after: ShownTurn): readonly Patch[] | undefined {
  const turn = isActive(before) ? {} : { turnId: after.id };
  const grows = before.growing?.id;
  if (before.items === after.items && grows === after.growing?.id) {
    return after.growing ? diffItem(turn, before.growing, after.growing, true) : [];
  }
  const count = countItems(after);
  if (count < countItems(before)) return undefined;
  const patches: Patch[] = [];
  for (let index = 0; index < count; index += 1) {
    const item = itemAt(after, index);
    const old = itemAt(before, index);
    // Most are, and a turn may have thousands.
    if (item && item !== old) patches.push(...diffItem(turn, old, item, item.id === grows));
  }
  return patches;
}

/**
 * @param turn names the turn, unless it is the running one
 * @param grows whether it is the item that grows in the view until then
 */
function diffItem(
  turn: { readonly turnId?: string },
  before: ShownItem | undefined,
  after: ShownItem,
  grows: boolean,
): readonly Patch[] {
  if (before === after) return [];
  const text = before && addedText(before, after);
  if (!before || text === undefined) return [{ op: "item", ...turn, item: itemView(after) }];
  const patches: Patch[] = [];
  if (text !== "")
    patches.push(grows ? { op: "grow", text } : { op: "append", ...turn, itemId: after.id, text });
  const changes = changesOf(itemStateOf(before), itemStateOf(after));
  if (changes) patches.push({ op: "itemState", ...turn, item: { ...changes, id: after.id } });
  return patches;
}

/** The text that an item has more than before, which may be none; undefined when it is another text, or another item. */
function addedText(before: ShownItem, after: ShownItem): string | undefined {
  if (before.kind === "tool" || after.kind === "tool") return before.kind === after.kind ? "" : undefined;
  if (before.kind !== after.kind || !after.text.continues(before.text)) return undefined;
  return after.text.since(before.text.length);
}

function countItems({ items, growing }: ShownTurn): number {
  return items.length + (growing ? 1 : 0);
}

function itemAt({ items, growing }: ShownTurn, index: number): ShownItem | undefined {
  return index === items.length ? growing : items[index];
}

function stateOf({ items: _, growing: __, ...state }: ShownTurn): TurnState {
  return state;
}

function itemStateOf(item: ShownItem): Partial<ItemState> {
  if (item.kind === "text") return {};
  if (item.kind === "tool") {
    const { id: _, kind: __, ...state } = item;
    return state;
  }
  const { id: _, kind: __, text: ___, ...state } = item;
  return state;
}
