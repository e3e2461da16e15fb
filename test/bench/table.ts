/** A table of results, for a terminal and for a Markdown file. */

/** A number is written with as many digits as it deserves; undefined: there is no such value. */
export type Cell = string | number | undefined;

export interface Section {
  readonly title: string;
  /** Headings; the unit belongs in the heading. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sentences below the table: what a reader must know to read it right. */
  readonly notes?: readonly string[];
}

/** The section with columns of spaces, for a terminal. */
export function toText({ title, columns, rows, notes = [] }: Section): string {
  const table = [columns, ...rows.map((row) => columns.map((_, index) => cellText(row[index])))];
  const widths = columns.map((_, index) => Math.max(...table.map((row) => lengthOf(row[index]))));
  const right = isNumeric(columns, rows);
  const lines = table.map((row) =>
    row.map((text, index) => pad(text, widths[index] ?? 0, right[index] === true)).join("  "),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [title, "", lines[0] ?? "", rule, ...lines.slice(1), ...notes.map((note) => `* ${note}`)]
    .map((line) => line.trimEnd())
    .join("\n");
}

/** The section as Markdown. @param level of its heading */
export function toMarkdown({ title, columns, rows, notes = [] }: Section, level = 3): string {
  const right = isNumeric(columns, rows);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const parts = [
    `${"#".repeat(level)} ${title}`,
    [
      line(columns),
      line(right.map((isRight) => (isRight ? "---:" : "---"))),
      ...rows.map((row) => line(columns.map((_, index) => cellText(row[index])))),
    ].join("\n"),
  ];
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join("\n"));
  return parts.join("\n\n");
}

/** Three digits that count, and thousands apart: 0.93, 4.51, 12.3, 104, 64,200. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const digits = size < 0.1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  const text = value.toFixed(digits);
  return Number.isInteger(value) ? groupThousands(value.toFixed(0)) : groupThousands(text);
}

function groupThousands(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function cellText(cell: Cell): string {
  if (cell === undefined) return "–";
  return typeof cell === "number" ? formatNumber(cell) : cell;
}

/** Which columns are set to the right: those with a number in any row. The first one names the row. */
function isNumeric(columns: readonly string[], rows: Section["rows"]): boolean[] {
  return columns.map((_, index) => index > 0 && rows.some((row) => typeof row[index] === "number"));
}

function lengthOf(text: string | undefined): number {
  return text?.length ?? 0;
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}
