/**
 * Reads code piece by piece. highlight.js reads a text in one go, which takes longer than a page may stand still; what
 * it says of the end of a piece is where the next one goes on. Only what it recognises by one long expression, as a block
 * of text in YAML, ends with its piece.
 */
import type { CompiledMode, Emitter, HighlightResult } from "highlight.js";
import { hljs } from "./languages.ts";

/** Text of one kind. */
export interface Token {
  readonly text: string;
  /** The class names of the constructs it is in, the outermost first. */
  readonly classes: readonly string[];
}

/** Longer lines, as compressed code has them, stay plain: a line is read in one go. In UTF-16 units. */
const maxLine = 5000;

/** Whether code of this language can be colored. */
export function isKnown(language: string): boolean {
  return hljs.getLanguage(language) !== undefined;
}

/**
 * The tokens of code in a known language, a piece of whole lines at a time; their texts together are the code.
 * @param pieceLength gives how long the next piece should be, in UTF-16 units.
 */
export function* tokensOf(
  code: string,
  language: string,
  pieceLength: () => number,
): Generator<readonly Token[], void, undefined> {
  let state = atRest;
  // The first use of a language compiles it, which takes as long as a piece.
  yield read("", language, state).list;
  for (let from = 0; from < code.length;) {
    const end = pieceEnd(code, from, pieceLength());
    const text = code.slice(from, end);
    if (text.length > maxLine && !text.slice(0, -1).includes("\n")) {
      yield [{ text, classes: state.open.at(-1) ?? [] }];
    } else {
      const tokens = read(text, language, state);
      state = tokens.state;
      yield tokens.list;
    }
    from = end;
  }
}

/** Where the reader is at the end of a piece. */
interface State {
  /** The construct that is open, within those around it; undefined between all constructs. */
  readonly mode: CompiledMode | undefined;
  /** The class names around each level of open constructs, the innermost last. */
  readonly open: readonly (readonly string[])[];
}

const atRest: State = { mode: undefined, open: [[]] };

function read(
  text: string,
  language: string,
  before: State,
): { readonly list: readonly Token[]; readonly state: State } {
  openAtStart = before.open;
  const result = hljs.highlight(text, {
    language: before.mode ? resume(language, before.mode) : language,
    ignoreIllegals: true,
  });
  const { tokens, open } = result._emitter as TokenList;
  const length = tokens.reduce((sum, token) => sum + token.text.length, 0);
  // A definition that fails on some text must not lose any of it.
  if (length !== text.length) return { list: [{ text, classes: [] }], state: atRest };
  const mode = modeAtEnd(result);
  return { list: tokens, state: mode ? { mode, open } : atRest };
}

function modeAtEnd({ _top }: HighlightResult): CompiledMode | undefined {
  const top = _top as CompiledMode | undefined;
  return top?.parent ? top : undefined;
}

/** Where pieces go on. No block can name a language with a space in it. */
const resumed = "resumed piece";

/**
 * Makes a language of a mode that a piece ended in: it begins there, and what follows the mode is that of the language.
 * @returns its name.
 */
function resume(language: string, mode: CompiledMode): string {
  const { case_insensitive, classNameAliases } = hljs.getLanguage(language) ?? {};
  const definition: unknown = Object.create(mode, {
    case_insensitive: { value: case_insensitive },
    classNameAliases: { value: classNameAliases, writable: true },
    aliases: { value: undefined },
  });
  hljs.registerLanguage(resumed, () => definition as CompiledMode);
  return resumed;
}

/** The next list begins within these. */
let openAtStart = atRest.open;

/** What highlight.js tells while it reads, as a list. The lists of languages within a language are added to it. */
class TokenList implements Emitter {
  readonly tokens: Token[] = [];
  readonly open: (readonly string[])[];

  constructor() {
    this.open = [...openAtStart];
    openAtStart = atRest.open;
  }

  addText(text: string): void {
    if (text !== "") this.tokens.push({ text, classes: this.#classes });
  }

  startScope(scope: string): void {
    const name = classOf(scope);
    this.open.push(name === undefined ? this.#classes : [...this.#classes, name]);
  }

  endScope(): void {
    if (this.open.length > 1) this.open.pop();
  }

  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  __addSublanguage({ tokens }: TokenList): void {
    const around = this.#classes;
    for (const { text, classes } of tokens) this.tokens.push({ text, classes: [...around, ...classes] });
  }

  finalize(): void {}

  toHTML(): string {
    return "";
  }

  get #classes(): readonly string[] {
    return this.open.at(-1) ?? [];
  }
}

hljs.configure({ __emitter: TokenList });

/** Kinds that the style sheet has a color for. */
const colored = new Set(
  (
    "keyword selector-tag operator tag section string regexp selector-attr number literal built_in type title " +
    "selector-class selector-id name attr attribute property variable template-variable symbol comment quote meta " +
    "addition deletion emphasis strong"
  ).split(" "),
);

/** The class names of "title.class", as highlight.js' own styles call them; undefined for what has no color. */
function classOf(scope: string): string | undefined {
  const [kind = "", ...details] = scope.split(".");
  if (!colored.has(kind)) return undefined;
  return [`hljs-${kind}`, ...details.map((name, index) => name + "_".repeat(index + 1))].join(" ");
}

/**
 * Where a piece of about `length` ends that begins at `from`: before a line, and rather before a declaration than within
 * one, because some constructs are recognised by what is around them.
 */
function pieceEnd(code: string, from: number, length: number): number {
  const latest = from + length * 1.5;
  let best: number | undefined;
  let bestIndent = Infinity;
  for (let start = from; start < code.length;) {
    const newline = code.indexOf("\n", start);
    const next = newline < 0 ? code.length : newline + 1;
    // A line that is read as a whole, and too long for that, is a piece of its own.
    if (next - start > maxLine) return start > from ? start : next;
    if (next >= latest) return best ?? next;
    const indent = indentAt(code, next);
    if (next - from >= length / 2 && indent <= bestIndent && code.charAt(next - 2) !== "\\") {
      best = next;
      bestIndent = indent;
    }
    start = next;
  }
  return code.length;
}

/** How far the line at `start` is from being a new beginning: its indentation, and more where it goes on. */
function indentAt(code: string, start: number): number {
  let at = start;
  while (code.charAt(at) === " " || code.charAt(at) === "\t") at += 1;
  return at - start + (/[\s/{)\]}]/.test(code.charAt(at)) ? 100 : 0);
}
