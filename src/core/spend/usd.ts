/** The largest cap taken from a keyboard; more is a slip of the finger. */
const largest = 1_000_000;

/**
 * Reads an amount as people write it: `5`, `$5`, `5.50`, `5,50 $`, `1,000`, `5 USD`. A comma before three digits stands
 * between thousands, before one or two it is a decimal one. Undefined for anything else: no amount, a negative one, more
 * than two decimals, or more than a million.
 */
export function parseUsd(text: string): number | undefined {
  const number = /^(?:\$\s*)?([\d.,]+)(?:\s*(?:\$|USD))?$/i.exec(text.trim())?.[1] ?? "";
  const match =
    /^(\d+)(?:[.,](\d{1,2}))?$/.exec(number) ?? /^(\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(number);
  if (!match) return undefined;
  const amount = Number(`${(match[1] ?? "").replaceAll(",", "")}.${match[2] ?? "0"}`);
  return amount <= largest ? amount : undefined;
}

/** An amount with a dollar sign, in the language's way of writing numbers; small amounts keep what makes them visible. */
export function formatUsd(amount: number, language = "en"): string {
  const tiny = amount !== 0 && Math.abs(amount) < 0.01;
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: tiny ? 4 : 2,
  }).format(amount);
}

/**
 * How many decimals amounts need that stand beside each other: cents, hundredths of a cent where one is small, millionths
 * where one is smaller than that. The same for all of them, so that they can be compared at a glance.
 */
export function costDigits(amounts: readonly number[]): number {
  const sizes = amounts.map(Math.abs).filter((size) => size > 0);
  const smallest = Math.min(...sizes, 1);
  return smallest < 0.0001 ? 6 : smallest < 0.1 ? 4 : 2;
}

/** What something has cost, with so many decimals; by default as many as it needs itself. */
export function formatCost(amount: number, language = "en", digits = costDigits([amount])): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}
