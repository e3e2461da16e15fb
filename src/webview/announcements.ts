/** What a screen reader is told: one sentence for each event, never the tokens of an answer. */
import * as l10n from "@vscode/l10n";
import type { ChatState } from "./store.ts";

/** What to say about the step from one state to the next; undefined when nothing happened that is worth it. */
export function announcement(before: ChatState, after: ChatState): string | undefined {
  const turn = after.turns.at(-1);
  const earlier = before.turns.find((candidate) => candidate.id === turn?.id);
  // A turn that was not there before is another session's history, unless it has just begun.
  if (turn && earlier?.phase.kind !== turn.phase.kind) {
    const agent = after.header.agentName;
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
        return l10n.t("Connection lost. Reconnecting…");
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

function sameGate(state: ChatState, title: string): boolean {
  return state.header.gate.kind === "blocked" && state.header.gate.title === title;
}
