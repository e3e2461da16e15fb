/**
 * Markdown as agents write it: CommonMark with GitHub's tables, strikethrough and bare links; task lists are made of its
 * tokens in nodes.ts. Raw HTML is text.
 */
import MarkdownIt, { type Env, type MarkdownIt as Parser, type Token } from "markdown-it";

export type { Env, Token } from "markdown-it";

const parser = createParser();

export function createParser(): Parser {
  const parser = MarkdownIt({ html: false, linkify: true });
  // Without a scheme, "README.md" and "main.rs" would become links to domains of Moldova and Serbia.
  parser.linkify.set({ fuzzyLink: false });
  return parser;
}

/** A block at the outermost level of a text. */
export interface SourceBlock {
  /** From its opening token to its closing one; inline tokens have content and no children. */
  readonly tokens: readonly Token[];
  /** Index of its first line. */
  readonly line: number;
}

/** The blocks of a text, link definitions among them. `source` has no other line ends than `\n`, and no NUL. */
export function parseBlocks(source: string, env: Env): SourceBlock[] {
  const tokens: Token[] = [];
  parser.block.parse(source, parser, env, tokens);
  const blocks: { tokens: Token[]; line: number }[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) blocks.push({ tokens: [token], line: token.map?.[0] ?? 0 });
    else blocks.at(-1)?.tokens.push(token);
    depth += token.nesting;
  }
  return blocks;
}

/** The tokens of a paragraph's, a heading's or a cell's content. */
export function parseInline(content: string, env: Env): readonly Token[] {
  return parser.parseInline(content, env)[0]?.children ?? [];
}

/**
 * The marks in a content that wait for their end, one by one and in order: `*`, `_`, `~~`.
 * @param intended without those that stand for themselves most often, as in `2*3`
 */
export function openMarks(content: string, env: Env, intended: boolean): readonly string[] {
  const state = new parser.inline.State(content, parser, env, []);
  parser.inline.tokenize(state);
  const [balancePairs] = parser.inline.ruler2.getRules("");
  balancePairs?.(state);
  return state.delimiters
    .filter(({ open, end, length, token }) => {
      if (!open || end >= 0) return false;
      if (!intended || length !== 1) return true;
      // As in 2*3, and in *.ts.
      const [before = "", behind = ""] = [state.tokens[token - 1]?.content, state.tokens[token + 1]?.content];
      return !/\w$/.test(before) && !/^[!-&)-/:-@\]-_{-~]/.test(behind);
    })
    .map(({ marker }) => (marker === 0x7e ? "~~" : String.fromCharCode(marker)));
}

/** A label of a link reference as definitions are found by. */
export const normalizeLabel: (label: string) => string = parser.utils.normalizeReference;

/** What an info string says, without its escapes. */
export const unescapeInfo: (info: string) => string = parser.utils.unescapeAll;
