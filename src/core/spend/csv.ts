/** A cell: text as it is, or a number, which is written with a decimal point whatever the language. */
export type CsvCell = string | number | undefined;

/**
 * A table as CSV (RFC 4180: CRLF, quotes around what needs them). A text that a spreadsheet would take for a formula gets
 * an apostrophe in front, so that nothing of foreign origin is computed where the file is opened.
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: CsvCell): string {
  if (value === undefined) return "";
  if (typeof value === "number") return decimal(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** At most six decimals, the servers' smallest unit of money, and never an exponent. */
function decimal(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/\.?0+$/, "");
}
