import type { TurnPhaseView, TurnView } from "../protocol/view.ts";

/** Whether a turn in this phase can still change by itself. */
const activePhases: Readonly<Record<TurnPhaseView["kind"], boolean>> = {
  sending: true,
  waiting: true,
  streaming: true,
  reconnecting: true,
  completed: false,
  cancelled: false,
  failed: false,
};

export function isActive(turn: TurnView | undefined): boolean {
  return turn !== undefined && activePhases[turn.phase.kind];
}

/** The turn that runs, of which there is at most one and which is the last. */
export function runningTurn(turns: readonly TurnView[]): TurnView | undefined {
  const last = turns.at(-1);
  return isActive(last) ? last : undefined;
}
