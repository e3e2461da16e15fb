/** The points of a chart as things that the pointer and the keyboard can be at. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { ReportChart } from "../../protocol/report.ts";
import { pointFigures, pointText } from "./pointText.ts";
import type { ViewState } from "./viewState.ts";

/** The area of a point within the picture, in CSS pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One point: what is drawn of it, and the area that answers to the pointer and shows the focus. */
export function pointView(
  chart: ReportChart,
  index: number,
  { x, y, width, height }: Area,
  marks: readonly (SVGTemplateResult | typeof nothing)[],
  state: ViewState,
): SVGTemplateResult {
  const point = { chartId: chart.id, index };
  const isActive = state.activeIn(chart.id) === index;
  return svg`<g
    class=${isActive ? "point active" : "point"}
    role="img"
    tabindex=${state.entryOf(chart.id, chart.labels.length) === index ? "0" : "-1"}
    aria-label=${pointText(chart, index)}
    @pointerenter=${() => state.activate(point)}
    @focus=${() => state.focused(point)}
  >
    <rect class="band" x=${x} y=${y} width=${width} height=${height}></rect>
    ${marks}
  </g>`;
}

/** The picture around the points: one stop for Tab, arrows within. */
export function pictureView(
  chart: ReportChart,
  { width, height }: { readonly width: number; readonly height: number },
  content: readonly (SVGTemplateResult | typeof nothing)[],
  /** Where the tip of a point is: its middle from the left, and its upper edge, which by default is above all. */
  tipOf: (index: number) => { readonly x: number; readonly y?: number },
  state: ViewState,
): TemplateResult {
  const active = state.activeIn(chart.id);
  const leave = (): void => {
    if (state.activeIn(chart.id) !== undefined) state.activate(undefined);
  };
  return html`<div
    class="plot"
    @pointerleave=${leave}
    @focusout=${leave}
    @keydown=${(event: KeyboardEvent) => move(event, chart.labels.length, leave)}
  >
    <svg
      role="group"
      aria-labelledby="chart-${chart.id}"
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
    >
      ${content}
    </svg>
    ${active === undefined || active >= chart.labels.length ? nothing : tip(chart, active, tipOf(active))}
  </div>`;
}

function tip(
  chart: ReportChart,
  index: number,
  { x, y }: { readonly x: number; readonly y?: number },
): TemplateResult {
  return html`<div class="tip" aria-hidden="true" data-x=${x} data-y=${y ?? ""}>
    <strong>${chart.labels[index]}</strong>
    ${pointFigures(chart, index).map((figure) => html`<span>${figure}</span>`)}
  </div>`;
}

/** Arrows, Home, End and Page keys move the focus between points; Escape hides the tip. */
function move(event: KeyboardEvent, count: number, leave: () => void): void {
  const plot = event.currentTarget as HTMLElement;
  const points = [...plot.querySelectorAll<SVGGElement>(".point")];
  const at = points.findIndex((point) => point === document.activeElement);
  if (at < 0) return;
  const far = Math.max(1, Math.round(count / 10));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowUp: -1,
    ArrowRight: 1,
    ArrowDown: 1,
    PageUp: -far,
    PageDown: far,
    Home: -count,
    End: count,
  };
  if (event.key === "Escape") leave();
  const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
  if (step === undefined) return;
  event.preventDefault();
  points[Math.min(points.length - 1, Math.max(0, at + step))]?.focus();
}
