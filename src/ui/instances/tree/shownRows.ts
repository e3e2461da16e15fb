import { type InstanceRow, rowId, type TagRow } from "./instanceRows.ts";

type Row = InstanceRow | TagRow;

/**
 * A row as VS Code knows it: the same object while what it says changes. A row that is another object is another row,
 * and a click on the one before would be a click on nothing.
 */
export class ShownRow {
  row: Row;

  constructor(row: Row) {
    this.row = row;
  }

  /** Makes a row the context of every command on an instance. */
  get instanceId(): string | undefined {
    return this.row.kind === "instance" ? this.row.instanceId : undefined;
  }
}

/** The rows of the tree that is on screen. */
export class ShownRows {
  #known: ReadonlyMap<string, ShownRow> = new Map();
  #order = "[]";
  #roots: readonly ShownRow[] = [];

  /**
   * Takes what the tree has to show from now on.
   * @returns the rows that say something else; undefined: there are others, or in another order
   */
  update(rows: readonly Row[]): ShownRow[] | undefined {
    const known = new Map<string, ShownRow>();
    const changed: ShownRow[] = [];
    const keep = (row: Row): ShownRow => {
      const shown = this.#known.get(rowId(row)) ?? new ShownRow(row);
      if (row.kind === "instance" && JSON.stringify(shown.row) !== JSON.stringify(row)) changed.push(shown);
      shown.row = row;
      known.set(rowId(row), shown);
      if (row.kind === "tag") row.rows.forEach(keep);
      return shown;
    };
    this.#roots = rows.map(keep);
    this.#known = known;
    const order = JSON.stringify(rows.map(orderOf));
    if (order === this.#order) return changed;
    this.#order = order;
    return undefined;
  }

  /** The rows below one, or those at the top. */
  below(parent: ShownRow | undefined): ShownRow[] {
    if (!parent) return [...this.#roots];
    const { row } = parent;
    return row.kind === "tag" ? row.rows.flatMap((child) => this.#known.get(rowId(child)) ?? []) : [];
  }
}

function orderOf(row: Row): unknown {
  return row.kind === "tag" ? [rowId(row), row.rows.map(rowId)] : rowId(row);
}
