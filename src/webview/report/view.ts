/** The page as a whole: title, buttons, the figures that matter most, charts. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Report, ReportAction, ReportFact } from "../../protocol/report.ts";
import { icon } from "../parts/icon.ts";
import { chartView } from "./chart.ts";
import type { Size } from "./geometry.ts";
import type { ViewState } from "./viewState.ts";

/** @param act tells the host that an action was chosen */
export function reportView(
  report: Report | undefined,
  size: Size,
  state: ViewState,
  act: (id: string) => void,
): TemplateResult {
  if (!report) return html`<p class="loading" role="status">${l10n.t("Loading…")}</p>`;
  const { title, subtitle, notice, isBusy, actions, facts, charts } = report;
  return html`<main class="report" aria-busy=${isBusy ? "true" : "false"}>
    <div class=${isBusy ? "progress busy" : "progress"} aria-hidden="true"></div>
    <h1>${title}</h1>
    <p class="subtitle" role="status">${subtitle}</p>
    <div class="actions" role="group" aria-label=${l10n.t("Actions")}>
      ${repeat(
        actions,
        ({ id }) => id,
        (action) => actionButton(action, act),
      )}
    </div>
    <div class="notices">
      <div role="status">
        ${notice?.kind === "info" ? html`<p class="notice">${icon("info")} ${notice.text}</p>` : nothing}
      </div>
      <div role="alert">
        ${
          notice?.kind === "error"
            ? html`<p class="notice error">${icon("error")} ${notice.text}</p>`
            : nothing
        }
      </div>
    </div>
    ${facts.length > 0 ? html`<dl class="facts">${facts.map(factView)}</dl>` : nothing}
    ${repeat(
      charts,
      ({ id }) => id,
      (chart) => chartView(chart, size, state),
    )}
  </main>`;
}

/** A button that cannot be used now keeps the focus, which a disabled one would lose. */
function actionButton(
  { id, label, icon: name, isIconOnly = false, isDisabled = false }: ReportAction,
  act: (id: string) => void,
): TemplateResult {
  return html`<button
    type="button"
    class="button secondary"
    title=${isIconOnly ? label : nothing}
    aria-label=${isIconOnly ? label : nothing}
    aria-disabled=${isDisabled ? "true" : "false"}
    @click=${() => {
      if (!isDisabled) act(id);
    }}
  >
    ${name === undefined ? nothing : icon(name)} ${isIconOnly ? nothing : label}
  </button>`;
}

function factView({ label, value, kind }: ReportFact): TemplateResult {
  return html`<div class="fact ${kind ?? ""}">
    <dt>${label}</dt>
    <dd>${kind === undefined ? nothing : icon(kind)} ${value}</dd>
  </div>`;
}
