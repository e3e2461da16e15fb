/**
 * What the view shows, built from one snapshot and numbered patches. Pure: every change gives a new state, and what did
 * not change keeps its identity, so that only the turn that grew is rendered again.
 */
import { assertNever } from "../common/assertNever.ts";
import {
  arranged,
  arrangedTurns,
  itemsOf,
  type ShownItem,
  shownItem,
  type ShownTurn,
  type ShownTurns,
  shownTurn,
  shownTurns,
  turnsOf,
} from "../protocol/shown.ts";
import { isActive } from "../protocol/turnPhase.ts";
import type { ChatSnapshot, ComposerView, HeaderView, Patch, QueueView } from "../protocol/view.ts";

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
      return changeTurn(state, patch.state.id, ({ items, growing }) => ({ ...patch.state, items, growing }));
    case "item":
      return changeTurn(state, patch.turnId, (turn) => putItem(turn, shownItem(patch.item)));
    case "append":
      return changeTurn(state, patch.turnId, (turn) => append(turn, patch.itemId, patch.text));
    default:
      return assertNever(patch);
  }
}

function append(turn: ShownTurn, itemId: string, text: string): ShownTurn | undefined {
  const { growing, items } = turn;
  if (growing?.id === itemId) return { ...turn, growing: { ...growing, text: growing.text.grow(text) } };
  const index = items.findLastIndex((item) => item.id === itemId);
  const item = items[index];
  if (!item || item.kind === "tool") return undefined;
  return { ...turn, items: items.with(index, { ...item, text: item.text.grow(text) }) };
}

/** Replaces the item with the same id, or adds it at the end. */
function putItem(turn: ShownTurn, item: ShownItem): ShownTurn {
  if (turn.growing?.id === item.id && item.kind !== "tool") return { ...turn, growing: item };
  const items = itemsOf(turn);
  const index = items.findLastIndex(({ id }) => id === item.id);
  return { ...turn, items: index < 0 ? [...items, item] : items.with(index, item), growing: undefined };
}

function changeTurn(
  state: ChatState,
  turnId: string,
  change: (turn: ShownTurn) => ShownTurn | undefined,
): ChatState | undefined {
  const { active } = state;
  const turn = active?.id === turnId ? active : state.settled.findLast(({ id }) => id === turnId);
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
