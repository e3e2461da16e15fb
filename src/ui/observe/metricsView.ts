import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance } from "../../api/wire.ts";
import { isAbortError } from "../../common/clock.ts";
import type { ReportContent, ReportTab } from "../../protocol/reportTab.ts";
import type { ObserveUiDeps } from "./deps.ts";
import { metricsReport, type MetricsState, type Stretch, stretches } from "./metricsReport.ts";

export interface MetricsDeps extends Pick<ObserveUiDeps, "problems"> {
  readonly client: Pick<ObserveUiDeps["client"], "getMetrics">;
}

/** The metrics of an instance in an editor tab. They are read when it opens and when the user asks. */
export class MetricsView implements ReportContent {
  readonly #deps: MetricsDeps;
  readonly #tab: ReportTab;
  #state: MetricsState;
  #reading = new AbortController();

  constructor(deps: MetricsDeps, tab: ReportTab, instance: Instance) {
    this.#deps = deps;
    this.#tab = tab;
    this.#state = { instance, stretch: "day", isBusy: true };
    void this.#read();
  }

  act(actionId: string): void {
    // Figures of one time under the name of another would be taken for that time's.
    if (isStretch(actionId)) this.#state = { ...this.#state, stretch: actionId, metrics: undefined };
    void this.#read();
  }

  dispose(): void {
    this.#reading.abort();
  }

  /** Reads what is chosen; a reading under way is given up. */
  async #read(): Promise<void> {
    this.#reading.abort();
    const { signal } = (this.#reading = new AbortController());
    const { instance, stretch } = this.#state;
    this.#set({ isBusy: true, error: undefined });
    try {
      const metrics = await this.#deps.client.getMetrics(instance, stretches[stretch], { signal });
      if (!signal.aborted) this.#set({ isBusy: false, metrics });
    } catch (failure) {
      if (signal.aborted || isAbortError(failure)) return;
      const error = asAgent37Error(failure);
      this.#set({ isBusy: false, error, metrics: undefined });
      const retry = () => this.#read();
      const key = `metrics:${crypto.randomUUID()}`;
      void this.#deps.problems.report(error, { instanceId: instance.id }, key, { retry });
    }
  }

  #set(part: Partial<MetricsState>): void {
    this.#state = { ...this.#state, ...part };
    this.#tab.update(metricsReport(this.#state));
  }
}

function isStretch(id: string): id is Stretch {
  return Object.hasOwn(stretches, id);
}
