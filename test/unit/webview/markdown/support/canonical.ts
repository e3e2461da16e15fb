/**
 * What a reader sees of formatted text, as one string: elements with the attributes that mean something, and their text.
 * How the page groups and frames blocks, colors code and labels buttons is left out, so that a growing answer, one shown
 * at once and what markdown-it writes can be compared.
 */
const blocks = new Set(
  "p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre table thead tbody tr th td hr".split(" "),
);
/** White space between the blocks in these is no text. */
const holders = new Set("blockquote ul ol li table thead tbody tr".split(" "));
const withoutContent = new Set(["hr", "br", "input"]);
const keptAttributes = ["href", "title", "start", "class"];

export interface CanonicalOptions {
  /** Also what stands above code: its language and its path. */
  readonly bars?: boolean;
  /** Gives the element to read in the place of another one. */
  readonly replace?: (element: Element) => Element;
}

export function canonical(root: Element, options: CanonicalOptions = {}): string {
  return contentOf(root, true, options);
}

/** The text that a reader sees, without what stands above code; a new line before each block. */
export function visibleText(root: Element): string {
  let text = "";
  for (const node of nodesOf(root)) {
    if (node instanceof Text) text += node.data;
    else if (node instanceof Element && !isBar(node))
      text += (blocks.has(node.localName) ? "\n" : "") + visibleText(node);
  }
  return text;
}

/**
 * The text without white space, with `\n` and its name before each block, and `\t` behind the name. The first paragraphs of
 * items are none here: they come and go with how loose the list is.
 */
export function outline(root: Element): string {
  let text = "";
  for (const node of nodesOf(root)) {
    if (node instanceof Text) text += node.data.replaceAll(/\s/g, "");
    else if (node instanceof Element && !isBar(node)) {
      const isBlock =
        blocks.has(node.localName) &&
        !(node.localName === "p" && root.localName === "li" && root.firstElementChild === node);
      text += (isBlock ? `\n${node.localName}\t` : "") + outline(node);
    }
  }
  return text;
}

/** The child nodes, as if there were no groups and frames. */
function* nodesOf(parent: Element): Generator<ChildNode> {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node instanceof Element && isFrame(node)) yield* nodesOf(node);
    else yield node;
  }
}

/** Around blocks, or around some of the lines of one. */
function isFrame(element: Element): boolean {
  return element.matches("div:not(.codeBar), .stretch");
}

function isBar(element: Element): boolean {
  return element.classList.contains("codeBar");
}

function contentOf(parent: Element, holdsBlocks: boolean, options: CanonicalOptions): string {
  let written = "";
  let text = "";
  let startsLine = holdsBlocks;
  const writeText = (endsLine: boolean): void => {
    if (startsLine) text = text.replace(/^[ \n]+/, "");
    if (endsLine) text = text.replace(/[ \n]+$/, "");
    written += escaped(text);
    if (text !== "") startsLine = false;
    text = "";
  };
  for (const node of nodesOf(parent)) {
    if (node instanceof Text) text += node.data;
    if (!(node instanceof Element)) continue;
    const element = options.replace?.(node) ?? node;
    const isBlock = isBar(element) || blocks.has(element.localName);
    writeText(holdsBlocks && isBlock);
    written += outer(element, options);
    startsLine = (holdsBlocks && isBlock) || element.localName === "br" || element.localName === "input";
  }
  writeText(holdsBlocks);
  return written;
}

function outer(element: Element, options: CanonicalOptions): string {
  const name = element.localName;
  if (isBar(element)) return options.bars === true ? barOf(element) : "";
  if (name === "pre") {
    const code = element.querySelector("code") ?? element;
    return `<pre ${code.className}>${escaped(code.textContent)}</pre>\n`;
  }
  const start = `<${name}${attributesOf(element)}>`;
  const content = contentOf(element, holders.has(name), options);
  const end = withoutContent.has(name) ? "" : `</${name}>`;
  return start + content + end + (blocks.has(name) ? "\n" : "");
}

function barOf(bar: Element): string {
  const parts = [...bar.querySelectorAll(".codeLanguage, .codePath")];
  return `[${parts.map(({ className, textContent }) => `${className} ${textContent}`).join(", ")}]`;
}

function attributesOf(element: Element): string {
  const attributes = keptAttributes
    .map((name) => [name, element.getAttribute(name)] as const)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return attributes.join("") + (element.hasAttribute("checked") ? " checked" : "");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
