/**
 * What the view itself remembers across its disposal: draft, scroll position, open and closed rows. Kept by VS Code in
 * the webview's state; whatever comes back is checked, and a broken record is dropped.
 */
import type { PageData } from "../protocol/page.ts";

/** The place in the transcript: at the end, or `offset` pixels below the top of a turn. */
export interface ScrollAnchor {
  readonly turnId: string;
  readonly offset: number;
}

interface Remembered {
  /** Absent when another page remembered it: the host has changed its draft since then, and tells the new page. */
  draft: string | undefined;
  /** Absent while the transcript follows its end. */
  anchor: ScrollAnchor | undefined;
  /** Rows that the user opened (true) or closed (false), by turn and item, oldest first. */
  rows: Map<string, boolean>;
}

/** Rows beyond this number are forgotten, the oldest first. */
const maxRows = 500;
const saveDelayMs = 250;

export class ViewMemory {
  /** Kept for VS Code: from the view's id an editor tab is recognised after a reload. */
  readonly #page: Pick<PageData, "viewId" | "pageId">;
  readonly #save: (state: unknown) => void;
  readonly #state: Remembered;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Pick<PageData, "viewId" | "pageId">, loaded: unknown, save: (state: unknown) => void) {
    this.#page = page;
    this.#save = save;
    this.#state = parse(loaded, page.pageId);
  }

  /** Undefined when nothing has been written in this page. */
  get draft(): string | undefined {
    return this.#state.draft;
  }

  set draft(text: string) {
    this.#state.draft = text;
    this.flush();
  }

  get anchor(): ScrollAnchor | undefined {
    return this.#state.anchor;
  }

  set anchor(anchor: ScrollAnchor | undefined) {
    this.#state.anchor = anchor;
    this.#saveSoon();
  }

  /** What the user chose for a row; undefined leaves it to the row. */
  row(key: string): boolean | undefined {
    return this.#state.rows.get(key);
  }

  setRow(key: string, open: boolean): void {
    const { rows } = this.#state;
    rows.delete(key);
    rows.set(key, open);
    const [oldest] = rows.keys();
    if (rows.size > maxRows && oldest !== undefined) rows.delete(oldest);
    this.#saveSoon();
  }

  /** Saves at once, as before the page goes away. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { draft, anchor, rows } = this.#state;
    const { viewId, pageId } = this.#page;
    this.#save({ viewId, pageId, draft, anchor, rows: [...rows] });
  }

  #saveSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), saveDelayMs);
  }
}

function parse(loaded: unknown, page: string): Remembered {
  const record: Record<string, unknown> = typeof loaded === "object" && loaded !== null ? { ...loaded } : {};
  const { pageId, draft, anchor, rows } = record;
  return {
    draft: pageId === page && typeof draft === "string" ? draft : undefined,
    anchor: isAnchor(anchor) ? anchor : undefined,
    rows: new Map(Array.isArray(rows) ? rows.filter(isRow) : []),
  };
}

function isAnchor(value: unknown): value is ScrollAnchor {
  return (
    typeof value === "object" &&
    value !== null &&
    "turnId" in value &&
    typeof value.turnId === "string" &&
    "offset" in value &&
    typeof value.offset === "number"
  );
}

function isRow(value: unknown): value is [string, boolean] {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "boolean";
}
