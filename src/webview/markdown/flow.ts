/**
 * Text that grows, as blocks on a page. Finished blocks are rendered once; what follows them, the open end, is parsed
 * again with every addition. Where that is one long block (a list, code, a paragraph…) a `Growth` adds to it without
 * going over all of it again; when it is over the open end is parsed as a whole, so that what stays is always what one
 * parse gives.
 */
import type { Definitions } from "./definitions.ts";
import { endingOf } from "./ending.ts";
import type { Grow, Growth } from "./growth/growth.ts";
import { type Mounted, mount, patch } from "./mount.ts";
import { type MarkdownNode, nodesOf } from "./nodes.ts";
import { type Env, parseBlocks, type SourceBlock } from "./parser.ts";
import { type Ending, endsWithBlankLine, undecidedFrom } from "./undecided.ts";

/** Where the blocks of a flow go on the page. */
export interface FlowPlace {
  /** Adds a block behind the others. */
  append(block: Mounted["dom"]): void;
  /** A part of the text will not change any more, unless a definition follows of a link in it. */
  finished(part: FinishedPart): void;
}

/** Whole lines of the text, with what shows them. */
export interface FinishedPart {
  readonly source: string;
  readonly mounted: readonly Mounted[];
}

/** A shorter open end is parsed again at once; in UTF-16 units. */
const longBlock = 400;

export class Flow {
  readonly #place: FlowPlace;
  readonly #definitions: Definitions;
  readonly #grow: Grow;
  /** The text of the open end, and what shows it. */
  #source = "";
  #open: readonly Mounted[];
  #ending: Ending = "other";
  #growth: Growth | undefined;
  /** The open block is parsed as a whole until it is this long: it has outgrown a growth. */
  #growAt = longBlock;

  /**
   * @param grow how its long blocks grow
   * @param open what is on the page already; the text is shown in its place
   */
  constructor(place: FlowPlace, definitions: Definitions, grow: Grow, open: readonly Mounted[] = []) {
    this.#place = place;
    this.#definitions = definitions;
    this.#grow = grow;
    this.#open = open;
  }

  /** What shows the open end. */
  get open(): readonly Mounted[] {
    return this.#growth ? [this.#growth.mounted] : this.#open;
  }

  /** Adds text and shows it. */
  push(text: string): void {
    this.#source += text;
    if (this.#growth?.push(text)) return;
    this.#endGrowth();
    this.#update();
  }

  /** Adds text that {@link finish} will show. */
  add(text: string): void {
    this.#source += text;
  }

  /** Shows the text when nothing will follow. */
  finish(): void {
    this.#endGrowth();
    const env = this.#definitions.openEnv();
    const blocks = parseBlocks(this.#source, env);
    this.#settle(blocks, blocks.length, env);
    for (const { dom } of this.#open) dom.remove();
    this.#open = [];
  }

  #endGrowth(): void {
    if (!this.#growth) return;
    this.#open = [this.#growth.mounted];
    this.#growth = undefined;
    this.#growAt = this.#source.length * 1.25;
  }

  #update(): void {
    const visible = this.#source.slice(0, undecidedFrom(this.#source, this.#ending));
    const env = this.#definitions.openEnv();
    const blocks = parseBlocks(visible, env);
    const open = this.#settle(blocks, finishedCount(blocks, visible), env);
    this.#ending = endingOf(blocks.at(-1), visible);
    // The line of a row or a heading is over when it ends; others go on until a blank one.
    const isLine = this.#ending === "table" || blocks.at(-1)?.tokens[0]?.type === "heading_open";
    const isOpen = !(isLine ? visible.endsWith("\n") : endsWithBlankLine(visible));
    this.#show(
      open.flatMap(({ tokens }, index) => nodesOf(tokens, env, isOpen && index === open.length - 1)),
    );
    const [block] = open;
    const [mounted] = this.#open;
    // Behind a blank line only lists and code go on, and these can wait for the next line.
    if (!isOpen && !isLine) return;
    if (open.length !== 1 || this.#source.length < this.#growAt || !block || !mounted) return;
    const source = this.#source.replace(/^(?:[ \t]*\n)+/, "");
    this.#growth = this.#grow({
      block,
      mounted,
      source,
      definitions: this.#definitions,
      grow: this.#grow,
    });
  }

  /**
   * Shows the first blocks for good.
   * @returns the others
   */
  #settle(blocks: readonly SourceBlock[], count: number, env: Env): readonly SourceBlock[] {
    if (count === 0) return blocks;
    const settled = blocks.slice(0, count);
    const ends = endsOf(blocks, this.#source);
    this.#definitions.add(
      settled.flatMap(({ tokens }) => tokens),
      env,
    );
    let start = 0;
    settled.forEach(({ tokens }, index) => {
      const end = ends[index] ?? this.#source.length;
      const nodes = nodesOf(tokens, this.#definitions.env, false);
      const mounted = nodes.map((node, at) => this.#put(this.#open[at], node));
      this.#open = this.#open.slice(nodes.length);
      this.#place.finished({ source: this.#source.slice(start, end), mounted });
      start = end;
    });
    this.#source = this.#source.slice(start);
    this.#growAt = longBlock;
    return blocks.slice(count);
  }

  #show(nodes: readonly MarkdownNode[]): void {
    const before = this.#open;
    this.#open = nodes.map((node, index) => this.#put(before[index], node));
    for (const { dom } of before.slice(nodes.length)) dom.remove();
  }

  #put(old: Mounted | undefined, node: MarkdownNode): Mounted {
    if (old) return patch(old, node);
    const mounted = mount(node);
    this.#place.append(mounted.dom);
    return mounted;
  }
}

/** Where each block's lines end in the text: where the next block begins. */
function endsOf(blocks: readonly SourceBlock[], source: string): readonly number[] {
  const ends: number[] = [];
  let line = 0;
  let at = 0;
  for (const { line: start } of blocks.slice(1)) {
    for (; line < start; line++) at = source.indexOf("\n", at) + 1;
    ends.push(at);
  }
  return ends;
}

/**
 * How many of the first blocks nothing that follows can change: all before the last one whose first line is complete.
 * Before that, "2" can still become the next item "2. " of the list above it.
 */
function finishedCount(blocks: readonly SourceBlock[], source: string): number {
  const last = blocks.at(-1);
  if (!last) return 0;
  const lines = source.split("\n");
  const count = blocks.length - (isBegun(blocks, lines) ? 1 : 2);
  // A paragraph that follows a link definition at once may become its title.
  const [definition, follower] = [blocks[count - 1], blocks[count]];
  const mayBeTitle =
    definition?.tokens[0]?.type === "reference_definition" &&
    follower?.tokens[0]?.type === "paragraph_open" &&
    lines[follower.line - 1]?.trim() !== "";
  return Math.max(0, mayBeTitle ? count - 1 : count);
}

/** Whether the last block is one of its own for sure, so that those before it are over. */
function isBegun(blocks: readonly SourceBlock[], lines: readonly string[]): boolean {
  const [before, last] = [blocks.at(-2), blocks.at(-1)];
  if (!last || last.line < lines.length - 1) return true;
  // A word behind a blank line or behind closed code goes on with nothing.
  const isFree = lines[last.line - 1]?.trim() === "" || before?.tokens[0]?.type === "fence";
  return isFree && /^\p{L}/u.test(lines[last.line] ?? "");
}
