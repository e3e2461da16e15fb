/** What a screen reader is told: a sentence for each thing that happens, never the tokens of an answer. Pure. */
import * as l10n from "@vscode/l10n";
import type { GateView, QueueView } from "../../protocol/view.ts";
import type { ChatState } from "../store.ts";
import { lastTurn, turnsOf } from "../../protocol/shown.ts";
import { turnAnnouncements } from "./turnAnnouncements.ts";

/** What to say about the step from one state to the next. A page that has just got its first state has no news. */
export function announcements(before: ChatState | undefined, after: ChatState): readonly string[] {
  if (!before) return [];
  const gate = ofGate(before.header.gate, after.header.gate);
  if (!continues(before, after)) return gate;
  return [
    ...ofAttachments(before, after),
    ...ofQueue(before.queue, after.queue),
    ...turnAnnouncements(before, after),
    ...gate,
  ];
}

/** Whether it is the same conversation, perhaps with one more turn; otherwise what it shows is old. */
function continues(before: ChatState, after: ChatState): boolean {
  // As with every piece of an answer.
  if (before.settled === after.settled && before.active?.id === after.active?.id) return true;
  const turns = turnsOf(after);
  const known = new Set(turnsOf(before).map(({ id }) => id));
  const kept = turns.filter(({ id }) => known.has(id)).length;
  return kept >= turns.length - 1 && (kept > 0 || known.size === 0);
}

function ofGate(before: GateView, after: GateView): readonly string[] {
  if (after.kind !== "blocked") return [];
  return before.kind === "blocked" && before.title === after.title ? [] : [`${after.title}. ${after.text}`];
}

function ofAttachments(before: ChatState, after: ChatState): readonly string[] {
  const earlier = before.composer.attachments;
  const later = after.composer.attachments;
  if (earlier === later) return [];
  const names = (of: typeof earlier, without: typeof earlier): string =>
    of
      .filter(({ id }) => !without.some((other) => other.id === id))
      .map(({ name }) => name)
      .join(", ");
  const added = names(later, earlier);
  const removed = isSent(before, after) ? "" : names(earlier, later);
  return [
    ...(added ? [l10n.t("Attached {0}", added)] : []),
    ...(removed ? [l10n.t("Removed {0}", removed)] : []),
  ];
}

/** Whether what was attached may have gone with a message. */
function isSent(before: ChatState, after: ChatState): boolean {
  return (
    countTurns(after) > countTurns(before) ||
    after.queue.messages.length > before.queue.messages.length ||
    ["awaiting", "sending"].includes(lastTurn(after)?.phase.kind ?? "")
  );
}

function countTurns({ settled, active }: ChatState): number {
  return settled.length + (active ? 1 : 0);
}

function ofQueue(before: QueueView, after: QueueView): readonly string[] {
  const count = after.messages.length;
  const wait = count === 1 ? l10n.t("1 message waits") : l10n.t("{0} messages wait", count);
  if (after.paused && !before.paused && count > 0) return [l10n.t("The queue is paused, {0}", wait)];
  if (count > before.messages.length) return [l10n.t("Queued, {0}", wait)];
  // Whether it was removed or has gone out is told by what else happens.
  if (count < before.messages.length) return [count === 0 ? l10n.t("The queue is empty") : wait];
  return [];
}
