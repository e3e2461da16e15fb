import type { Definitions } from "../definitions.ts";
import { endingOf } from "../ending.ts";
import { type Mounted, patchAll, withChildren } from "../mount.ts";
import { nodesOf } from "../nodes.ts";
import { parseBlocks, type Token } from "../parser.ts";
import { type Ending, endsWithBlankLine, undecidedFrom } from "../undecided.ts";
import type { Growth, OpenBlock } from "./growth.ts";

/** Level of what stands in the items of a list that is not in another one. */
const itemLevel = 2;

/** A list: only its last items are parsed again. Once it is loose or tight, an item that makes it the other ends the growth. */
export function growList({ block, mounted, source, definitions }: OpenBlock): Growth | undefined {
  const { tokens } = block;
  const starts = itemLines(tokens).map((line) => line - block.line);
  const last = starts.at(-1);
  if (starts.length < 2 || last === undefined) return undefined;
  const paragraphs = tokens.filter(isItemParagraph);
  const isLoose = paragraphs.some(({ hidden }) => !hidden);
  return new GrowingList(
    mounted,
    tokens,
    starts.length - 1,
    source.split("\n").slice(last).join("\n"),
    isLoose,
    definitions,
  );
}

class GrowingList implements Growth {
  readonly #mounted: Mounted;
  readonly #type: string;
  /** An item for the others to follow. What is indented less than it belongs to the list itself. */
  readonly #firstItem: string;
  readonly #isLoose: boolean;
  readonly #definitions: Definitions;
  readonly #done: Mounted[];
  #source: string;
  #open: readonly Mounted[];
  #ending: Ending = "other";

  constructor(
    mounted: Mounted,
    tokens: readonly Token[],
    done: number,
    source: string,
    isLoose: boolean,
    definitions: Definitions,
  ) {
    const [list] = tokens;
    const mark = list?.markup ?? "-";
    this.#mounted = mounted;
    this.#type = list?.type ?? "";
    this.#firstItem = this.#type === "ordered_list_open" ? `1${mark}    x\n` : `${mark}    x\n`;
    this.#isLoose = isLoose;
    this.#definitions = definitions;
    this.#done = mounted.children.slice(0, done);
    this.#open = mounted.children.slice(done);
    this.#source = source;
  }

  get mounted(): Mounted {
    return withChildren(this.#mounted, [...this.#done, ...this.#open]);
  }

  push(added: string): boolean {
    this.#source += added;
    const visible = this.#source.slice(0, undecidedFrom(this.#source, this.#ending));
    const text = this.#firstItem + visible;
    const env = this.#definitions.openEnv();
    const [block, ...others] = parseBlocks(text, env);
    if (block?.tokens[0]?.type !== this.#type || others.length > 0 || !this.#takes(block.tokens))
      return false;
    this.#ending = endingOf(block, text);
    const [list] = nodesOf(block.tokens, env, !endsWithBlankLine(visible));
    if (list?.kind !== "element" || !(this.#mounted.dom instanceof HTMLElement)) return false;
    this.#open = patchAll(this.#mounted.dom, this.#open, list.children.slice(1));
    this.#finish(block.tokens, visible);
    return true;
  }

  /** Makes items as loose or tight as the list is. */
  #takes(tokens: readonly Token[]): boolean {
    const [first, ...others] = tokens.filter(isItemParagraph);
    const isTight = first?.hidden === true;
    if (!this.#isLoose) return isTight || others.length === 0;
    if (isTight) {
      for (const token of tokens) {
        if (token.level === itemLevel && /^paragraph_(?:open|close)$/.test(token.type)) token.hidden = false;
      }
    }
    return true;
  }

  /** Leaves alone all items before the last one whose first line is complete. */
  #finish(tokens: readonly Token[], visible: string): void {
    // The first item is not one of the text.
    const starts = itemLines(tokens)
      .slice(1)
      .map((line) => line - 1);
    const lines = visible.split("\n");
    const lastWhole = starts.findLastIndex((line) => line < lines.length - 1);
    if (lastWhole < 1) return;
    this.#done.push(...this.#open.slice(0, lastWhole));
    this.#open = this.#open.slice(lastWhole);
    const line = starts[lastWhole] ?? 0;
    this.#source = this.#source.slice(
      lines.slice(0, line).reduce((length, { length: own }) => length + own + 1, 0),
    );
  }
}

/** Where the items of the list itself begin. */
function itemLines(tokens: readonly Token[]): readonly number[] {
  return tokens.flatMap(({ type, level, map }) =>
    type === "list_item_open" && level === 1 && map ? map[0] : [],
  );
}

function isItemParagraph({ type, level }: Token): boolean {
  return type === "paragraph_open" && level === itemLevel;
}
