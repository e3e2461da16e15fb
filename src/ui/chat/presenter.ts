import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import {
  type Conversation,
  type Turn,
  type TurnItem,
  type TurnPhase,
  turnsOf,
} from "../../core/conversation/state.ts";
import type { ItemView, ProblemView, TurnPhaseView, TurnView } from "../../protocol/view.ts";

/** Makes the card of a turn's failure, or of the failure that makes its message wait. */
export type PresentProblem = (error: Agent37Error, turn: Turn, waiting: boolean) => ProblemView;

/**
 * Derives what a view shows from a conversation. What has not changed is given as the same object again, so that a
 * comparison by identity finds the changes without looking at any text.
 */
export class Presenter {
  readonly #problem: PresentProblem;
  #turns = new WeakMap<Turn, TurnView>();
  readonly #items = new WeakMap<TurnItem, ItemView>();

  constructor(problem: PresentProblem) {
    this.#problem = problem;
  }

  turns(conversation: Conversation): readonly TurnView[] {
    return turnsOf(conversation).map((turn) => this.#turn(turn));
  }

  /** What can be done about failures has changed: their cards are made anew. */
  invalidate(): void {
    this.#turns = new WeakMap();
  }

  #turn(turn: Turn): TurnView {
    let view = this.#turns.get(turn);
    if (!view) {
      view = {
        id: turn.id,
        input: turn.input,
        phase: this.#phase(turn.phase, turn),
        stopping: turn.cancelRequested,
        startedAt: turn.startedAt,
        endedAt: turn.endedAt,
        usage: turn.usage,
        context: turn.context,
        items: turn.items.map((item, index) => this.#item(item, index)),
      };
      this.#turns.set(turn, view);
    }
    return view;
  }

  #phase(phase: TurnPhase, turn: Turn): TurnPhaseView {
    switch (phase.kind) {
      case "waiting":
        return {
          kind: "waiting",
          problem: this.#problem(phase.error, turn, true),
          until: phase.until,
          attempt: phase.attempt,
        };
      case "failed":
        return { kind: "failed", problem: this.#problem(phase.error, turn, false) };
      default:
        return phase;
    }
  }

  #item(item: TurnItem, index: number): ItemView {
    let view = this.#items.get(item);
    if (!view) {
      view = itemView(item, `i${index}`);
      this.#items.set(item, view);
    }
    return view;
  }
}

function itemView(item: TurnItem, id: string): ItemView {
  switch (item.kind) {
    case "text":
      return { id, kind: "text", text: item.text };
    case "reasoning":
      return {
        id,
        kind: "reasoning",
        text: item.text,
        open: item.open,
        startedAt: item.startedAt,
        endedAt: item.endedAt,
      };
    case "tool":
      return {
        id,
        kind: "tool",
        tool: item.tool,
        label: item.label,
        arguments: item.arguments && JSON.stringify(item.arguments, null, 2),
        status: item.status,
        startedAt: item.startedAt,
        durationMs: item.durationMs,
        error: item.error,
      };
  }
}
