/** The point of a chart that the pointer or the keyboard is at. */
export interface ActivePoint {
  readonly chartId: string;
  readonly index: number;
}

/** What the user has done on the page itself. */
export class ViewState {
  readonly #changed: () => void;
  #active: ActivePoint | undefined;
  /** Where Tab enters a chart again: the point that had the focus last. */
  readonly #entry = new Map<string, number>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The point of this chart whose tip is shown. */
  activeIn(chartId: string): number | undefined {
    return this.#active?.chartId === chartId ? this.#active.index : undefined;
  }

  activate(point: ActivePoint | undefined): void {
    if (point?.chartId === this.#active?.chartId && point?.index === this.#active?.index) return;
    this.#active = point;
    this.#changed();
  }

  /** The one point of a chart with this many points that Tab goes to. */
  entryOf(chartId: string, count: number): number {
    return Math.min(this.#entry.get(chartId) ?? 0, count - 1);
  }

  focused(point: ActivePoint): void {
    this.#entry.set(point.chartId, point.index);
    this.activate(point);
    this.#changed();
  }
}
