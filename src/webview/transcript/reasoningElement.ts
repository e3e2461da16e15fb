import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { ShownReasoning } from "../../protocol/shown.ts";
import { formatSeconds } from "../format.ts";
import { hostNow } from "../hostClock.ts";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import type { PathLinks } from "../paths/pathLinks.ts";
import { Ticker } from "../ticker.ts";
import { disclosure } from "./disclosure.ts";
import type { ReadingPlace } from "./scrollFollower.ts";

/**
 * The agent's thoughts: open while they come, closed when the answer starts, unless the user chose otherwise or reads
 * what the closing would move.
 */
export class ReasoningElement extends LightElement {
  static override properties: PropertyDeclarations = {
    item: { attribute: false },
    live: { attribute: false },
    rowKey: { attribute: false },
    memory: { attribute: false },
    place: { attribute: false },
    paths: { attribute: false },
  };
  declare item: ShownReasoning | undefined;
  /** Whether the agent is still thinking these thoughts. */
  declare live: boolean;
  declare rowKey: string;
  declare memory: ViewMemory | undefined;
  declare place: ReadingPlace | undefined;
  declare paths: PathLinks | undefined;

  constructor() {
    super();
    this.live = false;
    this.rowKey = "";
    new Ticker(this, () => this.live);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { live, memory, rowKey } = this;
    const ends = changed.get("live") === true && !live;
    if (ends && memory?.row(rowKey) === undefined && this.place?.isMovedBy(this))
      memory?.setRow(rowKey, true);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { item, live, memory, rowKey } = this;
    if (!item) return nothing;
    const open = memory?.row(rowKey) ?? live;
    const seconds = elapsedSeconds(item, live);
    const label = live ? l10n.t("Thinking…") : l10n.t("Thinking");
    return disclosure({
      className: "reasoning",
      open,
      label: html`<span class="rowName ${live ? "shimmer" : ""}">${label}</span>
        ${seconds === undefined ? nothing : html`<span class="rowTime">${formatSeconds(seconds)}</span>`}`,
      body: () =>
        html`<agent37-markdown .text=${item.text} .growing=${live} .paths=${this.paths}></agent37-markdown>`,
      onToggle: () => {
        memory?.setRow(rowKey, !open);
        this.requestUpdate();
      },
    });
  }
}

/** Undefined when unknown, as in a history, or too short to be worth showing. */
function elapsedSeconds({ startedAt, endedAt }: ShownReasoning, live: boolean): number | undefined {
  const until = endedAt ?? (live ? hostNow() : undefined);
  if (startedAt === undefined || until === undefined) return undefined;
  const seconds = Math.floor((until - startedAt) / 1000);
  return seconds >= 1 ? seconds : undefined;
}

customElements.define("agent37-reasoning", ReasoningElement);
