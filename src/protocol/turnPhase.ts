import type { TurnPhaseView, TurnState } from "./view.ts";

/** Whether a turn in this phase can still change by itself. */
const activePhases: Readonly<Record<TurnPhaseView["kind"], boolean>> = {
  awaiting: true,
  sending: true,
  waiting: true,
  streaming: true,
  reconnecting: true,
  completed: false,
  cancelled: false,
  failed: false,
};

export function isActive(turn: Pick<TurnState, "phase"> | undefined): boolean {
  return turn !== undefined && activePhases[turn.phase.kind];
}
