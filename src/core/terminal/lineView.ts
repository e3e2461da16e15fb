import { cellsOf } from "./cells.ts";
import type { Line } from "./lineEditor.ts";

/** What stands in front of a line. */
export interface Prompt {
  /** Without control characters. */
  readonly text: string;
  /** The same with colors. */
  readonly styled: string;
}

/** A cell, counted from where the prompt begins. `column` is the number of columns when the next sign wraps. */
interface Cell {
  readonly row: number;
  readonly column: number;
}

const start: Cell = { row: 0, column: 0 };

/**
 * Draws a prompt and a line over as many rows as they need, and keeps in mind where the cursor is. What is typed at the
 * end of a line is written as it is: redrawing would make a screen reader read the line again.
 */
export class LineView {
  #columns: number;
  #prompt: Prompt = { text: "", styled: "" };
  #line: Line | undefined;
  #cursor: Cell = start;

  constructor(columns: number) {
    this.#columns = Math.max(1, columns);
  }

  /** The control sequences that show this prompt and line in place of the ones before. */
  draw(prompt: Prompt, line: Line): string {
    const old = this.#line;
    const samePrompt = old !== undefined && prompt.styled === this.#prompt.styled;
    this.#prompt = prompt;
    this.#line = line;
    if (samePrompt && old.text === line.text) return this.#moveTo(this.#cellAt(line.cursor));
    const grows = samePrompt && line.text.startsWith(old.text);
    if (grows && old.cursor === old.text.length && line.cursor === line.text.length) {
      return this.#write(line.text.slice(old.text.length));
    }
    const home = old === undefined ? "" : this.#moveTo(start);
    this.#cursor = start;
    const drawn = home + "\x1b[J" + prompt.styled + this.#advance(prompt.text) + this.#write(line.text);
    return drawn + this.#moveTo(this.#cellAt(line.cursor));
  }

  /** The line is done: goes below it. The next `draw` begins there. */
  finish(): string {
    const line = this.#line;
    if (!line) return "";
    const down = this.#moveTo(this.#cellAt(line.text.length));
    this.forget();
    return `${down}\r\n`;
  }

  /** The screen was cleared, or something else was written: the next `draw` begins where the cursor is. */
  forget(): void {
    this.#line = undefined;
    this.#cursor = start;
  }

  /** The terminal has another width. The rows that are drawn stay as they are until they are drawn again. */
  resize(columns: number): string {
    const line = this.#line;
    this.#columns = Math.max(1, columns);
    if (!line) return "";
    // VS Code does not wrap the rows around the cursor anew, so the prompt still begins as many rows above.
    const up = upBy(this.#cursor.row);
    this.forget();
    return `${up}\r${this.draw(this.#prompt, line)}`;
  }

  #write(text: string): string {
    return shown(text) + this.#advance(text);
  }

  /**
   * Goes on by a text. A terminal that has filled its last column goes to the next row with the next sign only: a blank
   * makes it go at once.
   */
  #advance(text: string): string {
    this.#cursor = this.#after(this.#cursor, text);
    if (this.#cursor.column < this.#columns) return "";
    this.#cursor = { row: this.#cursor.row + 1, column: 0 };
    return " \r\x1b[K";
  }

  #cellAt(offset: number): Cell {
    // Prompt and text are written one after the other, so a full row between them has gone to the next one already.
    const wrapped = this.#wrapped(this.#after(start, this.#prompt.text));
    return this.#wrapped(this.#after(wrapped, this.#line?.text.slice(0, offset) ?? ""));
  }

  #wrapped(cell: Cell): Cell {
    return cell.column < this.#columns ? cell : { row: cell.row + 1, column: 0 };
  }

  #after({ row, column }: Cell, text: string): Cell {
    for (const char of text) {
      const cells = char === "\n" || char === "\t" ? 1 : cellsOf(char);
      if (column + cells > this.#columns) {
        row += 1;
        column = 0;
      }
      column += cells;
    }
    return { row, column };
  }

  #moveTo(to: Cell): string {
    const { row } = this.#cursor;
    this.#cursor = to;
    const vertical = to.row < row ? upBy(row - to.row) : to.row > row ? `\x1b[${to.row - row}B` : "";
    return `${vertical}\r${to.column > 0 ? `\x1b[${to.column}C` : ""}`;
  }
}

function upBy(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}

/** A line break in a command takes one cell, as a sign for it. */
function shown(text: string): string {
  return text.replaceAll("\n", "↵").replaceAll("\t", " ");
}
