/**
 * Markdown as agents write it: CommonMark with GitHub's tables, strikethrough, task lists and bare links. Raw HTML is
 * shown as text, and images as links: the page never loads anything.
 */
import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type Token } from "markdown-it";

export type { Env, Token } from "markdown-it";

export function createParser(): Parser {
  const parser = MarkdownIt({ html: false, linkify: true });
  // Without a scheme, "README.md" and "main.rs" would become links to domains of Moldova and Serbia.
  parser.linkify.set({ fuzzyLink: false });
  parser.core.ruler.after("inline", "task-lists", markTasks);
  parser.core.ruler.push("cell-alignment", alignCells);
  parser.core.ruler.push("fence-info", keepInfo);
  parser.renderer.rules["image"] = (tokens, index) => {
    const token = tokens[index];
    if (!token) return "";
    const { escapeHtml } = parser.utils;
    const source = String(token.attrGet("src") ?? "");
    const label = token.content || source;
    return `<a class="imageLink" href="${escapeHtml(source)}">${escapeHtml(label)}</a>`;
  };
  parser.renderer.rules["taskMark"] = (tokens, index) =>
    `<input type="checkbox" disabled${tokens[index]?.attrGet("checked") ? " checked" : ""}> `;
  return parser;
}

/** Turns "[ ] " and "[x] " at the start of a list item into check marks. */
function markTasks(state: StateCore): void {
  state.tokens.forEach((token, index) => {
    const item = state.tokens[index - 2];
    const text = token.children?.[0];
    if (token.type !== "inline" || item?.type !== "list_item_open" || text?.type !== "text") return;
    const mark = /^\[([ xX])\][ \u00a0]/.exec(text.content);
    if (!mark) return;
    text.content = text.content.slice(mark[0].length);
    const check: Token = new state.Token("taskMark", "", 0);
    if (mark[1] !== " ") check.attrSet("checked", "checked");
    token.children?.unshift(check);
    item.attrJoin("class", "task");
  });
}

/** Keeps what an info string says besides a language, such as a path, which the renderer would drop. */
function keepInfo(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.type !== "fence" || /^[\w+#.-]*$/.test(token.info.trim())) continue;
    token.attrSet("title", state.md.utils.unescapeAll(token.info).trim());
  }
}

/** The page's policy blocks style attributes, which the table rule writes; a class says the same. */
function alignCells(state: StateCore): void {
  for (const token of state.tokens) {
    const side = /^text-align:(\w+)$/.exec(String(token.attrGet("style") ?? ""))?.[1];
    if (side) token.attrs = [["class", `align-${side}`]];
  }
}
