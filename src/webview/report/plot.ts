/** Charts with labels below and a scale on the left: stacks and curves. */
import { nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { ReportChart } from "../../protocol/report.ts";
import { labelStep, type Size, textWidth } from "./geometry.ts";
import { pictureView, pointView } from "./points.ts";
import type { ViewState } from "./viewState.ts";

/** Where things are, in CSS pixels. */
interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The width of one label's part. */
  readonly band: number;
  /** The height at which a value is drawn. */
  readonly y: (value: number) => number;
  /** The width of a stack. */
  readonly bar: number;
}

/** How much of its part a stack fills, and how wide it is at most, in letters' heights. */
const fill = 0.72;
const widestBar = 3;

export function plotView(chart: ReportChart, size: Size, state: ViewState): TemplateResult {
  const { fontSize } = size;
  const width = Math.max(size.width, 12 * fontSize);
  const height = Math.round(17 * fontSize);
  const left = Math.max(...chart.axis.ticks.map(({ text }) => textWidth(text, fontSize))) + fontSize;
  const [right, top, bottom] = [width - 2, fontSize, height - 1.9 * fontSize];
  const band = (right - left) / Math.max(1, chart.labels.length);
  const frame: Frame = {
    left,
    right,
    top,
    bottom,
    band,
    bar: Math.min(band * fill, widestBar * fontSize),
    y: (value) => bottom - (Math.min(value, chart.axis.max) / chart.axis.max) * (bottom - top),
  };
  const middleOf = (index: number): number => frame.left + (index + 0.5) * frame.band;
  const points = chart.labels.map((_, index) => {
    const area = { x: frame.left + index * frame.band, y: top, width: frame.band, height: bottom - top };
    const marks =
      chart.kind === "bars" ? stack(chart, index, frame) : dots(chart, index, frame, middleOf(index));
    return pointView(chart, index, area, marks, state);
  });
  const curves =
    chart.kind === "line" ? chart.series.map((_, index) => curve(chart, index, frame, middleOf)) : [];
  return pictureView(
    chart,
    { width, height },
    [
      grid(chart, frame, size),
      ...curves,
      ...points,
      limitLine(chart, frame),
      labels(chart, frame, size, middleOf),
    ],
    (index) => ({ x: middleOf(index) }),
    state,
  );
}

function grid({ axis }: ReportChart, { left, right, y }: Frame, { fontSize }: Size): SVGTemplateResult {
  return svg`<g aria-hidden="true">
    ${axis.ticks.map(
      ({ value, text }) => svg`
        <line class="gridLine" x1=${left} x2=${right} y1=${y(value)} y2=${y(value)}></line>
        <text class="tick end" x=${left - fontSize / 2} y=${y(value) + fontSize / 3}>${text}</text>`,
    )}
  </g>`;
}

function labels(
  { labels: long, shortLabels }: ReportChart,
  { bottom, band, right }: Frame,
  { fontSize }: Size,
  middleOf: (index: number) => number,
): SVGTemplateResult {
  const short = shortLabels ?? long;
  const step = labelStep(short, band, fontSize);
  // One that would reach beyond the picture is left out: it would be cut.
  const fits = (label: string, index: number): boolean =>
    short.length === 1 || middleOf(index) + textWidth(label, fontSize) / 2 <= right;
  return svg`<g aria-hidden="true">
    ${short.map((label, index) =>
      index % step === 0 && fits(label, index)
        ? svg`<text class="tick middle" x=${middleOf(index)} y=${bottom + 1.3 * fontSize}>${label}</text>`
        : nothing,
    )}
  </g>`;
}

function limitLine(
  { limit, axis }: ReportChart,
  { left, right, y }: Frame,
): SVGTemplateResult | typeof nothing {
  if (!limit || limit.value > axis.max) return nothing;
  return svg`<line class="limitLine" aria-hidden="true" x1=${left} x2=${right} y1=${y(limit.value)} y2=${y(limit.value)}></line>`;
}

/** The stack of one label, the first series at the bottom. What is more than nothing is at least a pixel high. */
function stack(
  chart: ReportChart,
  index: number,
  { left, band, bar, bottom, y }: Frame,
): SVGTemplateResult[] {
  const x = left + index * band + (band - bar) / 2;
  let sum = 0;
  return chart.series.flatMap(({ values }, seriesIndex) => {
    const value = values[index] ?? 0;
    if (value <= 0) return [];
    const from = y(sum);
    sum += value;
    const height = Math.max(1, from - y(sum));
    const top = Math.min(from, bottom) - height;
    return [svg`<rect class="bar s${seriesIndex % 6}" x=${x} y=${top} width=${bar} height=${height}></rect>`];
  });
}

/** The points of the curves at one label; drawn when it is active, and for a figure that has no neighbour. */
function dots(chart: ReportChart, index: number, { y }: Frame, x: number): SVGTemplateResult[] {
  return chart.series.flatMap(({ values }, seriesIndex) => {
    const value = values[index];
    if (value === undefined) return [];
    const isAlone = values[index - 1] === undefined && values[index + 1] === undefined;
    return [
      svg`<circle class="dot ${isAlone ? "alone" : ""} s${seriesIndex % 6}" cx=${x} cy=${y(value)} r="3.5"></circle>`,
    ];
  });
}

/** A series as a curve with a gap wherever a figure is missing. */
function curve(
  { series }: ReportChart,
  index: number,
  { y }: Frame,
  middleOf: (index: number) => number,
): SVGTemplateResult {
  let isOpen = false;
  const path = (series[index]?.values ?? []).map((value, at) => {
    if (value === undefined) {
      isOpen = false;
      return "";
    }
    const step = `${isOpen ? "L" : "M"}${middleOf(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isOpen = true;
    return step;
  });
  return svg`<path class="curve s${index % 6}" aria-hidden="true" d=${path.join("")}></path>`;
}
