/** What a screen reader is told: one sentence for each event, never the tokens of an answer. */
import * as l10n from "@vscode/l10n";
import type { TurnView } from "../protocol/view.ts";
import { agentTitle } from "./agentName.ts";
import type { ChatState } from "./store.ts";

/** What to say about the step from one state to the next; undefined when nothing happened that is worth it. */
export function announcement(before: ChatState, after: ChatState): string | undefined {
  const turn = after.turns.at(-1);
  const earlier = before.turns.find((candidate) => candidate.id === turn?.id);
  // A turn that was not there before is another session's history, unless it has just begun.
  if (turn && (earlier?.phase.kind !== turn.phase.kind || hasLostConnection(earlier, turn))) {
    const agent = agentTitle(after.header.agentName);
    switch (turn.phase.kind) {
      case "streaming":
        return l10n.t("{0} is answering", agent);
      case "completed":
        return earlier && l10n.t("Answer finished");
      case "cancelled":
        return earlier && l10n.t("Stopped");
      case "waiting":
        return turn.phase.problem.title;
      case "reconnecting":
        return isLost(turn) ? l10n.t("Connection lost. Reconnecting…") : undefined;
      // A failure is an alert of its own.
      case "failed":
      case "sending":
        break;
    }
  }
  const gate = after.header.gate;
  if (gate.kind === "blocked" && !sameGate(before, gate.title)) return `${gate.title}. ${gate.text}`;
  return undefined;
}

/** Whether it was only attaching until now. */
function hasLostConnection(earlier: TurnView | undefined, turn: TurnView): boolean {
  return earlier !== undefined && !isLost(earlier) && isLost(turn);
}

/** The first attempt is number one; before it, the view only attaches to a turn that runs. */
function isLost({ phase }: TurnView): boolean {
  return phase.kind === "reconnecting" && phase.attempt > 0;
}

function sameGate(state: ChatState, title: string): boolean {
  return state.header.gate.kind === "blocked" && state.header.gate.title === title;
}
