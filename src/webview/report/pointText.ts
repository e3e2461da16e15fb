import * as l10n from "@vscode/l10n";
import type { ReportChart } from "../../protocol/report.ts";

/** The figures of a point, each with what it is where there are several. */
export function pointFigures({ series, columns = [] }: ReportChart, index: number): readonly string[] {
  const parts = [
    ...series.map(({ name, texts }) => ({ name, text: texts[index] ?? "" })),
    ...columns.map(({ title, texts }) => ({ name: title, text: texts[index] ?? "" })),
  ];
  return parts
    .filter(({ text }) => text !== "")
    .map(({ name, text }) => (parts.length === 1 ? text : l10n.t("{0}: {1}", name, text)));
}

/** What a screen reader says of a point: its label and every figure. */
export function pointText(chart: ReportChart, index: number): string {
  return [chart.labels[index] ?? "", ...pointFigures(chart, index)].join(", ");
}
