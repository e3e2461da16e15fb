import type { Spend } from "../../api/wire.ts";

/** All that may be spent: the cap and, where the server has it, the credit that is left beyond it. */
export function allowedUsd(spend: Spend): number {
  return spend.capUsd + (spend.creditUsd ?? 0);
}

/** What is left of the cap and of the credit. */
export function leftUsd(spend: Spend): number {
  return Math.max(0, spend.remainingUsd) + (spend.creditUsd ?? 0);
}

/** What is spent of what may be spent, 1 = all of it; undefined where nothing may be spent. */
export function shareUsed(spend: Spend): number | undefined {
  const allowed = allowedUsd(spend);
  return allowed > 0 ? spend.usedUsd / allowed : undefined;
}

/** Parts of what may be spent, in percent, at which the user is warned. */
export type SpendLevel = 80 | 100;

/** The highest level that is reached. Amounts are compared to a millionth, the servers' smallest unit. */
export function spendLevel(spend: Spend): SpendLevel | undefined {
  const share = shareUsed(spend);
  if (share === undefined) return undefined;
  if (share >= 1 || leftUsd(spend) < 0.000_001) return 100;
  return share >= 0.8 - 1e-9 ? 80 : undefined;
}

/** When the monthly cap counts anew, in epoch milliseconds; undefined where it counts for good (unified). */
export function resetAt({ period }: Spend): number | undefined {
  return period === undefined ? undefined : monthEnd(period);
}

/** Whether a text is a month as the servers write it: `YYYY-MM`. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** The month that a time is in, in UTC. */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

/** The month that comes `by` months later, or earlier when negative. */
export function monthAfter(month: string, by: number): string {
  return monthOf(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + by, 1));
}

/** The days of a month up to a time, as `YYYY-MM-DD`: what a server can have figures of. */
export function daysOf(month: string, until: number): readonly string[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const end = Math.min(monthEnd(month) ?? 0, until + 1);
  const days: string[] = [];
  for (let day = first; day < end; day += 86_400_000) days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

function monthEnd(month: string): number | undefined {
  return isMonth(month) ? Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`) : undefined;
}
