import * as vscode from "vscode";
import type { Instance, Spend } from "../../api/wire.ts";
import { resetAt } from "../../core/spend/spendFacts.ts";
import { costDigits, formatCost, formatUsd } from "../../core/spend/usd.ts";

/** An amount that is set or reported as a sum. */
export function usd(amount: number): string {
  return formatUsd(amount, vscode.env.language);
}

/** What something has cost, with the digits that it needs. */
export function cost(amount: number, digits?: number): string {
  return formatCost(amount, vscode.env.language, digits);
}

/** Costs that stand beside each other, with the same number of digits. */
export function costs(amounts: readonly number[]): readonly string[] {
  const digits = costDigits(amounts);
  return amounts.map((amount) => cost(amount, digits));
}

/** The name that the user knows an instance by. */
export function labelOf({ id, name }: Pick<Instance, "id" | "name">): string {
  return name?.trim() || id;
}

/** When the cap counts anew: a day, which begins in UTC; undefined where it counts for good. */
export function resetWords(spend: Spend): string | undefined {
  const at = resetAt(spend);
  if (at === undefined) return undefined;
  return vscode.l10n.t("{0} (UTC)", date(at, { year: "numeric", month: "long", day: "numeric" }));
}

/** A month `YYYY-MM` as people write it. */
export function monthWords(month: string): string {
  return date(Date.parse(`${month}-01T00:00:00Z`), { year: "numeric", month: "long" });
}

/** A day `YYYY-MM-DD` as people write it, without its year. */
export function dayWords(day: string): string {
  return date(Date.parse(`${day}T00:00:00Z`), { weekday: "short", month: "short", day: "numeric" });
}

export function percent(share: number): string {
  const format = new Intl.NumberFormat(vscode.env.language, { style: "percent", maximumFractionDigits: 0 });
  return format.format(share);
}

export function count(value: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(value);
}

/** A part of the service that costs money; a name that is not known here is shown as it is. */
export function serviceWords(service: string): string {
  switch (service) {
    case "compute":
      return vscode.l10n.t("Computer");
    case "llm":
      return vscode.l10n.t("Language models");
    case "brave":
      return vscode.l10n.t("Web search (Brave)");
    case "composio":
      return vscode.l10n.t("App tools (Composio)");
    case "perflo":
      return "Perflo";
    default:
      return service;
  }
}

function date(time: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(vscode.env.language, { timeZone: "UTC", ...options }).format(time);
}
