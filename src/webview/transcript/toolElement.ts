import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { ToolView } from "../../protocol/view.ts";
import { formatDuration, formatSeconds } from "../format.ts";
import { hostNow } from "../hostClock.ts";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import { icon, spinner } from "../parts/icon.ts";
import { Ticker } from "../ticker.ts";
import { disclosure } from "./disclosure.ts";
import { toolIcon } from "./toolIcon.ts";

/** One call of a tool: what it is, how it stands, and on demand its arguments and its error. */
export class ToolElement extends LightElement {
  static override properties: PropertyDeclarations = {
    item: { attribute: false },
    rowKey: { attribute: false },
    memory: { attribute: false },
  };
  declare item: ToolView | undefined;
  declare rowKey: string;
  declare memory: ViewMemory | undefined;

  constructor() {
    super();
    this.rowKey = "";
    new Ticker(this, () => this.item?.status === "running" || this.item?.status === "generating");
  }

  protected override render(): TemplateResult | typeof nothing {
    const { item, memory, rowKey } = this;
    if (!item) return nothing;
    const label = this.#label(item);
    if (!item.arguments && !item.error) {
      return html`<div class="row tool ${item.status}"><div class="rowHead">${label}</div></div>`;
    }
    const open = memory?.row(rowKey) ?? false;
    return disclosure({
      className: `tool ${item.status}`,
      open,
      label,
      body: () => this.#details(item),
      onToggle: () => {
        memory?.setRow(rowKey, !open);
        this.requestUpdate();
      },
    });
  }

  #label(item: ToolView): TemplateResult {
    const label = item.label ?? (item.status === "failed" ? item.error : undefined);
    return html`${icon(toolIcon(item.tool))}
      <span class="rowName">${item.tool}</span>
      <span class="rowLabel" title=${label ?? nothing}>${label}</span>
      <span class="rowTime">${callTime(item)}</span>
      <span class="rowStatus">${statusSign(item.status)}</span>`;
  }

  #details(item: ToolView): TemplateResult {
    return html`${
      item.arguments
        ? html`<p class="detailName">${l10n.t("Arguments")}</p>
            <pre class="toolText" tabindex="0">${item.arguments}</pre>`
        : nothing
    }
    ${
      item.error
        ? html`<p class="detailName">${l10n.t("Error")}</p>
            <pre class="toolText toolError" tabindex="0">${item.error}</pre>`
        : nothing
    }`;
  }
}

/** How long it took, or has taken so far once that is worth showing; before it runs, that it is prepared. */
export function callTime({ status, startedAt, durationMs }: ToolView): string {
  if (durationMs !== undefined) return formatDuration(durationMs);
  if (status === "generating") return l10n.t("preparing");
  if (status !== "running" || startedAt === undefined) return "";
  const seconds = Math.floor((hostNow() - startedAt) / 1000);
  return seconds >= 2 ? formatSeconds(seconds) : "";
}

function statusSign(status: ToolView["status"]): TemplateResult {
  const { sign, text } = {
    // Shown in the place of its time.
    generating: { sign: spinner, text: "" },
    running: { sign: spinner, text: l10n.t("running") },
    completed: { sign: () => icon("check"), text: l10n.t("done") },
    failed: { sign: () => icon("error"), text: l10n.t("failed") },
    ended: { sign: () => icon("circle-slash"), text: l10n.t("not finished") },
  }[status];
  return html`${sign()}<span class="visuallyHidden">${text}</span>`;
}

customElements.define("agent37-tool", ToolElement);
