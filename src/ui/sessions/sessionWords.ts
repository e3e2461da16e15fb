import * as vscode from "vscode";
import type { SessionSummary } from "../../api/wire.ts";

/** What a session is called: its title, else how it starts, else its id. */
export function sessionLabel({ title, preview, id }: SessionSummary): string {
  return oneLine(title) || oneLine(preview) || id;
}

/** How many messages a session has. */
export function messagesWords(count: number): string {
  return count === 1 ? vscode.l10n.t("1 message") : vscode.l10n.t("{0} messages", count);
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** A past moment as people say it: "5 minutes ago". */
export function relativeTime(at: number, now: number, language: string): string {
  const past = Math.max(0, now - at);
  for (const [unit, ms] of units)
    if (past >= ms)
      return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-Math.floor(past / ms), unit);
  return vscode.l10n.t("just now");
}

const longest = 80;

/** A text on one line, cut where it is long; empty when there is none. */
export function oneLine(text: string | undefined): string {
  const line = (text ?? "").replace(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
