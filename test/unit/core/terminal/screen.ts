import { cellsOf } from "../../../../src/core/terminal/cells.ts";

/** As much of a terminal as a line editor needs: rows that wrap, and the cursor. */
export class Screen {
  readonly columns: number;
  readonly rows: string[][] = [[]];
  row = 0;
  column = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    // eslint-disable-next-line no-control-regex -- a terminal is told what to do with control characters
    for (const [token, count, final] of text.matchAll(/\x1b\[([\d;?]*)([A-Za-z])|[\s\S]/gu)) {
      const by = Math.max(1, Number(count));
      if (final === "A") this.row = Math.max(0, this.row - by);
      else if (final === "B") this.#down(by);
      else if (final === "C") this.column = Math.min(this.columns - 1, this.column + by);
      else if (final === "J") {
        this.rows.splice(this.row + 1);
        this.#line.splice(this.column);
      } else if (final === "K") this.#line.splice(this.column);
      else if (final === undefined) this.#sign(token);
      else if (final !== "m") throw new Error(`Not known: ${JSON.stringify(token)}`);
    }
  }

  /** The rows without blanks at their ends; the second cell of a wide sign is empty. */
  get text(): string[] {
    return this.rows.map((row) =>
      Array.from(row, (cell) => cell ?? " ")
        .join("")
        .trimEnd(),
    );
  }

  get #line(): string[] {
    return (this.rows[this.row] ??= []);
  }

  #down(by: number): void {
    for (let step = 0; step < by; step += 1) {
      this.row += 1;
      this.rows[this.row] ??= [];
    }
  }

  #sign(char: string): void {
    if (char === "\r") this.column = 0;
    else if (char === "\n") this.#down(1);
    else {
      const cells = cellsOf(char);
      if (cells === 0) {
        const last = Math.max(0, this.column - 1);
        this.#line[last] = (this.#line[last] ?? "") + char;
        return;
      }
      if (this.column + cells > this.columns) {
        this.#down(1);
        this.column = 0;
      }
      this.#line[this.column] = char;
      if (cells === 2) this.#line[this.column + 1] = "";
      this.column += cells;
    }
  }
}
