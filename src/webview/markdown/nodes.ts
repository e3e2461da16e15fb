/** What a Markdown text is shown as: plain data made from the parser's tokens. Nothing in it can load or run anything. */
import * as l10n from "@vscode/l10n";
import { openInline, standIn } from "./openInline.ts";
import { type Env, parseInline, type Token, unescapeInfo } from "./parser.ts";

export interface TextNode {
  readonly kind: "text";
  readonly text: string;
}

export interface ElementNode {
  readonly kind: "element";
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MarkdownNode[];
}

export interface CodeNode {
  readonly kind: "code";
  /** What stands behind the opening fence. */
  readonly info: string;
  readonly text: string;
}

export type MarkdownNode = TextNode | ElementNode | CodeNode;

interface Building {
  readonly tag: string;
  readonly attributes: Record<string, string>;
  readonly children: MarkdownNode[];
}

/** Marks in marks beyond this depth are not shown: nobody sees the difference, and a page ends at some depth. */
const maxDepth = 50;

const none: Readonly<Record<string, string>> = {};

/**
 * The nodes of one block.
 * @param isOpen more text may follow: what is begun at its end is shown as if it were complete, or not yet
 */
export function nodesOf(tokens: readonly Token[], env: Env, isOpen: boolean): readonly MarkdownNode[] {
  const open = isOpen ? openContent(tokens) : -1;
  const root: Building = { tag: "", attributes: {}, children: [] };
  const stack = [root];
  tokens.forEach((token, index) => {
    const parent = stack.at(-1) ?? root;
    switch (token.type) {
      case "inline":
        addInline(stack, token, tokens[index - 2]?.type === "list_item_open", env, index === open);
        return;
      case "fence":
        parent.children.push({ kind: "code", info: unescapeInfo(token.info).trim(), text: token.content });
        return;
      case "code_block":
        parent.children.push({ kind: "code", info: "", text: token.content });
        return;
      case "reference_definition":
        return;
      default:
        if (!token.hidden) addElement(stack, token);
    }
  });
  return root.children;
}

/** Index of the content that the text ends with; -1 when it ends with something else, such as code. */
function openContent(tokens: readonly Token[]): number {
  const index = tokens.findLastIndex(({ type, content }) => type === "inline" && content !== "");
  // A row has all its cells, also those that nobody has written yet.
  const isLast = tokens
    .slice(index + 1)
    .every(({ type, nesting }) => nesting === -1 || type === "td_open" || type === "inline");
  return isLast ? index : -1;
}

function addElement(stack: Building[], token: Token): void {
  if (token.nesting === 1) stack.push({ tag: token.tag, attributes: attributesOf(token), children: [] });
  else if (token.nesting === -1) close(stack);
  else stack.at(-1)?.children.push(element(token.tag, none, []));
}

function close(stack: Building[]): void {
  const done = stack.pop();
  const parent = stack.at(-1);
  if (!done || !parent) return;
  const element: ElementNode = { kind: "element", ...done };
  // A wide table scrolls, and what scrolls must be reachable by keyboard.
  parent.children.push(
    done.tag === "table"
      ? {
          kind: "element",
          tag: "div",
          attributes: { class: "tableBlock", tabindex: "0" },
          children: [element],
        }
      : element,
  );
}

function attributesOf(token: Token): Record<string, string> {
  if (!token.attrs) return {};
  const attributes: Record<string, string> = {};
  for (const [name, value] of token.attrs) {
    // The page's policy blocks style attributes; a class says the same.
    const side = name === "style" ? /^text-align:(\w+)$/.exec(String(value))?.[1] : undefined;
    if (side) attributes["class"] = `align-${side}`;
    else if (name === "start") attributes["start"] = String(value);
  }
  return attributes;
}

const taskMark = /^\[([ xX])\][ \u00a0]/;

/** Adds the content of a paragraph, heading or cell; "[ ] " and "[x] " at the start of a list item are check marks. */
function addInline(
  stack: readonly Building[],
  { content }: Token,
  isItem: boolean,
  env: Env,
  isOpen: boolean,
): void {
  const parent = stack.at(-1);
  const nodes = inlineNodes(isOpen ? openInline(content, env) : content, env);
  const first = nodes[0];
  const mark = isItem && taskMark.test(content) && first?.kind === "text" ? taskMark.exec(first.text) : null;
  if (!mark || first?.kind !== "text") {
    parent?.children.push(...nodes);
    return;
  }
  const item = stack.findLast(({ tag }) => tag === "li");
  if (item) item.attributes["class"] = "task";
  const isDone = mark[1] !== " ";
  const check = element(
    "input",
    {
      type: "checkbox",
      disabled: "",
      ...(isDone && { checked: "" }),
      "aria-label": isDone ? l10n.t("Done") : l10n.t("To do"),
    },
    [],
  );
  parent?.children.push(
    check,
    { kind: "text", text: ` ${first.text.slice(mark[0].length)}` },
    ...nodes.slice(1),
  );
}

/** The nodes of a paragraph's content. */
export function inlineNodes(content: string, env: Env): readonly MarkdownNode[] {
  const root: Building = { tag: "", attributes: {}, children: [] };
  const stack = [root];
  for (const token of parseInline(content, env)) {
    const { children } = stack.at(-1) ?? root;
    switch (token.type) {
      case "text":
        addText(children, token.content);
        break;
      case "softbreak":
        addText(children, "\n");
        break;
      case "code_inline":
        children.push(element("code", {}, [{ kind: "text", text: token.content }]));
        break;
      case "image":
        children.push(
          image(
            token,
            stack.some(({ tag }) => tag === "a"),
          ),
        );
        break;
      case "hardbreak":
        children.push(element("br", {}, []));
        addText(children, "\n");
        break;
      default:
        if (token.nesting === 1)
          stack.push({
            tag: stack.length > maxDepth ? "" : token.tag,
            attributes: linkAttributes(token),
            children: [],
          });
        else if (token.nesting === -1) closeInline(stack);
    }
  }
  return root.children;
}

function closeInline(stack: Building[]): void {
  const done = stack.pop();
  const parent = stack.at(-1);
  if (!done || !parent) return;
  if (done.tag === "") parent.children.push(...done.children);
  else parent.children.push(done.tag === "a" ? link(done) : { kind: "element", ...done });
}

function element(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly MarkdownNode[],
): ElementNode {
  return { kind: "element", tag, attributes, children };
}

/** Adds text to the text before it: one run of text is one node. */
function addText(children: MarkdownNode[], text: string): void {
  const last = children.at(-1);
  if (last?.kind === "text") children[children.length - 1] = { kind: "text", text: last.text + text };
  else if (text !== "") children.push({ kind: "text", text });
}

function linkAttributes({ attrs }: Token): Record<string, string> {
  return Object.fromEntries((attrs ?? []).map(([name, value]) => [name, String(value)]));
}

/** An image is a link: the page never loads anything. In a link it is words of that. */
function image(token: Token, isInLink: boolean): ElementNode {
  const href = String(token.attrGet("src") ?? "");
  const children: MarkdownNode[] = [
    { kind: "text", text: labelOf(token.children ?? []) || (href === standIn ? "" : href) },
  ];
  if (isInLink) return element("span", { class: "imageLink" }, children);
  return link({ tag: "a", attributes: { class: "imageLink", href }, children });
}

/** What is written between an image's brackets, without its marks. */
function labelOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content, children }) => {
      if (type === "image") return labelOf(children ?? []);
      return type === "softbreak" || type === "hardbreak" ? "\n" : content;
    })
    .join("");
}

/** What the host opens is a link; of any other the text is left, with its target where that says more, as a path does. */
function link({ attributes, children }: Building): ElementNode {
  const href = attributes["href"] ?? "";
  if (/^(?:https?|mailto):/i.test(href) && URL.canParse(href)) return element("a", attributes, children);
  const target = decoded(href);
  const saysMore = target !== textOf(children) && !/^(?:#|data:|$)/.test(target);
  return element("span", { class: "noLink", ...(saysMore && { title: target }) }, children);
}

/** Markdown encodes what a target is written with. */
function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

function textOf(nodes: readonly MarkdownNode[]): string {
  return nodes.map((node) => (node.kind === "element" ? textOf(node.children) : node.text)).join("");
}
