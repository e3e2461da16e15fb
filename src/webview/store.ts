/**
 * What the view shows, built from one snapshot and numbered patches. Pure: every change gives a new state, and what did
 * not change keeps its identity, so that only the turn that grew is rendered again.
 */
import { assertNever } from "../common/assertNever.ts";
import { type Changes, withChanges } from "../protocol/changes.ts";
import { type Growth, isNext } from "../protocol/growth.ts";
import {
  arranged,
  arrangedTurns,
  itemsOf,
  type ShownItem,
  shownItem,
  type ShownProse,
  type ShownTurn,
  type ShownTurns,
  shownTurn,
  shownTurns,
  turnsOf,
} from "../protocol/shown.ts";
import { isActive } from "../protocol/turnPhase.ts";
import type {
  ChatSnapshot,
  ComposerView,
  HeaderView,
  ItemState,
  Patch,
  QueueView,
  TurnState,
} from "../protocol/view.ts";

/**
 * The turns that have ended are apart from the running one, and in that one the item that grows is apart from the
 * others. A piece of text makes a new state, a new `active` and a new `active.growing`; `settled`, `active.items` and
 * everything else keep their identity. So whoever renders compares `settled` and `items` and need not walk them.
 * `turnsOf(state)` and `itemsOf(turn)` give whole lists where one is needed; they cost as much as there is.
 */
export interface ChatState extends ShownTurns {
  readonly seq: number;
  readonly header: HeaderView;
  readonly queue: QueueView;
  readonly composer: ComposerView;
}

export function fromSnapshot({ seq, header, turns, queue, composer }: ChatSnapshot): ChatState {
  return { seq, header, ...shownTurns(turns), queue, composer };
}

/**
 * The state after a batch; the same state when the batch is contained in it already; `"gap"` when a batch before it is
 * missing or a patch names what is not there, so that only a new snapshot helps.
 */
export function applyBatch(state: ChatState, seq: number, patches: readonly Patch[]): ChatState | "gap" {
  if (seq <= state.seq) return state;
  if (seq !== state.seq + 1) return "gap";
  let next: ChatState = state;
  for (const patch of patches) {
    const applied = applyPatch(next, patch);
    if (!applied) return "gap";
    next = applied;
  }
  return { ...next, seq };
}

/** The state with the text that a growth message adds; `"gap"` as with a batch. */
export function applyGrowth(state: ChatState, growth: Growth): ChatState | "gap" {
  const next = isNext(state.seq, growth) ? grow(state, growth.text) : undefined;
  return next ? { ...next, seq: state.seq + 1 } : "gap";
}

function applyPatch(state: ChatState, patch: Patch): ChatState | undefined {
  switch (patch.op) {
    case "header":
      return { ...state, header: patch.header };
    case "queue":
      return { ...state, queue: patch.queue };
    case "composer":
      return { ...state, composer: patch.composer };
    case "turns":
      return withTurns(state, shownTurns(patch.turns));
    case "turn":
      return putTurn(state, shownTurn(patch.turn));
    case "turnRemoved":
      return withTurns(state, arrangedTurns(turnsOf(state).filter((turn) => turn.id !== patch.turnId)));
    case "turnState":
      return changeTurn(state, patch.state.id, (turn) => {
        const { items, growing } = turn;
        return { ...withChanges<TurnState>(turn, patch.state), items, growing };
      });
    case "item":
      return changeTurn(state, patch.turnId, (turn) => putItem(turn, shownItem(patch.item)));
    case "itemState":
      return changeTurn(state, patch.turnId, (turn) => changeItem(turn, patch.item));
    case "grow":
      return grow(state, patch.text);
    case "append":
      return changeTurn(state, patch.turnId, (turn) => append(turn, patch.itemId, patch.text));
    default:
      return assertNever(patch);
  }
}

/** Costs what it adds, whatever is there. */
function grow(state: ChatState, text: string): ChatState | undefined {
  const { active } = state;
  if (!active?.growing) return undefined;
  return { ...state, active: { ...active, growing: grown(active.growing, text) } };
}

function append(turn: ShownTurn, itemId: string, text: string): ShownTurn | undefined {
  const item = itemsOf(turn).findLast(({ id }) => id === itemId);
  return item && item.kind !== "tool" ? putItem(turn, grown(item, text)) : undefined;
}

function grown<T extends ShownProse>(item: T, text: string): T {
  return { ...item, text: item.text.grow(text) };
}

function changeItem(
  turn: ShownTurn,
  { id, ...changes }: { readonly id: string } & Changes<ItemState>,
): ShownTurn | undefined {
  const item = itemsOf(turn).findLast((candidate) => candidate.id === id);
  return item && putItem(turn, withChanges(item, changes as Changes<ShownItem>));
}

/** Replaces the item with the same id, or adds it at the end. */
function putItem(turn: ShownTurn, item: ShownItem): ShownTurn {
  if (turn.growing?.id === item.id && item.kind !== "tool") return { ...turn, growing: item };
  const items = itemsOf(turn);
  const index = items.findLastIndex(({ id }) => id === item.id);
  return { ...turn, items: index < 0 ? [...items, item] : items.with(index, item), growing: undefined };
}

/** @param turnId default: the running turn */
function changeTurn(
  state: ChatState,
  turnId: string | undefined,
  change: (turn: ShownTurn) => ShownTurn | undefined,
): ChatState | undefined {
  const { active } = state;
  const isRunning = turnId === undefined || active?.id === turnId;
  const turn = isRunning ? active : state.settled.findLast(({ id }) => id === turnId);
  const changed = turn && change(turn);
  return changed && putTurn(state, arranged(changed));
}

/** Replaces the turn with the same id, or adds it at the end. */
function putTurn(state: ChatState, turn: ShownTurn): ChatState {
  if (state.active?.id === turn.id && isActive(turn)) return { ...state, active: turn };
  const turns = turnsOf(state);
  const index = turns.findLastIndex(({ id }) => id === turn.id);
  return withTurns(state, arrangedTurns(index < 0 ? [...turns, turn] : turns.with(index, turn)));
}

function withTurns(state: ChatState, { settled, active }: ShownTurns): ChatState {
  return { ...state, settled, active };
}
