import { describe, expect, it } from "vitest";
import { Agent37Error } from "../../../../src/api/errors/agent37Error.ts";
import type { Report, ReportChart } from "../../../../src/protocol/report.ts";
import { spendCsv } from "../../../../src/ui/spend/spendCsv.ts";
import type { SpendFigures } from "../../../../src/ui/spend/spendFigures.ts";
import { spendReport } from "../../../../src/ui/spend/spendReport.ts";
import { account, figures, instance, spend, usage } from "./figures.ts";

const facts = ({ facts: all }: Report) => Object.fromEntries(all.map(({ label, value }) => [label, value]));
const actionIds = ({ actions }: Report) => actions.map(({ id }) => id);

function chart(given: SpendFigures, id: string): ReportChart {
  const found = spendReport(given).charts.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`No chart ${id}`);
  return found;
}

describe("the spend of an instance as a report", () => {
  it("tells cap, spend, rest, credit and when the cap counts anew", () => {
    const report = spendReport(figures);
    expect(report.title).toBe("Spend of Demo agent");
    expect(report.subtitle).toBe("November 2026, in USD");
    expect(report.notice).toBeUndefined();
    expect(facts(report)).toEqual({
      "Spent this month": "$4.50 (86%)",
      "Monthly cap": "$5.00",
      "Credit beyond the cap": "$0.25",
      Remaining: "$0.75",
      "Counts anew": "December 1, 2026 (UTC)",
      "Services in November 2026": "$4.50",
      "All instances in November 2026": "$6.00",
      "The latest chat": "$0.0123",
    });
    expect(report.facts[0]?.kind).toBe("warning");
  });

  it("tells what it costs on the unified dialect, and that no more is known", () => {
    const { period: _, creditUsd: __, ...plain } = spend;
    const report = spendReport({
      ...figures,
      instance: { ...instance, dialect: "unified" },
      spend: { kind: "read", value: plain },
      usage: { kind: "none" },
      account: { kind: "none" },
    });
    expect(facts(report)).toMatchObject({
      Spent: "$4.50 (90%)",
      "Spend cap": "$5.00",
      "Counts anew": "Never",
    });
    expect(report.notice?.text).toBe("This server does not say what was spent on which service or day.");
    expect(actionIds(report)).not.toContain("addCredit");
    expect(actionIds(report)).not.toContain("previousMonth");
    expect(report.charts.map(({ id }) => id)).toContain("turns");
  });

  it("shows services with what was done for the money", () => {
    const { labels, series, columns } = chart(figures, "services");
    expect(labels).toEqual(["Language models", "Web search (Brave)"]);
    expect(series[0]?.texts).toEqual(["$4.25", "$0.25"]);
    expect(columns).toEqual([
      { title: "Calls", texts: ["1,200", "31"] },
      { title: "Tokens in", texts: ["9,000", ""] },
      { title: "Tokens out", texts: ["400", ""] },
    ]);
  });

  it("shows the services that cost most first, and those that cost the same by name", () => {
    const services = [
      { service: "perflo", costUsd: 0.5 },
      { service: "brave", costUsd: 0.25 },
      { service: "composio", costUsd: 0.25, calls: 3 },
      { service: "llm", costUsd: 4 },
    ];
    const given = { ...figures, usage: { kind: "read", value: { ...usage, services } } } as const;
    const { labels, series, columns } = chart(given, "services");
    expect(labels).toEqual(["Language models", "Perflo", "App tools (Composio)", "Web search (Brave)"]);
    expect(series[0]?.values).toEqual([4, 0.5, 0.25, 0.25]);
    expect(columns).toEqual([{ title: "Calls", texts: ["", "", "3", ""] }]);
  });

  it("shows every day until today, also those without spend", () => {
    const { labels, shortLabels, series, columns, axis } = chart(figures, "days");
    expect(labels).toEqual(["Sun, Nov 1", "Mon, Nov 2", "Tue, Nov 3"]);
    expect(shortLabels).toEqual(["1", "2", "3"]);
    expect(series.map(({ name, values }) => [name, values])).toEqual([
      ["Language models", [1.5, 0, 4]],
      ["Computer", [0.5, 0, 0]],
    ]);
    expect(columns).toEqual([{ title: "Total", texts: ["$2.00", "$0.00", "$4.00"] }]);
    expect(axis.max).toBe(4);
  });

  it("shows days that the server does not divide as one figure, and the rest of those that it does", () => {
    const days = account.days.map((day) => ({ ...day, services: [] }));
    const plain = { ...figures, account: { kind: "read", value: { ...account, days } } } as const;
    expect(chart(plain, "days").series.map(({ name, values }) => [name, values])).toEqual([
      ["Cost", [2, 0, 4]],
    ]);
    const some = account.days.map((day) => ({ ...day, services: day.services.slice(0, 1), costUsd: 5 }));
    const mixed = { ...figures, account: { kind: "read", value: { ...account, days: some } } } as const;
    expect(chart(mixed, "days").series.map(({ name, values }) => [name, values])).toEqual([
      ["Language models", [1.5, 0, 4]],
      ["Other", [3.5, 0, 1]],
    ]);
  });

  it("says so where an older server keeps no days", () => {
    const { series, emptyText } = chart({ ...figures, account: { kind: "none" } }, "days");
    expect(series.flatMap(({ values }) => values)).toEqual([]);
    expect(emptyText).toBe("This server does not say what was spent on which day.");
  });

  it("shows each turn, also one that has not told its cost", () => {
    const { labels, series } = chart(figures, "turns");
    expect(labels).toEqual(["1. =Hi, there", "2"]);
    expect(series[0]?.texts).toEqual(["$0.0123", "not known"]);
  });

  it("says that it reads, and what failed, beside the figures that there are", () => {
    const reading = { kind: "reading" } as const;
    const first = spendReport({ ...figures, spend: reading, usage: reading, account: reading });
    expect(first).toMatchObject({ isBusy: true, notice: { kind: "info", text: "Reading what was spent…" } });
    expect(first.charts).toEqual([]);
    const error = new Agent37Error({ code: "connect_timeout", plane: "local", message: "Timed out." });
    const failed = spendReport({ ...figures, usage: { kind: "failed", error } });
    expect(failed.notice?.kind).toBe("error");
    expect(failed.notice?.text).toContain("(connect_timeout)");
    expect(facts(failed)["Monthly cap"]).toBe("$5.00");
  });

  it("turns to months that have begun", () => {
    const isDisabled = (given: SpendFigures, id: string) =>
      spendReport(given).actions.find((action) => action.id === id)?.isDisabled;
    expect(isDisabled(figures, "previousMonth")).toBe(false);
    expect(isDisabled(figures, "nextMonth")).toBe(true);
    expect(isDisabled({ ...figures, month: "2026-10" }, "nextMonth")).toBe(false);
  });

  it("has room for its buttons: what an icon tells is an icon, with its words for a screen reader", () => {
    const { actions } = spendReport(figures);
    expect(actions.filter(({ isIconOnly }) => isIconOnly).map(({ label }) => label)).toEqual([
      "Previous Month",
      "Next Month",
      "Refresh",
    ]);
  });
});

describe("the export", () => {
  it("has a row for each service, day and turn, in numbers that a program can read", () => {
    expect(spendCsv(figures).split("\r\n")).toEqual([
      "Kind,Instance,Period,Name,Cost in USD,Calls,Tokens in,Tokens out",
      "service,demo000001,2026-11,llm,4.25,1200,9000,400",
      "service,demo000001,2026-11,brave,0.25,31,,",
      "day,,2026-11-01,,2,,,",
      "day and service,,2026-11-01,llm,1.5,,,",
      "day and service,,2026-11-01,compute,0.5,,,",
      "day,,2026-11-03,,4,,,",
      "day and service,,2026-11-03,llm,4,,,",
      'turn,demo000001,,"1. =Hi, there",0.0123,,600,40',
      "turn,demo000001,,2,,,,",
      "",
    ]);
  });
});
