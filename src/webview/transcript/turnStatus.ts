/** The signs below an answer: what the agent does now, and at the end what the turn took. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { TurnView } from "../../protocol/view.ts";
import { formatCount, formatDuration, formatPercent, formatTokens, formatUsd } from "../format.ts";
import { icon, spinner } from "../parts/icon.ts";

/** A line that says something is going on while nothing else on screen does. */
export function activity(turn: TurnView): TemplateResult | typeof nothing {
  const { phase, stopping } = turn;
  if (stopping) return line(l10n.t("Stopping…"));
  if (phase.kind === "sending") return line(l10n.t("Sending…"));
  if (phase.kind === "reconnecting") {
    // Attaching to a turn that runs is no loss.
    if (phase.attempt === 0) return line(l10n.t("Connecting…"));
    // Read out once for each loss by the page's announcer, not with each attempt.
    return html`<p class="activity warning" role="status" aria-live="off">
      ${icon("debug-disconnect")}
      <span>${l10n.t("Connection lost. Reconnecting… (attempt {0})", phase.attempt)}</span>
    </p>`;
  }
  return phase.kind === "streaming" && !isBusyOnScreen(turn) ? line(l10n.t("Working…")) : nothing;
}

function line(text: string): TemplateResult {
  return html`<p class="activity">${spinner()}<span>${text}</span></p>`;
}

/** Whether the last item shows by itself that the agent is at work. */
function isBusyOnScreen({ items }: TurnView): boolean {
  const last = items.at(-1);
  if (last?.kind === "text") return true;
  if (last?.kind === "reasoning") return last.open;
  return last?.status === "running" || last?.status === "generating";
}

/** Duration, tokens, cost and context of a turn that is over. */
export function summary(turn: TurnView): TemplateResult | typeof nothing {
  const { phase } = turn;
  if (phase.kind !== "completed" && phase.kind !== "cancelled" && phase.kind !== "failed") return nothing;
  // How long it took to fail is no news, and below the failure's card the only line.
  if (phase.kind === "failed" && !turn.usage) return nothing;
  const parts = summaryParts(turn);
  if (phase.kind === "cancelled") {
    return html`<footer class="summary">
      ${icon("debug-stop")}<span>${[l10n.t("Stopped"), ...parts].join(" · ")}</span>
    </footer>`;
  }
  return parts.length === 0
    ? nothing
    : html`<footer class="summary" title=${summaryTitle(turn) ?? nothing}>${parts.join(" · ")}</footer>`;
}

function summaryParts({ startedAt, endedAt, usage, context }: TurnView): string[] {
  const parts: string[] = [];
  if (startedAt !== undefined && endedAt !== undefined) parts.push(formatDuration(endedAt - startedAt));
  if (usage) {
    parts.push(l10n.t("{0} in", formatTokens(usage.inputTokens)));
    parts.push(l10n.t("{0} out", formatTokens(usage.outputTokens)));
    if (usage.costUsd !== undefined) parts.push(formatUsd(usage.costUsd));
  }
  if (context && context.windowTokens > 0) {
    parts.push(l10n.t("{0} context", formatPercent(context.usedTokens / context.windowTokens)));
  }
  return parts;
}

function summaryTitle({ usage, context }: TurnView): string | undefined {
  const lines: string[] = [];
  if (usage) {
    const { inputTokens, outputTokens } = usage;
    lines.push(l10n.t("{0} tokens in, {1} out", formatCount(inputTokens), formatCount(outputTokens)));
  }
  if (context) {
    const { usedTokens, windowTokens } = context;
    lines.push(
      l10n.t("{0} of {1} tokens of context used", formatCount(usedTokens), formatCount(windowTokens)),
    );
  }
  return lines.length > 0 ? lines.join("\n") : undefined;
}
