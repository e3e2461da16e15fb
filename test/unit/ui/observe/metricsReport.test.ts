import { describe, expect, it, vi } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Metrics } from "../../../../src/api/wire.ts";
import type { Report } from "../../../../src/protocol/report.ts";
import type { Problems } from "../../../../src/ui/problems/problems.ts";
import { metricsReport } from "../../../../src/ui/observe/metricsReport.ts";
import { MetricsView } from "../../../../src/ui/observe/metricsView.ts";
import { instance } from "../../core/instances/window.ts";

const gigabyte = 1024 ** 3;
const start = Date.UTC(2026, 9, 1);
const builder = instance("a", { name: "Builder" });

function metrics(fields: Partial<Metrics> = {}): Metrics {
  const points = (value: number) =>
    Array.from({ length: 300 }, (_, at) => [start + at * 60_000, value] as const);
  return {
    cpuCores: points(0.5),
    memoryBytes: points(3.6 * gigabyte),
    diskBytes: points(9.9 * gigabyte),
    limits: { cpuCores: 2, memoryBytes: 4 * gigabyte, diskBytes: 10 * gigabyte },
    hours: 24,
    ...fields,
  };
}

const state = { instance: builder, stretch: "day", isBusy: false } as const;

describe("the page of metrics", () => {
  it("says how much of what there is is used, and what is short", () => {
    expect(metricsReport({ ...state, metrics: metrics() }).facts).toEqual([
      { label: "CPU", value: "0.5 of 2 cores (25%)", kind: undefined },
      { label: "Memory", value: "3.6 of 4 GB (90%)", kind: "warning" },
      { label: "Disk", value: "9.9 of 10 GB (99%)", kind: "error" },
    ]);
  });

  it("counts a figure and what it is a part of in the same unit", () => {
    const words = (used: number, limit: number) =>
      metricsReport({
        ...state,
        metrics: metrics({
          memoryBytes: [[start, used * 1024 ** 2]],
          limits: { memoryBytes: limit * 1024 ** 2 },
        }),
      }).facts[1]?.value;
    expect(words(51.2, 4096)).toBe("0.05 of 4 GB (1%)");
    expect(words(16, 64)).toBe("16 of 64 MB (25%)");
  });

  it("has a curve with its limit for each, with the same figures as words", () => {
    const [cpu, memory] = metricsReport({ ...state, metrics: metrics() }).charts;
    expect(cpu?.labels.length).toBeLessThanOrEqual(120);
    expect(cpu?.limit).toEqual({ value: 2, label: "2 cores at most" });
    expect(cpu?.axis.max).toBe(2);
    expect(cpu?.note).toContain("highest");
    for (const chart of [cpu, memory]) {
      expect(chart?.series[0]?.values).toHaveLength(chart?.labels.length ?? -1);
      expect(chart?.series[0]?.texts).toHaveLength(chart?.labels.length ?? -1);
    }
    expect(memory?.series[0]?.texts[0]).toBe("3.6 GB");
  });

  it("shows no share and no line where the server names no limit, and a sentence where there are no figures", () => {
    const bare = metrics({ limits: {}, diskBytes: [], memoryBytes: [[start, 50 * 1024 ** 2]] });
    const report = metricsReport({ ...state, metrics: bare });
    expect(report.facts.map(({ value }) => value)).toEqual(["0.5 cores", "50 MB"]);
    expect(report.charts.map(({ limit }) => limit)).toEqual([undefined, undefined, undefined]);
    expect(report.charts[2]).toMatchObject({
      labels: [],
      emptyText: "There are no figures of this time yet.",
    });
  });
});

describe("the view of metrics", () => {
  const never = () => ({ dispose() {} });

  it("reads the stretch that is chosen, and keeps no figures of another one under it when that fails", async () => {
    const reports: Report[] = [];
    const tab = {
      isVisible: true,
      onDidChangeVisible: never,
      update: (report: Report) => void reports.push(report),
      close() {},
    };
    const getMetrics = vi.fn(async (_: unknown, hours: number) => metrics({ hours }));
    const report = vi.fn(async () => {});
    const deps = { client: { getMetrics }, problems: { report } as unknown as Problems };
    const view = new MetricsView(deps, tab, builder);
    expect(reports[0]).toMatchObject({ title: "Metrics of Builder", isBusy: true });
    await vi.waitFor(() =>
      expect(reports.at(-1)).toMatchObject({ isBusy: false, subtitle: "the last 24 hours" }),
    );
    view.act("week");
    await vi.waitFor(() =>
      expect(reports.at(-1)).toMatchObject({ isBusy: false, subtitle: "the last 7 days" }),
    );
    expect(getMetrics.mock.calls.map((call) => call[1])).toEqual([24, 168]);
    expect(reports.at(-1)?.actions.find(({ id }) => id === "week")?.isDisabled).toBe(true);

    const outage = new Agent37Error({ code: "try_again", message: "Later.", plane: "hosting" });
    getMetrics.mockRejectedValueOnce(outage);
    view.act("refresh");
    await vi.waitFor(() => expect(reports.at(-1)?.notice?.kind).toBe("error"));
    expect(reports.at(-1)?.charts).toEqual([]);
    expect(report).toHaveBeenCalledWith(outage, { instanceId: "a" }, expect.any(String), {
      retry: expect.any(Function) as unknown,
    });
  });
});
