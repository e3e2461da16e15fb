import type { Definitions } from "../definitions.ts";
import { type Mounted, patchAll, withChildren } from "../mount.ts";
import { inlineNodes, type MarkdownNode } from "../nodes.ts";
import { openInline } from "../openInline.ts";
import { openMarks, parseBlocks } from "../parser.ts";
import { undecidedFrom } from "../undecided.ts";
import type { Growth, OpenBlock } from "./growth.ts";

/** A longer end of the paragraph is divided where nothing is open, in UTF-16 units. */
const longEnd = 1000;
/** What stays open behind the place where it is divided. */
const margin = 200;
/** Where nothing closes for longer than this, new text is shown as it is written until there is much of it. */
const veryLong = 16_000;

/** A paragraph: its end is parsed again, from a place where no mark and no bracket is open. */
export function growParagraph({ mounted, source, definitions }: OpenBlock): Growth | undefined {
  // What begins like a link definition may turn out to be one.
  return source.trimStart().startsWith("[") ? undefined : new GrowingParagraph(mounted, source, definitions);
}

class GrowingParagraph implements Growth {
  readonly #mounted: Mounted;
  readonly #definitions: Definitions;
  readonly #done: Mounted[] = [];
  #open: readonly Mounted[];
  /** The text of the open end. */
  #source: string;
  /** What follows it and is not decided yet: a line's beginning. */
  #held = "";
  #hasPipe: boolean;
  /** The open end is not divided before it is this long. */
  #divideAt = longEnd;
  #lastNodes: { readonly nodes: readonly MarkdownNode[]; readonly length: number } = { nodes: [], length: 0 };

  constructor(mounted: Mounted, source: string, definitions: Definitions) {
    this.#mounted = mounted;
    this.#definitions = definitions;
    this.#open = mounted.children;
    const end = undecidedFrom(source, "other");
    this.#source = source.slice(0, end).trimStart();
    this.#held = source.slice(end);
    // The line end belongs to what is decided by the next line.
    if (this.#source.endsWith("\n")) {
      this.#source = this.#source.slice(0, -1);
      this.#held = `\n${this.#held}`;
    }
    this.#hasPipe = lastLine(this.#source).includes("|");
  }

  get mounted(): Mounted {
    return withChildren(this.#mounted, [...this.#done, ...this.#open]);
  }

  push(added: string): boolean {
    const text = this.#held + added;
    this.#held = "";
    let shown = text.length;
    for (let lineEnd = text.indexOf("\n"); lineEnd >= 0; ) {
      const next = text.indexOf("\n", lineEnd + 1);
      const line = text.slice(lineEnd + 1, next < 0 ? undefined : next);
      if (next < 0 && undecidedFrom(line, "other") === 0) {
        shown = lineEnd;
        break;
      }
      this.#hasPipe ||= text.slice(0, lineEnd).includes("|");
      if (!this.#continues(line)) return false;
      this.#hasPipe = line.includes("|");
      lineEnd = next;
    }
    this.#hasPipe ||= lastLine(text.slice(0, shown)).includes("|");
    this.#held = text.slice(shown);
    this.#source += text.slice(0, shown);
    this.#show();
    return true;
  }

  /** Whether a line goes on with the paragraph. */
  #continues(line: string): boolean {
    if (line.trim() === "" || (this.#hasPipe && /^[ \t]*[|:-][-|: \t]*$/.test(line))) return false;
    const blocks = parseBlocks(`x\n${line}`, {});
    return blocks.length === 1 && blocks[0]?.tokens[0]?.type === "paragraph_open";
  }

  #show(): void {
    const { dom } = this.#mounted;
    if (!(dom instanceof HTMLElement)) return;
    const env = this.#definitions.openEnv();
    const before = this.#divide(env);
    this.#open = patchAll(dom, this.#open, [...before, ...this.#endNodes(env)]);
    this.#done.push(...this.#open.slice(0, before.length));
    this.#open = this.#open.slice(before.length);
  }

  #endNodes(env: ReturnType<Definitions["openEnv"]>): readonly MarkdownNode[] {
    const { nodes, length } = this.#lastNodes;
    const added = this.#source.length - length;
    if (length > veryLong && added < length / 16) return [...nodes, { kind: "text", text: this.#source.slice(length) }];
    this.#lastNodes = { nodes: inlineNodes(openInline(this.#source, env), env), length: this.#source.length };
    return this.#lastNodes.nodes;
  }

  /** Takes off the open end what nothing that follows can change, and gives its nodes. */
  #divide(env: ReturnType<Definitions["openEnv"]>): readonly MarkdownNode[] {
    if (this.#source.length < this.#divideAt) return [];
    const at = this.#source.lastIndexOf(" ", this.#source.length - margin);
    const part = this.#source.slice(0, at + 1);
    const isBetweenWords = /[^\s\\] $/.test(part) && /^\S/.test(this.#source.slice(at + 1));
    const nodes = isBetweenWords && openMarks(part, env, false).length === 0 ? inlineNodes(part, env) : [];
    if (nodes.length === 0 || nodes.some(isOpen)) {
      this.#divideAt = this.#source.length * 1.5;
      return [];
    }
    this.#source = this.#source.slice(at + 1);
    this.#divideAt = longEnd;
    this.#lastNodes = { nodes: [], length: 0 };
    return nodes;
  }
}

/** Whether a text has a bracket or a code mark that something may close. */
function isOpen(node: MarkdownNode): boolean {
  if (node.kind !== "text") return node.kind === "element" && node.tag !== "code" && node.children.some(isOpen);
  return /[`[]|\]\(/.test(node.text.replace(/\[[^[\]]*\](?!\()/g, ""));
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}
