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

/** What something small has cost: hundredths of a cent below a dollar, so that single turns can be told apart. */
export function formatCost(amount: number, language = "en"): string {
  const size = Math.abs(amount);
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: size !== 0 && size < 0.0001 ? 6 : size < 1 ? 4 : 2,
  }).format(amount);
}
