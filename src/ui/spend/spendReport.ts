import * as vscode from "vscode";
import { capabilities, type Spend } from "../../api/wire.ts";
import { leftUsd, monthOf, shareUsed, spendLevel } from "../../core/spend/spendFacts.ts";
import type { Report, ReportAction, ReportFact } from "../../protocol/report.ts";
import { remedies } from "../problems/remedies.ts";
import { sentenceOf } from "../problems/wording.ts";
import { spendCharts } from "./spendCharts.ts";
import { type Reading, type SpendFigures, valueOf } from "./spendFigures.ts";
import { cost, labelOf, monthWords, percent, resetWords, usd } from "./spendWords.ts";

/** What the buttons of the page do. */
export type SpendActionId =
  | "refresh"
  | "previousMonth"
  | "nextMonth"
  | "raiseSpendCap"
  | "addCredit"
  | "exportCsv"
  | "openBillingDashboard";

/** The spend of an instance as a page of figures, with all its words. */
export function spendReport(figures: SpendFigures): Report {
  const label = labelOf(figures.instance);
  const { dialect } = figures.instance;
  const isRead = valueOf(figures.spend) !== undefined || valueOf(figures.usage) !== undefined;
  return {
    title: vscode.l10n.t("Spend of {0}", label),
    subtitle: capabilities[dialect].usage
      ? vscode.l10n.t("{0}, in USD", monthWords(figures.month))
      : vscode.l10n.t("In USD"),
    notice: notice(figures, isRead),
    isBusy: readings(figures).some(({ kind }) => kind === "reading"),
    actions: actions(figures, isRead),
    facts: facts(figures),
    charts: isRead ? spendCharts(figures) : [],
  };
}

function readings({ spend, usage, account }: SpendFigures): readonly Reading<unknown>[] {
  return [spend, usage, account];
}

function notice(figures: SpendFigures, isRead: boolean): Report["notice"] {
  for (const reading of readings(figures)) {
    if (reading.kind === "failed") return { kind: "error", text: sentenceOf(reading.error) };
  }
  if (!isRead) return { kind: "info", text: vscode.l10n.t("Reading what was spent…") };
  if (figures.usage.kind === "none") {
    return {
      kind: "info",
      text: vscode.l10n.t("This server does not say what was spent on which service or day."),
    };
  }
  return undefined;
}

function actions({ instance, month, now }: SpendFigures, isRead: boolean): readonly ReportAction[] {
  const { usage, credit } = capabilities[instance.dialect];
  const action = (id: SpendActionId, label: string, icon: string, isDisabled = false): ReportAction => ({
    id,
    label,
    icon,
    isDisabled,
  });
  const sign = (...given: Parameters<typeof action>): ReportAction => ({
    ...action(...given),
    isIconOnly: true,
  });
  return [
    ...(usage
      ? [
          sign("previousMonth", vscode.l10n.t("Previous Month"), "chevron-left"),
          sign("nextMonth", vscode.l10n.t("Next Month"), "chevron-right", month >= monthOf(now)),
        ]
      : []),
    sign("refresh", vscode.l10n.t("Refresh"), "refresh"),
    action("raiseSpendCap", remedies.raiseSpendCap.label(), "arrow-up"),
    ...(credit ? [action("addCredit", vscode.l10n.t("Add Credit"), "add")] : []),
    action("exportCsv", vscode.l10n.t("Export as CSV"), "save", !isRead),
    action("openBillingDashboard", remedies.openBillingDashboard.label(), "link-external"),
  ];
}

function facts(figures: SpendFigures): readonly ReportFact[] {
  const { month, turns } = figures;
  const spend = valueOf(figures.spend);
  const usage = valueOf(figures.usage);
  const account = valueOf(figures.account);
  const costs = turns.flatMap(({ costUsd }) => costUsd ?? []);
  const monthName = monthWords(month);
  return [
    ...(spend ? capFacts(spend, capabilities[figures.instance.dialect].credit) : []),
    ...(usage ? [{ label: vscode.l10n.t("Services in {0}", monthName), value: cost(usage.totalUsd) }] : []),
    ...(account
      ? [{ label: vscode.l10n.t("All instances in {0}", monthName), value: cost(account.totalUsd) }]
      : []),
    ...(costs.length > 0
      ? [
          {
            label: vscode.l10n.t("The latest chat"),
            value: cost(costs.reduce((sum, amount) => sum + amount, 0)),
          },
        ]
      : []),
  ];
}

/** The cap as it is now, whatever month is shown. */
function capFacts(spend: Spend, hasCredit: boolean): readonly ReportFact[] {
  const share = shareUsed(spend);
  const level = spendLevel(spend);
  const kind = level === 100 ? "error" : level === 80 ? "warning" : undefined;
  const isMonthly = spend.period !== undefined;
  return [
    {
      label: isMonthly ? vscode.l10n.t("Spent this month") : vscode.l10n.t("Spent"),
      value:
        share === undefined
          ? usd(spend.usedUsd)
          : vscode.l10n.t("{0} ({1})", usd(spend.usedUsd), percent(share)),
      kind,
    },
    {
      label: isMonthly ? vscode.l10n.t("Monthly cap") : vscode.l10n.t("Spend cap"),
      value: usd(spend.capUsd),
    },
    ...(hasCredit
      ? [{ label: vscode.l10n.t("Credit beyond the cap"), value: usd(spend.creditUsd ?? 0) }]
      : []),
    { label: vscode.l10n.t("Remaining"), value: usd(leftUsd(spend)), kind },
    {
      label: vscode.l10n.t("Counts anew"),
      value: resetWords(spend) ?? vscode.l10n.t("Never"),
    },
  ];
}
