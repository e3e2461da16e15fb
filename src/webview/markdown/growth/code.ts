import type { CodeView } from "../codeView.ts";
import type { Mounted } from "../mount.ts";
import type { CodeNode } from "../nodes.ts";
import type { Growth, OpenBlock } from "./growth.ts";

/** Code behind an opening fence: text is added as it comes, until a line closes the fence. */
export function growCode({ block, mounted, source }: OpenBlock): Growth | undefined {
  const { markup = "" } = block.tokens[0] ?? {};
  const { node, code } = mounted;
  // The lines of an indented fence lose its indentation.
  if (!code || node.kind !== "code" || !source.startsWith(markup) || markup === "") return undefined;
  return new GrowingCode(mounted, node, code, markup, source);
}

class GrowingCode implements Growth {
  readonly #mounted: Mounted;
  readonly #node: CodeNode;
  readonly #code: CodeView;
  readonly #closing: RegExp;
  readonly #maybeClosing: RegExp;
  /** A beginning of a line that may become the closing fence. */
  #held = "";
  #isAtLineStart: boolean;

  constructor(mounted: Mounted, node: CodeNode, code: CodeView, markup: string, source: string) {
    const mark = markup.charAt(0);
    this.#mounted = mounted;
    this.#node = node;
    this.#code = code;
    this.#closing = new RegExp(`^ {0,3}${mark}{${markup.length},}[ \\t]*$`);
    this.#maybeClosing = new RegExp(`^ {0,3}${mark}*[ \\t]*$`);
    const shown = source.indexOf("\n") + 1 + code.text.length;
    this.#held = source.slice(shown);
    this.#isAtLineStart = source[shown - 1] === "\n";
  }

  get mounted(): Mounted {
    return { ...this.#mounted, node: { ...this.#node, text: this.#code.text } };
  }

  push(added: string): boolean {
    const text = this.#held + added;
    let shown = 0;
    for (let from = 0; ;) {
      const lineEnd = text.indexOf("\n", from);
      if (lineEnd < 0) {
        const isHeld = this.#isAtLineStart && this.#maybeClosing.test(text.slice(from));
        if (!isHeld && from < text.length) {
          shown = text.length;
          this.#isAtLineStart = false;
        }
        break;
      }
      if (this.#isAtLineStart && this.#closing.test(text.slice(from, lineEnd))) return false;
      this.#isAtLineStart = true;
      from = lineEnd + 1;
      shown = from;
    }
    this.#code.append(text.slice(0, shown));
    this.#held = text.slice(shown);
    return true;
  }
}
