import * as vscode from "vscode";
import type { Instance, Spend } from "../../api/wire.ts";
import { resetAt } from "../../core/spend/spendFacts.ts";
import { formatUsd } from "../../core/spend/usd.ts";
import { shapeWords, sleepWords, spendWords } from "./instanceWords.ts";

/** What, and its value as plain text of foreign origin. */
export type Fact = readonly [string, string];

/** All that is known of an instance, for tooltips. */
export function instanceFacts(instance: Instance, spend: Spend | undefined): readonly Fact[] {
  const { language } = vscode.env;
  const rows: Fact[] = [
    [vscode.l10n.t("Id"), instance.id],
    [vscode.l10n.t("API"), instance.dialect],
    [vscode.l10n.t("Agent"), instance.agents.join(", ")],
    [vscode.l10n.t("Template"), instance.template ?? ""],
    [vscode.l10n.t("Size"), shapeWords(instance.shape)],
    [vscode.l10n.t("User"), instance.user ?? ""],
    [vscode.l10n.t("Sleeps"), sleepWords(instance)],
    [vscode.l10n.t("Created"), instance.createdAt === undefined ? "" : day(instance.createdAt)],
  ];
  if (spend) {
    rows.push([vscode.l10n.t("Spend"), spendWords(spend)]);
    if (spend.creditUsd !== undefined && spend.creditUsd > 0)
      rows.push([vscode.l10n.t("Credit beyond the cap"), formatUsd(spend.creditUsd, language)]);
    const reset = resetAt(spend);
    if (reset !== undefined) rows.push([vscode.l10n.t("The cap counts anew on"), day(reset, "UTC")]);
  }
  return rows.filter(([, value]) => value !== "");
}

/** What has to be told of an instance besides its status. */
export function instanceNotes({ statusReason, pastDue, updateAvailable }: Instance): readonly string[] {
  return [
    ...(statusReason ? [statusReason.message] : []),
    ...(pastDue ? [vscode.l10n.t("The instance is suspended because of a missing payment.")] : []),
    ...(updateAvailable
      ? [vscode.l10n.t("A newer version of its template can be taken with Update Instance.")]
      : []),
  ];
}

/** Lines of plain text as a tooltip in which nothing is a link, an icon or markup. */
export function plainTooltip(lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const line of lines) {
    // Its own spaces would be ones that do not break, and lines would end in the middle of words.
    for (const word of line.split(/\s+/)) {
      text.appendText(word);
      text.appendMarkdown(" ");
    }
    text.appendMarkdown("  \n");
  }
  return text;
}

function day(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeZone }).format(at);
}
