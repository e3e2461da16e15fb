import { Definitions } from "../definitions.ts";
import { Flow, type FlowPlace } from "../flow.ts";
import { type Mounted, withChildren } from "../mount.ts";
import type { Grow, Growth, OpenBlock } from "./growth.ts";

const marked = /^ {0,3}> ?(?!\t)/;

/** A quote: a text of its own behind its marks. A line without a mark ends the growth. */
export function growQuote({ mounted, source, definitions, grow }: OpenBlock): Growth | undefined {
  const quote = new GrowingQuote(mounted, definitions, grow);
  return quote.push(source) ? quote : undefined;
}

class GrowingQuote implements Growth, FlowPlace {
  readonly #mounted: Mounted;
  readonly #flow: Flow;
  readonly #done: Mounted[] = [];
  /** A line's beginning that has no mark yet. */
  #held = "";
  #isAtLineStart = true;

  constructor(mounted: Mounted, definitions: Definitions, grow: Grow) {
    this.#mounted = mounted;
    // A quote in it is parsed as a whole: there is no end to quotes in quotes.
    const growInner: Grow = (open) => (isQuote(open) ? undefined : grow(open));
    this.#flow = new Flow(this, new Definitions(definitions.env), growInner, mounted.children);
  }

  get mounted(): Mounted {
    return withChildren(this.#mounted, [...this.#done, ...this.#flow.open]);
  }

  append(block: Mounted["dom"]): void {
    if (this.#mounted.dom instanceof HTMLElement) this.#mounted.dom.append(block);
  }

  finished({ mounted }: { readonly mounted: readonly Mounted[] }): void {
    this.#done.push(...mounted);
  }

  push(added: string): boolean {
    const lines = (this.#held + added).split("\n");
    this.#held = "";
    let inner = "";
    for (const [index, line] of lines.entries()) {
      const isLast = index === lines.length - 1;
      if (!this.#isAtLineStart) inner += line;
      else {
        const mark = marked.exec(line)?.[0];
        // The mark's own space may still come.
        if (isLast && /^ {0,3}>?$/.test(line)) {
          this.#held = line;
          break;
        }
        if (mark === undefined) return false;
        inner += line.slice(mark.length);
      }
      this.#isAtLineStart = !isLast;
      if (!isLast) inner += "\n";
    }
    if (inner !== "") this.#flow.push(inner);
    return true;
  }
}

function isQuote({ block }: OpenBlock): boolean {
  return block.tokens[0]?.type === "blockquote_open";
}
