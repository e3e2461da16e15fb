import type { Definitions } from "../definitions.ts";
import { type Mounted, patchAll, withChildren } from "../mount.ts";
import { nodesOf } from "../nodes.ts";
import { parseBlocks } from "../parser.ts";
import { undecidedFrom } from "../undecided.ts";
import type { Growth, OpenBlock } from "./growth.ts";

/** A table: a row is what it is whatever stands above it, but for the head, which says how many cells it has. */
export function growTable({ mounted, source, definitions }: OpenBlock): Growth | undefined {
  const headEnd = source.indexOf("\n", source.indexOf("\n") + 1) + 1;
  const [table] = mounted.children;
  const body = table?.children[1];
  if (headEnd === 0 || !table || !(body?.dom instanceof HTMLElement)) return undefined;
  return new GrowingTable(mounted, table, body, source.slice(0, headEnd), source.slice(headEnd), definitions);
}

class GrowingTable implements Growth {
  readonly #mounted: Mounted;
  readonly #table: Mounted;
  readonly #body: Mounted;
  readonly #head: string;
  readonly #definitions: Definitions;
  /** The rows that are complete. */
  readonly #done: Mounted[];
  /** The text of the others, and what shows them. */
  #source: string;
  #open: readonly Mounted[] = [];

  constructor(
    mounted: Mounted,
    table: Mounted,
    body: Mounted,
    head: string,
    rows: string,
    definitions: Definitions,
  ) {
    this.#mounted = mounted;
    this.#table = table;
    this.#body = body;
    this.#head = head;
    this.#definitions = definitions;
    const lastRow = rows.lastIndexOf("\n") + 1;
    const complete = rows.slice(0, lastRow).split("\n").length - 1;
    this.#done = body.children.slice(0, complete);
    this.#open = body.children.slice(complete);
    this.#source = rows.slice(lastRow);
  }

  get mounted(): Mounted {
    const body = withChildren(this.#body, [...this.#done, ...this.#open]);
    const [head] = this.#table.children;
    return withChildren(this.#mounted, [withChildren(this.#table, head ? [head, body] : [body])]);
  }

  push(added: string): boolean {
    this.#source += added;
    const visible = this.#source.slice(0, undecidedFrom(this.#source, "table"));
    const env = this.#definitions.openEnv();
    const blocks = parseBlocks(this.#head + visible, env);
    const [node] = blocks.flatMap(({ tokens }) => nodesOf(tokens, env, !visible.endsWith("\n")));
    if (
      blocks.length !== 1 ||
      node?.kind !== "element" ||
      node.tag !== "div" ||
      /(?:^|\n)[ \t]*\n/.test(visible)
    )
      return false;
    const [table] = node.children;
    const body = table?.kind === "element" ? table.children[1] : undefined;
    const rows = body?.kind === "element" ? body.children : [];
    if (!(this.#body.dom instanceof HTMLElement)) return false;
    const mounted = patchAll(this.#body.dom, this.#open, rows);
    const complete = visible.split("\n").length - 1;
    this.#done.push(...mounted.slice(0, complete));
    this.#open = mounted.slice(complete);
    this.#source = this.#source.slice(visible.lastIndexOf("\n") + 1);
    return true;
  }
}
