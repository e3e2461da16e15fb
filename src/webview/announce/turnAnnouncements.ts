/** What a screen reader is told about the last turn. Pure. */
import * as l10n from "@vscode/l10n";
import { itemsOf, lastTurn, type ShownItem, type ShownTurn, turnsOf } from "../../protocol/shown.ts";
import type { ToolView } from "../../protocol/view.ts";
import { agentTitle } from "../agentName.ts";
import type { ChatState } from "../store.ts";
import { isActive } from "../../protocol/turnPhase.ts";
import { awaitedText, wakingText } from "../transcript/awaited.ts";
import { plainText } from "./plainText.ts";

/** As much of an answer, or of an error, as is read out by itself, in UTF-16 units. */
const spokenLength = 200;

/** What to say about the last turn; both states are of the same conversation. */
export function turnAnnouncements(before: ChatState, after: ChatState): readonly string[] {
  const turn = lastTurn(after);
  const earlier = earlierOf(before, turn);
  if (!turn || turn === earlier) return [];
  const agent = agentTitle(after.header.agentName);
  // A transcript that was empty and has an answer at once was opened, not begun.
  const items = earlier || lastTurn(before) ? ofItems(earlier, turn) : [];
  return [...ofPhase(earlier, turn, agent), ...items, ...ofEnd(earlier, turn, agent)];
}

/** The turn as it was before; most often it is the running one. */
function earlierOf(before: ChatState, turn: ShownTurn | undefined): ShownTurn | undefined {
  const last = lastTurn(before);
  return last?.id === turn?.id ? last : turnsOf(before).findLast(({ id }) => id === turn?.id);
}

function ofPhase(earlier: ShownTurn | undefined, { phase }: ShownTurn, agent: string): readonly string[] {
  const from = earlier?.phase;
  switch (phase.kind) {
    case "awaiting":
      return from?.kind === "awaiting" && from.step === phase.step ? [] : [awaitedText(phase)];
    case "sending": {
      if (phase.waking !== undefined) {
        return from?.kind === "sending" && from.waking === phase.waking ? [] : [wakingText(phase.waking)];
      }
      const upload = phase.upload?.name;
      const isSameUpload = from?.kind === "sending" && from.upload?.name === upload;
      if (upload !== undefined) return isSameUpload ? [] : [l10n.t("Uploading {0}", upload)];
      return from?.kind === "sending" ? [] : [l10n.t("Sending")];
    }
    case "waiting":
      return from?.kind === "waiting" ? [] : [phase.problem.title];
    case "streaming":
      if (from?.kind === "streaming") return [];
      return [earlier && isLost(earlier) ? l10n.t("Connected again") : l10n.t("{0} is answering", agent)];
    case "reconnecting": {
      const isNews = phase.attempt > 0 && earlier !== undefined && !isLost(earlier);
      return isNews ? [l10n.t("Connection lost. Reconnecting…")] : [];
    }
    // The end is told after what was done until then; a failure is an alert of its own.
    case "completed":
    case "cancelled":
    case "failed":
      return [];
  }
}

/** The first attempt is number one; before it, the view only attaches to a turn that runs. */
function isLost({ phase }: ShownTurn): boolean {
  return phase.kind === "reconnecting" && phase.attempt > 0;
}

function ofItems(earlier: ShownTurn | undefined, turn: ShownTurn): readonly string[] {
  // As with every piece of an answer.
  if (earlier?.items === turn.items && earlier.growing?.id === turn.growing?.id) return [];
  const known = earlier ? itemsOf(earlier) : [];
  return itemsOf(turn).flatMap((item, index) => {
    const old = known[index];
    return item === old ? [] : ofItem(old, item);
  });
}

function ofItem(old: ShownItem | undefined, item: ShownItem): readonly string[] {
  switch (item.kind) {
    case "text":
      return [];
    case "reasoning":
      // What is told again after a loss of the connection has no times.
      return !old && item.open && item.startedAt !== undefined ? [l10n.t("Thinking")] : [];
    case "tool":
      return ofTool(old?.kind === "tool" ? old : undefined, item);
  }
}

function ofTool(old: ToolView | undefined, item: ToolView): readonly string[] {
  const isNews = old !== undefined || item.startedAt !== undefined;
  const began =
    (!old || old.status === "generating") && item.status !== "generating" && item.status !== "ended";
  const failed = item.status === "failed" && old?.status !== "failed";
  if (!isNews) return [];
  return [...(began ? [callSentence(item)] : []), ...(failed ? [failureSentence(item)] : [])];
}

function callSentence({ tool, label }: ToolView): string {
  return label ? l10n.t("{0}: {1}", tool, label) : tool;
}

function failureSentence({ tool, error }: ToolView): string {
  const [line = ""] = (error ?? "").trim().split("\n", 1);
  return line ? l10n.t("{0} failed: {1}", tool, line.slice(0, spokenLength)) : l10n.t("{0} failed", tool);
}

function ofEnd(earlier: ShownTurn | undefined, turn: ShownTurn, agent: string): readonly string[] {
  if (!isActive(earlier)) return [];
  if (turn.phase.kind === "cancelled") return [l10n.t("Stopped")];
  if (turn.phase.kind !== "completed") return [];
  const answer = String(turn.items.findLast((item) => item.kind === "text")?.text ?? "");
  const spoken = plainText(answer, spokenLength);
  if (!spoken) return [l10n.t("Answer finished")];
  if (!turn.asks) return [l10n.t("Answer finished: {0}", spoken)];
  const question = plainText(lastParagraph(answer), spokenLength);
  const asks = l10n.t("{0} asks: {1}", agent, question);
  return [spoken === question ? l10n.t("Answer finished") : l10n.t("Answer finished: {0}", spoken), asks];
}

function lastParagraph(markdown: string): string {
  return (
    markdown
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? ""
  );
}
