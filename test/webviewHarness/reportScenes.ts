/** Reports as the host makes them, for tests and pictures. */
import type { Report, ReportChart } from "../../src/protocol/report.ts";
import { reportAxis } from "../../src/protocol/reportAxis.ts";

const usd = (value: number): string => `$${value.toFixed(2)}`;
const series = (name: string, values: readonly (number | undefined)[]) => ({
  name,
  values,
  texts: values.map((value) => (value === undefined ? "not known" : usd(value))),
});

const days = Array.from({ length: 30 }, (_, index) => index + 1);
const models = days.map((day) => (day % 7 === 0 ? 0 : (day * 37) % 11) / 4);
const computer = days.map(() => 0.43);

const byService: ReportChart = {
  id: "services",
  title: "By service",
  kind: "rows",
  labels: [
    "Language models",
    "Web search (Brave)",
    "A service with a name that goes on and on until it ends",
  ],
  labelTitle: "Service",
  series: [series("Cost", [28.25, 3.1, 0.004])],
  columns: [{ title: "Calls", texts: ["1,204", "310", ""] }],
  axis: reportAxis(28.25, usd),
  emptyText: "Nothing was spent in November 2026.",
};

export const byDay: ReportChart = {
  id: "days",
  title: "By day, all instances",
  kind: "bars",
  labels: days.map((day) => `Nov ${day}`),
  shortLabels: days.map(String),
  labelTitle: "Day",
  series: [series("Language models", models), series("Computer", computer)],
  axis: reportAxis(3.2, usd),
  limit: { value: 3, label: "A day's share of the cap" },
  emptyText: "Nothing was spent in November 2026.",
  note: "Days are counted in UTC.",
};

const byHour: ReportChart = {
  id: "cpu",
  title: "CPU",
  kind: "line",
  labels: days.map((hour) => `${hour}:00`),
  labelTitle: "Time",
  series: [
    series(
      "Used",
      days.map((hour) => (hour > 9 && hour < 13 ? undefined : Math.sin(hour / 3) + 1)),
    ),
  ],
  axis: reportAxis(2, usd),
  emptyText: "Nothing was measured.",
};

const actions = [
  { id: "previousMonth", label: "Previous Month", icon: "chevron-left", isIconOnly: true },
  { id: "nextMonth", label: "Next Month", icon: "chevron-right", isIconOnly: true, isDisabled: true },
  { id: "refresh", label: "Refresh", icon: "refresh", isIconOnly: true },
  { id: "raiseSpendCap", label: "Raise Spend Cap", icon: "arrow-up" },
  { id: "exportCsv", label: "Export as CSV", icon: "save" },
];

export const full: Report = {
  title: "Spend of Demo agent",
  subtitle: "November 2026, in USD",
  isBusy: false,
  actions,
  facts: [
    { label: "Spent this month", value: "$31.36 (82%)", kind: "warning" },
    { label: "Monthly cap", value: "$38.00" },
    { label: "Remaining", value: "$0.00", kind: "error" },
    { label: "Counts anew", value: "December 1, 2026 (UTC)" },
  ],
  charts: [byService, byDay, byHour],
};

export const reports: Readonly<Record<string, Report>> = {
  full,
  busy: { ...full, isBusy: true },
  reading: { ...full, isBusy: true, facts: [], charts: [], notice: { kind: "info", text: "Reading…" } },
  failed: {
    ...full,
    notice: { kind: "error", text: "The server did not answer in time. (connect_timeout)" },
  },
  empty: {
    ...full,
    charts: [
      {
        ...byDay,
        series: [
          series(
            "Cost",
            days.map(() => 0),
          ),
        ],
      },
    ],
  },
};
