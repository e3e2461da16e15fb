import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import type { Instance, MetricPoints, Metrics } from "../../api/wire.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { pressureOf, thinned } from "../../core/observe/curves.ts";
import type { Report, ReportChart, ReportFact } from "../../protocol/report.ts";
import { reportAxis } from "../../protocol/reportAxis.ts";
import { sentenceOf } from "../problems/wording.ts";

/** The stretches of time that can be chosen, by the id of their action; in hours. */
export const stretches = { hour: 1, day: 24, week: 168, twoWeeks: 336 } as const;
export type Stretch = keyof typeof stretches;

/** What the page shows. `metrics` may be of another stretch while the chosen one is read. */
export interface MetricsState {
  readonly instance: Instance;
  readonly stretch: Stretch;
  readonly isBusy: boolean;
  readonly metrics?: Metrics | undefined;
  readonly error?: Agent37Error | undefined;
}

/** Points that a chart has room for. */
const shownPoints = 120;
const megabyte = 1024 ** 2;
const gigabyte = 1024 ** 3;

const stretchLabels: Readonly<Record<Stretch, () => string>> = {
  hour: () => vscode.l10n.t("1 Hour"),
  day: () => vscode.l10n.t("24 Hours"),
  week: () => vscode.l10n.t("7 Days"),
  twoWeeks: () => vscode.l10n.t("14 Days"),
};

const stretchWords: Readonly<Record<Stretch, () => string>> = {
  hour: () => vscode.l10n.t("the last hour"),
  day: () => vscode.l10n.t("the last 24 hours"),
  week: () => vscode.l10n.t("the last 7 days"),
  twoWeeks: () => vscode.l10n.t("the last 14 days"),
};

/** The page of an instance's metrics. */
export function metricsReport({ instance, stretch, isBusy, metrics, error }: MetricsState): Report {
  return {
    title: vscode.l10n.t("Metrics of {0}", instanceLabel(instance)),
    subtitle: stretchWords[stretch](),
    notice: error
      ? { kind: "error", text: sentenceOf(error) }
      : metrics === undefined
        ? { kind: "info", text: vscode.l10n.t("Reading the metrics…") }
        : undefined,
    isBusy,
    actions: [
      ...(Object.keys(stretches) as Stretch[]).map((id) => ({
        id,
        label: stretchLabels[id](),
        isDisabled: id === stretch,
      })),
      { id: "refresh", label: vscode.l10n.t("Refresh"), icon: "refresh", isDisabled: isBusy },
    ],
    facts: metrics
      ? curvesOf(metrics)
          .map(factOf)
          .filter((fact) => fact !== undefined)
      : [],
    charts: metrics ? curvesOf(metrics).map((curve) => chartOf(curve, metrics.hours)) : [],
  };
}

interface Curve {
  readonly id: string;
  readonly title: string;
  readonly points: MetricPoints;
  readonly limit: number | undefined;
  readonly words: (value: number) => string;
  /** A figure as a part of what there is. Both have the same unit, which is said once. */
  readonly partWords: (value: number, limit: number, percent: number) => string;
  /** What the numbers of the axis are multiples of. */
  readonly unit: number;
}

function curvesOf({ cpuCores, memoryBytes, diskBytes, limits }: Metrics): readonly Curve[] {
  return [
    {
      id: "cpu",
      title: vscode.l10n.t("CPU"),
      points: cpuCores,
      limit: limits.cpuCores,
      words: (value) => (value === 1 ? vscode.l10n.t("1 core") : vscode.l10n.t("{0} cores", rounded(value))),
      partWords: (value, limit, percent) =>
        vscode.l10n.t("{0} of {1} cores ({2}%)", rounded(value), rounded(limit), percent),
      unit: 1,
    },
    {
      id: "memory",
      title: vscode.l10n.t("Memory"),
      points: memoryBytes,
      limit: limits.memoryBytes,
      words: byteWords,
      partWords: bytePartWords,
      unit: gigabyte,
    },
    {
      id: "disk",
      title: vscode.l10n.t("Disk"),
      points: diskBytes,
      limit: limits.diskBytes,
      words: byteWords,
      partWords: bytePartWords,
      unit: gigabyte,
    },
  ];
}

/** The newest figure, as a part of what there is. */
function factOf({ title, points, limit, words, partWords }: Curve): ReportFact | undefined {
  const value = points.at(-1)?.[1];
  if (value === undefined) return undefined;
  const share = limit === undefined || limit <= 0 ? undefined : Math.round((value / limit) * 100);
  return {
    label: title,
    value: share === undefined || limit === undefined ? words(value) : partWords(value, limit, share),
    kind: pressureOf(value, limit),
  };
}

function chartOf({ id, title, points, limit, words, unit }: Curve, hours: number): ReportChart {
  const shown = thinned(points, shownPoints);
  const values = shown.map(([, value]) => value);
  return {
    id,
    title,
    kind: "line",
    labels: shown.map(([at]) => timeWords(at, true)),
    shortLabels: shown.map(([at]) => timeWords(at, hours > 24)),
    labelTitle: vscode.l10n.t("Time"),
    series: [{ name: title, values, texts: values.map(words) }],
    axis: reportAxis(Math.max(0, limit ?? 0, ...values), words, unit),
    limit:
      limit === undefined ? undefined : { value: limit, label: vscode.l10n.t("{0} at most", words(limit)) },
    emptyText: vscode.l10n.t("There are no figures of this time yet."),
    note:
      shown.length < points.length
        ? vscode.l10n.t("Each point is the highest figure of its part of the time.")
        : undefined,
  };
}

function byteWords(bytes: number): string {
  return isSmall(bytes)
    ? vscode.l10n.t("{0} MB", inMegabytes(bytes))
    : vscode.l10n.t("{0} GB", inGigabytes(bytes));
}

function bytePartWords(bytes: number, limit: number, percent: number): string {
  return isSmall(limit)
    ? vscode.l10n.t("{0} of {1} MB ({2}%)", inMegabytes(bytes), inMegabytes(limit), percent)
    : vscode.l10n.t("{0} of {1} GB ({2}%)", inGigabytes(bytes), inGigabytes(limit), percent);
}

/** Few enough bytes to be counted in megabytes. */
function isSmall(bytes: number): boolean {
  return bytes > 0 && bytes < gigabyte / 10;
}

function inMegabytes(bytes: number): string {
  return rounded(bytes / megabyte);
}

function inGigabytes(bytes: number): string {
  return rounded(bytes / gigabyte);
}

function rounded(value: number): string {
  return value.toLocaleString(vscode.env.language, { maximumFractionDigits: value < 10 ? 2 : 1 });
}

function timeWords(at: number, withDay: boolean): string {
  const day = withDay ? ({ month: "short", day: "numeric" } as const) : {};
  return new Date(at).toLocaleString(vscode.env.language, { ...day, hour: "2-digit", minute: "2-digit" });
}
