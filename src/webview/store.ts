/**
 * What the view shows, built from one snapshot and numbered patches. Pure: every change gives a new state, and what did
 * not change keeps its identity, so that only the turn that grew is rendered again.
 */
import { assertNever } from "../common/assertNever.ts";
import type {
  ChatSnapshot,
  ComposerView,
  HeaderView,
  ItemView,
  Patch,
  QueueView,
  TurnView,
} from "../protocol/view.ts";

export interface ChatState {
  readonly seq: number;
  readonly header: HeaderView;
  readonly turns: readonly TurnView[];
  readonly queue: QueueView;
  readonly composer: ComposerView;
}

export function fromSnapshot({ seq, header, turns, queue, composer }: ChatSnapshot): ChatState {
  return { seq, header, turns, queue, composer };
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
      return { ...state, turns: patch.turns };
    case "turn":
      return { ...state, turns: putById(state.turns, patch.turn) };
    case "turnRemoved":
      return { ...state, turns: state.turns.filter((turn) => turn.id !== patch.turnId) };
    case "turnState":
      return changeTurn(state, patch.state.id, (turn) => ({ ...patch.state, items: turn.items }));
    case "item":
      return changeTurn(state, patch.turnId, (turn) => ({ ...turn, items: putById(turn.items, patch.item) }));
    case "append":
      return changeTurn(state, patch.turnId, (turn) => {
        const index = turn.items.findLastIndex((item) => item.id === patch.itemId);
        const item = turn.items[index];
        if (!item || item.kind === "tool") return undefined;
        const grown: ItemView = { ...item, text: item.text + patch.text };
        return { ...turn, items: turn.items.with(index, grown) };
      });
    default:
      return assertNever(patch);
  }
}

function changeTurn(
  state: ChatState,
  turnId: string,
  change: (turn: TurnView) => TurnView | undefined,
): ChatState | undefined {
  const index = state.turns.findLastIndex((turn) => turn.id === turnId);
  const turn = state.turns[index];
  const changed = turn && change(turn);
  return changed && { ...state, turns: state.turns.with(index, changed) };
}

/** Replaces the element with the same id, or adds it at the end. */
function putById<T extends { readonly id: string }>(list: readonly T[], value: T): readonly T[] {
  const index = list.findLastIndex((element) => element.id === value.id);
  return index < 0 ? [...list, value] : list.with(index, value);
}
