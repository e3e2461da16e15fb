/**
 * What the chat view shows of the turns, as the host and the view hold it: like `view.ts`, but texts that grow are
 * `GrowingText`, and what grows stands apart from what is finished, so that a piece of text costs what it adds.
 */
import { GrowingText } from "../common/growingText.ts";
import { isActive } from "./turnPhase.ts";
import type { ItemView, ReasoningView, TextView, ToolView, TurnState, TurnView } from "./view.ts";

export interface ShownReasoning extends Omit<ReasoningView, "text"> {
  readonly text: GrowingText;
}

export interface ShownText extends Omit<TextView, "text"> {
  readonly text: GrowingText;
}

export type ShownProse = ShownReasoning | ShownText;
export type ShownItem = ShownProse | ToolView;

/** A turn; `itemsOf` gives all of its items. */
export interface ShownTurn extends TurnState {
  /** Keeps its identity while only the growing item changes. */
  readonly items: readonly ShownItem[];
  /** The last item of a running turn, if it is text or reasoning: the one that text is added to. It is not in `items`. */
  readonly growing?: ShownProse | undefined;
}

/** The turns of a chat; `turnsOf` gives all of them. */
export interface ShownTurns {
  /** Turns that have ended, oldest first. Keeps its identity while only the running turn changes. */
  readonly settled: readonly ShownTurn[];
  /** The turn that runs, behind the others. */
  readonly active?: ShownTurn | undefined;
}

/** All items of a turn; costs as much as there are, so it is not for what happens with every piece of text. */
export function itemsOf({ items, growing }: Pick<ShownTurn, "items" | "growing">): readonly ShownItem[] {
  return growing ? [...items, growing] : items;
}

/** All turns; costs as much as there are. */
export function turnsOf({ settled, active }: ShownTurns): readonly ShownTurn[] {
  return active ? [...settled, active] : settled;
}

/** The last turn, running or not. */
export function lastTurn({ settled, active }: ShownTurns): ShownTurn | undefined {
  return active ?? settled.at(-1);
}

export function shownItem(item: ItemView): ShownItem {
  return item.kind === "tool" ? item : { ...item, text: GrowingText.of(item.text) };
}

export function shownTurn(turn: TurnView): ShownTurn {
  return arranged({ ...turn, items: turn.items.map(shownItem) });
}

export function shownTurns(turns: readonly TurnView[]): ShownTurns {
  return arrangedTurns(turns.map(shownTurn));
}

/** The turn with its last item where it belongs by the turn's phase and the item's kind. */
export function arranged(turn: ShownTurn): ShownTurn {
  const { growing, ...rest } = turn;
  if (!isActive(turn)) return growing ? { ...rest, items: [...turn.items, growing] } : turn;
  if (growing) return turn;
  const last = turn.items.at(-1);
  return last === undefined || last.kind === "tool"
    ? turn
    : { ...rest, items: turn.items.slice(0, -1), growing: last };
}

/** The turns with the last one where it belongs by its phase. */
export function arrangedTurns(turns: readonly ShownTurn[]): ShownTurns {
  const last = turns.at(-1);
  return last && isActive(last) ? { settled: turns.slice(0, -1), active: last } : { settled: turns };
}

export function itemView(item: ShownItem): ItemView {
  return item.kind === "tool" ? item : { ...item, text: String(item.text) };
}

export function turnView(turn: ShownTurn): TurnView {
  const { growing: _, ...state } = turn;
  return { ...state, items: itemsOf(turn).map(itemView) };
}
