import * as vscode from "vscode";
import { toCsv } from "../../core/spend/csv.ts";
import { turnLabel } from "./spendCharts.ts";
import { type SpendFigures, valueOf } from "./spendFigures.ts";

/**
 * The figures of the spend view as CSV: one row for each service, day and turn, told apart by the first column. Names of
 * services are those of the server, so that a script can rely on them.
 */
export function spendCsv({ instance, month, usage, account, turns }: SpendFigures): string {
  const head = [
    vscode.l10n.t("Kind"),
    vscode.l10n.t("Instance"),
    vscode.l10n.t("Period"),
    vscode.l10n.t("Name"),
    vscode.l10n.t("Cost in USD"),
    vscode.l10n.t("Calls"),
    vscode.l10n.t("Tokens in"),
    vscode.l10n.t("Tokens out"),
  ];
  return toCsv([
    head,
    ...(valueOf(usage)?.services ?? []).map(({ service, costUsd, calls, inputTokens, outputTokens }) => [
      "service",
      instance.id,
      month,
      service,
      costUsd,
      calls,
      inputTokens,
      outputTokens,
    ]),
    ...(valueOf(account)?.days ?? []).flatMap(({ date, costUsd, services }) => [
      ["day", "", date, "", costUsd, undefined, undefined, undefined],
      ...services.map(({ service, costUsd: part }) => [
        "day and service",
        "",
        date,
        service,
        part,
        undefined,
        undefined,
        undefined,
      ]),
    ]),
    ...turns.map(({ text, costUsd, inputTokens, outputTokens }, index) => [
      "turn",
      instance.id,
      "",
      turnLabel(index, text),
      costUsd,
      undefined,
      inputTokens,
      outputTokens,
    ]),
  ]);
}
