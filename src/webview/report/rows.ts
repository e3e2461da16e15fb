/** Lying stacks, each below its label: for few labels with long names. */
import { svg, type TemplateResult } from "lit";
import type { ReportChart } from "../../protocol/report.ts";
import { fitText, type Size, textWidth } from "./geometry.ts";
import { pictureView, pointView } from "./points.ts";
import type { ViewState } from "./viewState.ts";

export function rowsView(chart: ReportChart, size: Size, state: ViewState): TemplateResult {
  const { fontSize } = size;
  const width = Math.max(size.width, 12 * fontSize);
  const rowHeight = Math.round(3 * fontSize);
  const barHeight = Math.round(0.8 * fontSize);
  const scale = width / chart.axis.max;
  const points = chart.labels.map((label, index) => {
    const y = index * rowHeight;
    const value = chart.series.map(({ texts }) => texts[index] ?? "").join(" · ");
    const room = width - textWidth(value, fontSize) - fontSize;
    let x = 0;
    const bars = chart.series.map(({ values }, seriesIndex) => {
      const amount = values[index] ?? 0;
      const length = amount > 0 ? Math.max(2, amount * scale) : 0;
      const bar = svg`<rect class="bar s${seriesIndex % 6}" x=${x} y=${y + 1.7 * fontSize} width=${length} height=${barHeight}></rect>`;
      x += length;
      return bar;
    });
    const marks = [
      svg`<text class="rowLabel" x="0" y=${y + 1.2 * fontSize}>${fitText(label, room, fontSize)}</text>`,
      svg`<text class="tick end" x=${width} y=${y + 1.2 * fontSize}>${value}</text>`,
      svg`<rect class="track" x="0" y=${y + 1.7 * fontSize} width=${width} height=${barHeight}></rect>`,
      ...bars,
    ];
    return pointView(chart, index, { x: 0, y, width, height: rowHeight }, marks, state);
  });
  return pictureView(
    chart,
    { width, height: rowHeight * chart.labels.length },
    points,
    (index) => ({ x: width / 2, y: (index + 1) * rowHeight }),
    state,
  );
}
