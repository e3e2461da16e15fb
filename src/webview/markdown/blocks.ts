/**
 * Splits growing Markdown into its top-level blocks. Finished blocks are parsed once; with every delta only the open end
 * is parsed again, so a long answer costs no more per delta than a short one. At the end the whole text is rendered in one
 * go, and blocks whose HTML is the same stay the same objects.
 */
import { createParser, type Env, type Token } from "./parser.ts";

export interface Block {
  readonly html: string;
  /** No text that follows can change it, except a link definition. */
  readonly finished: boolean;
}

const parser = createParser();

/** The blocks of a complete text. */
export function renderBlocks(source: string): Block[] {
  return render(normalise(source), {}).map(({ html }) => ({ html, finished: true }));
}

export class GrowingBlocks {
  #source = "";
  #finished: Block[] = [];
  /** Where the open end begins. */
  #openAt = 0;
  /** Link definitions of the finished part. */
  #env: Env = {};

  /** The blocks of the text so far. Call with the whole text each time. */
  grow(text: string): readonly Block[] {
    const source = normalise(text);
    if (!source.startsWith(this.#source.slice(0, this.#openAt))) this.#reset();
    this.#source = source;
    let open = render(source.slice(this.#openAt), this.#openEnv());
    const last = open.at(-1);
    if (last && open.length > 1 && hasWholeLine(source, this.#openAt + last.start)) {
      this.#finish(this.#openAt + last.start);
      open = render(source.slice(this.#openAt), this.#openEnv());
    }
    return [...this.#finished, ...open.map(({ html }) => ({ html, finished: false }))];
  }

  /** The blocks of the text when nothing will follow. */
  complete(text: string): readonly Block[] {
    const blocks = renderBlocks(text);
    return blocks.map((block, index) => {
      const earlier = this.#finished[index];
      return earlier?.html === block.html ? earlier : block;
    });
  }

  #finish(end: number): void {
    const blocks = render(this.#source.slice(this.#openAt, end), this.#env);
    this.#finished = [...this.#finished, ...blocks.map(({ html }) => ({ html, finished: true }))];
    this.#openAt = end;
  }

  /** A copy: a half-written definition of the open end must not stick. */
  #openEnv(): Env {
    return { references: { ...this.#env.references } };
  }

  #reset(): void {
    this.#finished = [];
    this.#openAt = 0;
    this.#env = {};
  }
}

interface RenderedBlock {
  readonly html: string;
  /** Offset of its first line. */
  readonly start: number;
}

function render(source: string, env: Env): RenderedBlock[] {
  const tokens = parser.parse(source, env);
  const lineStarts = offsetsOfLines(source);
  return topLevel(tokens).map((group) => ({
    html: parser.renderer.render(group, parser.options, env),
    start: lineStarts[group[0]?.map?.[0] ?? 0] ?? 0,
  }));
}

/** Groups the flat token list by top-level block. */
function topLevel(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) groups.push([token]);
    else groups.at(-1)?.push(token);
    depth += token.nesting;
  }
  return groups;
}

function offsetsOfLines(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Whether the line at `start` is complete. Before that, "2" can still become the next item "2. " of the list above it. */
function hasWholeLine(source: string, start: number): boolean {
  return source.includes("\n", start);
}

/** Line ends as the parser counts them. */
function normalise(source: string): string {
  return source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
}
