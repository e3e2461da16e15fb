/** Numbers and times in the editor's language. */
import * as l10n from "@vscode/l10n";

let locale: string | undefined;

/** Sets the language of all formats; an unknown tag leaves the browser's. */
export function configureFormats(tag: string): void {
  try {
    locale = Intl.getCanonicalLocales(tag)[0];
  } catch {
    locale = undefined;
  }
}

function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale, options).format(value);
}

/** "41 ms", "0.4 s", "12 s", "3 min 5 s", "1 h 2 min". Tenths are shown below ten seconds. */
export function formatDuration(ms: number): string {
  if (ms < 99.5) return l10n.t("{0} ms", number(Math.max(0, Math.round(ms))));
  const seconds = ms / 1000;
  if (seconds < 9.95) return l10n.t("{0} s", number(seconds, { maximumFractionDigits: 1 }));
  return formatSeconds(Math.round(seconds));
}

/** "12.457 s": to the millisecond, below a minute. */
export function formatLongDuration(ms: number): string {
  return ms < 60_000
    ? l10n.t("{0} s", number(ms / 1000, { maximumFractionDigits: 3 }))
    : formatSeconds(Math.round(ms / 1000));
}

/** "12 s", "3 min 5 s", "1 h 2 min": whole seconds, as a clock that ticks shows them. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return l10n.t("{0} s", number(seconds));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return l10n.t("{0} min {1} s", number(minutes), number(seconds % 60));
  return l10n.t("{0} h {1} min", number(Math.floor(minutes / 60)), number(minutes % 60));
}

/** "812", "9,100", "12.3K". */
export function formatTokens(tokens: number): string {
  return tokens < 10_000 ? number(tokens) : number(tokens, { notation: "compact", maximumFractionDigits: 1 });
}

/** "812", "9,100", "12,345": every digit. */
export function formatCount(count: number): string {
  return number(count);
}

/** US dollars: cents, hundredths of a cent below a dollar, and never a price of zero for what cost something. */
export function formatUsd(usd: number): string {
  const amount = Math.abs(usd);
  const precision: Intl.NumberFormatOptions =
    amount !== 0 && amount < 0.0001
      ? { maximumSignificantDigits: 1 }
      : { minimumFractionDigits: 2, maximumFractionDigits: amount < 1 ? 4 : 2 };
  return number(usd, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...precision });
}

/** US dollars with every digit that is known, up to a millionth. */
export function formatExactUsd(usd: number): string {
  return number(usd, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 6,
  });
}

/** A share of 1 as whole percent. */
export function formatPercent(share: number): string {
  return number(share, { style: "percent", maximumFractionDigits: 0 });
}
