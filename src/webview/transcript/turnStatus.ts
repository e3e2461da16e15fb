/** The signs below an answer: what the agent does now, and at the end what the turn took. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { ShownTurn } from "../../protocol/shown.ts";
import {
  formatCount,
  formatDuration,
  formatExactUsd,
  formatLongDuration,
  formatPercent,
  formatTokens,
  formatUsd,
} from "../format.ts";
import { icon, spinner } from "../parts/icon.ts";
import { post } from "../post.ts";
import { awaitedText, wakingText } from "./awaited.ts";
import { uploadProgress } from "./upload.ts";

/** A line that says something is going on while nothing else on screen does. */
export function activity(turn: ShownTurn): TemplateResult | typeof nothing {
  const { phase, stopping } = turn;
  if (stopping) return line(l10n.t("Stopping…"));
  if (phase.kind === "awaiting") return cancellable(awaitedText(phase));
  if (phase.kind === "sending") {
    if (phase.upload) return uploadProgress(phase.upload);
    return line(phase.waking === undefined ? l10n.t("Sending…") : wakingText(phase.waking));
  }
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

/** Nothing has gone out yet, so giving up leaves nothing behind: the message comes back to the composer. */
function cancellable(text: string): TemplateResult {
  return html`<div class="activity awaiting">
    ${spinner()}<span>${text}</span>
    <button
      type="button"
      class="button secondary"
      @click=${(event: Event) => post(event.currentTarget, "stop", {})}
    >
      ${l10n.t("Cancel")}
    </button>
  </div>`;
}

function line(text: string): TemplateResult {
  return html`<p class="activity">${spinner()}<span>${text}</span></p>`;
}

/** Whether the last item shows by itself that the agent is at work. */
function isBusyOnScreen({ items, growing }: ShownTurn): boolean {
  const last = growing ?? items.at(-1);
  if (last?.kind === "text") return true;
  if (last?.kind === "reasoning") return last.open;
  return last?.status === "running" || last?.status === "generating";
}

/** The cue that the agent has ended with a question. */
export function question(): TemplateResult {
  return html`<p class="question">${icon("question")}<span>${l10n.t("Waiting for your answer")}</span></p>`;
}

/** How a turn ended, its duration, tokens, cost, model and context; for a turn that is over. */
export function summary(turn: ShownTurn): TemplateResult | typeof nothing {
  const { kind } = turn.phase;
  if (kind !== "completed" && kind !== "cancelled" && kind !== "failed") return nothing;
  // How long it took to fail is no news, and below the failure's card the only line.
  if (kind === "failed" && !turn.usage) return nothing;
  const status = kind === "cancelled" ? [l10n.t("Stopped")] : kind === "failed" ? [l10n.t("Failed")] : [];
  const parts = [...status, ...summaryParts(turn)];
  if (parts.length === 0) return nothing;
  return html`<footer class="summary" title=${summaryTitle(turn) ?? nothing}>
    ${kind === "cancelled" ? icon("debug-stop") : nothing}<span>${parts.join(" · ")}</span>
  </footer>`;
}

function summaryParts({ startedAt, endedAt, usage, model, context }: ShownTurn): string[] {
  const parts: string[] = [];
  if (startedAt !== undefined && endedAt !== undefined) parts.push(formatDuration(endedAt - startedAt));
  if (usage) {
    parts.push(l10n.t("{0} in", formatTokens(usage.inputTokens)));
    parts.push(l10n.t("{0} out", formatTokens(usage.outputTokens)));
    if (usage.costUsd !== undefined) parts.push(formatUsd(usage.costUsd));
  }
  if (model) parts.push(model);
  if (context && context.windowTokens > 0) {
    parts.push(l10n.t("{0} context", formatPercent(context.usedTokens / context.windowTokens)));
  }
  return parts;
}

/** Every digit of what the line has rounded. */
function summaryTitle({ startedAt, endedAt, usage, model, context }: ShownTurn): string | undefined {
  const lines: string[] = [];
  if (startedAt !== undefined && endedAt !== undefined) {
    lines.push(l10n.t("Took {0}", formatLongDuration(endedAt - startedAt)));
  }
  if (usage) {
    const { inputTokens, outputTokens } = usage;
    lines.push(l10n.t("{0} tokens in, {1} out", formatCount(inputTokens), formatCount(outputTokens)));
    if (usage.costUsd !== undefined) lines.push(l10n.t("Cost {0}", formatExactUsd(usage.costUsd)));
  }
  if (model) lines.push(l10n.t("Model {0}", model));
  if (context) {
    const { usedTokens, windowTokens } = context;
    lines.push(
      l10n.t("{0} of {1} tokens of context used", formatCount(usedTokens), formatCount(windowTokens)),
    );
  }
  return lines.length > 0 ? lines.join("\n") : undefined;
}
