import type { Definitions } from "../definitions.ts";
import { isSelected } from "../../parts/unselected.ts";
import { type Mounted, patchAll, withChildren } from "../mount.ts";
import { inlineNodes, type MarkdownNode } from "../nodes.ts";
import { openInline } from "../openInline.ts";
import { openMarks, parseBlocks } from "../parser.ts";
import { isDelimiterRow, undecidedFrom } from "../undecided.ts";
import type { Growth, OpenBlock } from "./growth.ts";
import { foldLines } from "./stretches.ts";

/** A longer end of the paragraph is divided where nothing is open, in UTF-16 units. */
const longEnd = 500;
/** What stays open behind the place where it is divided. */
const margin = 100;
/** Lines that are done are folded by as much text. */
const longStretch = 2000;
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
  /** The first node that is not folded; undefined until there is one that is. */
  #unfolded: ChildNode | undefined;
  #unfoldedLength = 0;
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
    // What has lines folded in it is not the paragraph that one parse gives.
    if (this.#unfolded) return { ...this.#mounted, node: { kind: "text", text: "" } };
    return withChildren(this.#mounted, [...this.#done, ...this.#open]);
  }

  push(added: string): boolean {
    const text = this.#held + added;
    this.#held = "";
    let shown = text.length;
    for (let lineEnd = text.indexOf("\n"); lineEnd >= 0;) {
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
    if (line.trim() === "" || (this.#hasPipe && isDelimiterRow(line)) || /^[ \t]*\|/.test(line)) return false;
    const blocks = parseBlocks(`x\n${line}`, {});
    return blocks.length === 1 && blocks[0]?.tokens[0]?.type === "paragraph_open";
  }

  #show(): void {
    const { dom } = this.#mounted;
    if (!(dom instanceof HTMLElement)) return;
    const env = this.#definitions.openEnv();
    this.#open = patchAll(dom, this.#open, this.#endNodes(env));
    this.#divide(env);
    if (this.#unfoldedLength >= longStretch) this.#fold(dom);
  }

  #fold(paragraph: HTMLElement): void {
    // Nodes that are moved leave the selection, and lose the focus.
    if (isSelected(paragraph) || paragraph.contains(document.activeElement)) return;
    this.#unfoldedLength = 0;
    const from = this.#unfolded ?? paragraph.firstChild;
    const rest = from && foldLines(paragraph, from, this.#open[0]?.dom ?? null);
    if (rest && rest !== from) this.#unfolded = rest;
  }

  #endNodes(env: ReturnType<Definitions["openEnv"]>): readonly MarkdownNode[] {
    const { nodes, length } = this.#lastNodes;
    const added = this.#source.length - length;
    if (length > veryLong && added < length / 16)
      return [...nodes, { kind: "text", text: this.#source.slice(length) }];
    this.#lastNodes = { nodes: inlineNodes(openInline(this.#source, env), env), length: this.#source.length };
    return this.#lastNodes.nodes;
  }

  /** Leaves alone what nothing that follows can change. */
  #divide(env: ReturnType<Definitions["openEnv"]>): void {
    if (this.#source.length < this.#divideAt) return;
    this.#divideAt = this.#source.length * 1.5;
    const at = this.#source.lastIndexOf(" ", this.#source.length - margin) + 1;
    const part = this.#source.slice(0, at);
    if (
      !/[^\s\\] $/.test(part) ||
      !/^\S/.test(this.#source.slice(at)) ||
      openMarks(part, env, false).length > 0
    )
      return;
    const nodes = inlineNodes(part, env);
    const last = nodes.at(-1);
    const mounted = this.#open[nodes.length - 1];
    // The place is between words, so it is in a text.
    if (last?.kind !== "text" || mounted?.node.kind !== "text" || nodes.some(isOpen)) return;
    const { dom, node } = mounted;
    if (!(dom instanceof Text) || !node.text.startsWith(last.text)) return;
    const rest = { kind: "text", text: node.text.slice(last.text.length) } as const;
    // Unlike taking the rest out and adding it again, this leaves a selection in it alone.
    const behind: Mounted = { node: rest, dom: dom.splitText(last.text.length), children: [] };
    this.#done.push(...this.#open.slice(0, nodes.length - 1), { ...mounted, node: last });
    this.#open = [behind, ...this.#open.slice(nodes.length)];
    this.#unfoldedLength += at;
    this.#source = this.#source.slice(at);
    this.#divideAt = longEnd;
    this.#lastNodes = { nodes: [], length: 0 };
  }
}

/** Whether a text has a bracket or a code mark that something may close. */
function isOpen(node: MarkdownNode): boolean {
  if (node.kind !== "text")
    return node.kind === "element" && node.tag !== "code" && node.children.some(isOpen);
  return /[`[]|\]\(/.test(node.text.replace(/\[[^[\]]*\](?!\()/g, ""));
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}
