import * as vscode from "vscode";
import type { AccountUsage, MonthUsage, ServiceUsage } from "../../api/wire.ts";
import { daysOf } from "../../core/spend/spendFacts.ts";
import { costDigits } from "../../core/spend/usd.ts";
import { reportAxis } from "../../protocol/reportAxis.ts";
import type { ReportAxis, ReportChart, ReportSeries } from "../../protocol/report.ts";
import { type SpendFigures, valueOf } from "./spendFigures.ts";
import { cost, costs, count, dayWords, monthWords, serviceWords } from "./spendWords.ts";

/** Turns that a chart has room for. */
export const shownTurns = 60;

/** The charts that there are figures for. */
export function spendCharts(figures: SpendFigures): readonly ReportChart[] {
  const usage = valueOf(figures.usage);
  const account = valueOf(figures.account);
  return [
    usage && serviceChart(usage),
    (account ?? figures.account.kind === "none") ? dayChart(figures, account) : undefined,
    turnChart(figures),
  ].filter((chart) => chart !== undefined);
}

function serviceChart({ period, services: unsorted }: MonthUsage): ReportChart {
  const services = unsorted.toSorted(byCost);
  const column = (title: string, of: (usage: ServiceUsage) => number | undefined) => ({
    title,
    texts: services.map((usage) => numberText(of(usage))),
  });
  const columns = [
    column(vscode.l10n.t("Calls"), ({ calls }) => calls),
    column(vscode.l10n.t("Tokens in"), ({ inputTokens }) => inputTokens),
    column(vscode.l10n.t("Tokens out"), ({ outputTokens }) => outputTokens),
  ];
  return {
    id: "services",
    title: vscode.l10n.t("By service"),
    kind: "rows",
    labels: services.map(({ service }) => serviceWords(service)),
    labelTitle: vscode.l10n.t("Service"),
    series: [
      series(
        vscode.l10n.t("Cost"),
        services.map(({ costUsd }) => costUsd),
      ),
    ],
    columns: columns.filter(({ texts }) => texts.some((text) => text !== "")),
    axis: axis(services.map(({ costUsd }) => costUsd)),
    emptyText: vscode.l10n.t("Nothing was spent in {0}.", monthWords(period)),
  };
}

/** What cost most comes first; what cost the same goes by name. */
function byCost(a: ServiceUsage, b: ServiceUsage): number {
  return b.costUsd - a.costUsd || serviceWords(a.service).localeCompare(serviceWords(b.service));
}

/** @param account undefined: the server keeps no figures by day */
function dayChart({ month, now }: SpendFigures, account: AccountUsage | undefined): ReportChart {
  const labels = account ? daysOf(month, now) : [];
  const byDate = new Map(account?.days.map((day) => [day.date, day]));
  const totals = labels.map((day) => byDate.get(day)?.costUsd ?? 0);
  const services = [
    ...new Set(
      (account?.days ?? []).flatMap((day) =>
        day.services.filter(({ costUsd }) => costUsd > 0).map(({ service }) => service),
      ),
    ),
  ];
  const stacks = services.map((name) =>
    labels.map((day) => byDate.get(day)?.services.find(({ service }) => service === name)?.costUsd ?? 0),
  );
  const rests = totals.map((total, day) => total - stacks.reduce((sum, stack) => sum + (stack[day] ?? 0), 0));
  const isWhole = rests.every((rest) => rest < 0.000_001);
  const named = services.map((name, index) => series(serviceWords(name), stacks[index] ?? []));
  return {
    id: "days",
    title: vscode.l10n.t("By day, all instances"),
    kind: "bars",
    labels: labels.map(dayWords),
    shortLabels: labels.map((day) => String(Number(day.slice(8)))),
    labelTitle: vscode.l10n.t("Day"),
    series:
      services.length === 0
        ? [series(vscode.l10n.t("Cost"), totals)]
        : isWhole
          ? named
          : [...named, series(vscode.l10n.t("Other"), rests)],
    columns:
      services.length > 1 || (services.length === 1 && !isWhole)
        ? [{ title: vscode.l10n.t("Total"), texts: costs(totals) }]
        : [],
    axis: axis(totals),
    emptyText: account
      ? vscode.l10n.t("Nothing was spent in {0}.", monthWords(month))
      : vscode.l10n.t("This server does not say what was spent on which day."),
    note: account && vscode.l10n.t("Days are counted in UTC, for the whole account and with the computers."),
  };
}

function turnChart({ turns }: SpendFigures): ReportChart {
  const first = Math.max(0, turns.length - shownTurns);
  const shown = turns.slice(first);
  const digits = costDigits(shown.map(({ costUsd }) => costUsd ?? 0));
  const known = (value: number | undefined): string =>
    value === undefined ? vscode.l10n.t("not known") : cost(value, digits);
  return {
    id: "turns",
    title: vscode.l10n.t("The latest chat, by turn"),
    kind: "bars",
    labels: shown.map(({ text }, index) => turnLabel(first + index, text)),
    shortLabels: shown.map((_, index) => String(first + index + 1)),
    labelTitle: vscode.l10n.t("Turn"),
    series: [
      {
        name: vscode.l10n.t("Cost"),
        values: shown.map(({ costUsd }) => costUsd),
        texts: shown.map(({ costUsd }) => known(costUsd)),
      },
    ],
    columns: [
      { title: vscode.l10n.t("Tokens in"), texts: shown.map(({ inputTokens }) => numberText(inputTokens)) },
      {
        title: vscode.l10n.t("Tokens out"),
        texts: shown.map(({ outputTokens }) => numberText(outputTokens)),
      },
    ],
    axis: axis(shown.map(({ costUsd }) => costUsd ?? 0)),
    emptyText: vscode.l10n.t("No chat with this instance has told its costs in this window yet."),
    note: first > 0 ? vscode.l10n.t("The last {0} turns; the export has all.", count(shownTurns)) : undefined,
  };
}

/** A turn as the table and the export name it. */
export function turnLabel(index: number, text: string): string {
  return text === "" ? String(index + 1) : vscode.l10n.t("{0}. {1}", index + 1, text);
}

function series(name: string, values: readonly number[]): ReportSeries {
  return { name, values, texts: costs(values) };
}

function axis(values: readonly number[]): ReportAxis {
  const highest = Math.max(0, ...values);
  // A quarter of it is the finest step.
  const digits = costDigits([highest / 4]);
  return reportAxis(highest, (value) => cost(value, digits));
}

function numberText(value: number | undefined): string {
  return value === undefined ? "" : count(value);
}
