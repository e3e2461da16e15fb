/** One chart: its picture, which the keyboard reaches point by point, and the same figures as a table. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { ReportChart } from "../../protocol/report.ts";
import type { Size } from "./geometry.ts";
import { plotView } from "./plot.ts";
import { rowsView } from "./rows.ts";
import type { ViewState } from "./viewState.ts";

export function chartView(chart: ReportChart, size: Size, state: ViewState): TemplateResult {
  const headingId = `chart-${chart.id}`;
  return html`<section class="chart" aria-labelledby=${headingId}>
    <h2 id=${headingId}>${chart.title}</h2>
    ${
      isEmpty(chart)
        ? html`<p class="empty">${chart.emptyText}</p>`
        : html`${legend(chart)}
          ${chart.kind === "rows" ? rowsView(chart, size, state) : plotView(chart, size, state)}
          ${chart.note === undefined ? nothing : html`<p class="note">${chart.note}</p>`} ${table(chart)}`
    }
  </section>`;
}

function isEmpty({ series }: ReportChart): boolean {
  return series.every(({ values }) => values.every((value) => value === undefined || value === 0));
}

/** What the colors mean, where there is more than one. */
function legend({ series, limit }: ReportChart): TemplateResult | typeof nothing {
  if (series.length < 2 && !limit) return nothing;
  return html`<ul class="legend">
    ${series.map(
      ({ name }, index) =>
        html`<li><span class="swatch s${index % 6}" aria-hidden="true"></span>${name}</li>`,
    )}
    ${limit ? html`<li><span class="swatch limit" aria-hidden="true"></span>${limit.label}</li>` : nothing}
  </ul>`;
}

function table({ title, labels, labelTitle, series, columns = [] }: ReportChart): TemplateResult {
  const figures = [...series.map(({ name, texts }) => ({ title: name, texts })), ...columns];
  return html`<details class="table">
    <summary>${l10n.t("Show as Table")}</summary>
    <div class="tableBox" role="region" aria-label=${l10n.t("{0}, as a table", title)} tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${labelTitle}</th>
            ${figures.map((column) => html`<th scope="col" class="figure">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${labels.map(
            (label, index) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${figures.map(({ texts }) => html`<td class="figure">${texts[index] ?? ""}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
