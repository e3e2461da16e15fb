import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ToolView } from "../../protocol/view.ts";
import { formatDuration } from "../format.ts";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import { icon, spinner } from "../parts/icon.ts";
import { isSelected } from "../parts/unselected.ts";
import { Ticker } from "../ticker.ts";
import type { ReadingPlace } from "./scrollFollower.ts";
import { callTime } from "./toolElement.ts";
import { toolIcon } from "./toolIcon.ts";
import { foldedFrom, isUnderWay, type RunSummary, summarizeRun } from "./toolRuns.ts";

/**
 * Calls of one tool that follow each other: a row each, and from the third on folded below one row that says how they
 * stand. The rows are the same elements in both forms, so that folding takes neither focus nor selection.
 */
export class ToolRunElement extends LightElement {
  static override properties: PropertyDeclarations = {
    calls: { attribute: false, hasChanged: isOtherList },
    turnId: { attribute: false },
    memory: { attribute: false },
    place: { attribute: false },
  };
  declare calls: readonly ToolView[];
  declare turnId: string;
  declare memory: ViewMemory | undefined;
  declare place: ReadingPlace | undefined;
  #isFolded = false;

  constructor() {
    super();
    this.calls = [];
    this.turnId = "";
    new Ticker(this, () => this.#isFolded && this.calls.some(isUnderWay));
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (this.calls.length < foldedFrom) this.#isFolded = false;
    else this.#isFolded ||= !this.hasUpdated || !this.#isInUse();
  }

  protected override render(): TemplateResult {
    const open = this.#isOpen();
    return html`${this.#isFolded ? this.#head(open) : nothing}
      <div class=${this.#isFolded ? "rowBody" : "toolRows"} ?hidden=${this.#isFolded && !open}>
        ${
          open || !this.#isFolded
            ? repeat(
                this.calls,
                ({ id }) => id,
                (call) =>
                  html`<agent37-tool
                    .item=${call}
                    .rowKey=${this.#keyOf(call.id)}
                    .memory=${this.memory}
                  ></agent37-tool>`,
              )
            : nothing
        }
      </div>`;
  }

  #head(open: boolean): TemplateResult {
    const [first] = this.calls;
    const summary = summarizeRun(this.calls);
    const { current, failed } = summary;
    return html`<div class="row toolRun ${current ? "running" : failed > 0 ? "failed" : "completed"}">
      <button
        type="button"
        class="rowHead"
        aria-expanded=${open ? "true" : "false"}
        @click=${() => this.#toggle(!open)}
      >
        ${icon(toolIcon(first?.tool ?? ""))}
        <span class="rowName">${first?.tool}</span>
        <span class="rowCount">${countText(summary)}</span>
        <span class="rowLabel" title=${current?.label ?? nothing}>${current?.label}</span>
        <span class="rowTime">${current ? callTime(current) : nothing}</span>
        <span class="rowStatus">${statusSign(summary)}</span>
        ${icon(open ? "chevron-down" : "chevron-right")}
      </button>
    </div>`;
  }

  #toggle(open: boolean): void {
    this.memory?.setRow(this.#runKey(), open);
    this.requestUpdate();
  }

  /** As the user left it; a run with an open row is open. */
  #isOpen(): boolean {
    const { memory } = this;
    return memory?.row(this.#runKey()) ?? this.calls.some(({ id }) => memory?.row(this.#keyOf(id)) === true);
  }

  /** Whether folding would move what the user reads, or take what the user holds. */
  #isInUse(): boolean {
    return (
      (this.place?.isMovedBy(this) ?? false) || this.contains(document.activeElement) || isSelected(this)
    );
  }

  #keyOf(callId: string): string {
    return `${this.turnId}/${callId}`;
  }

  #runKey(): string {
    return `${this.turnId}/run:${this.calls[0]?.id ?? ""}`;
  }
}

/** "· 5 calls · 1 failed · 3.2 s" */
function countText({ count, failed, durationMs, current }: RunSummary): string {
  const parts = [l10n.t("{0} calls", count)];
  if (failed > 0) parts.push(l10n.t("{0} failed", failed));
  if (durationMs !== undefined && !current) parts.push(formatDuration(durationMs));
  return parts.map((part) => `· ${part}`).join(" ");
}

function statusSign({ current, failed }: RunSummary): TemplateResult {
  if (current) {
    const text = current.status === "running" ? l10n.t("running") : "";
    return html`${spinner()}<span class="visuallyHidden">${text}</span>`;
  }
  return html`${icon(failed > 0 ? "error" : "check")}<span class="visuallyHidden">${l10n.t("done")}</span>`;
}

function isOtherList(after: readonly ToolView[], before: readonly ToolView[] | undefined): boolean {
  return after.length !== before?.length || after.some((call, index) => call !== before[index]);
}

customElements.define("agent37-tool-run", ToolRunElement);
