/** What markdown-it itself makes of a text, by its own renderer, in the form that our page is compared in. */
import MarkdownIt, { type StateCore, type Token } from "markdown-it";
import { codeInfo } from "../../../../../src/webview/markdown/codeInfo.ts";
import { canonical } from "./canonical.ts";

const parser = MarkdownIt({ html: false, linkify: true });
parser.linkify.set({ fuzzyLink: false });
parser.core.ruler.after("inline", "tasks", markTasks);
parser.renderer.rules["image"] = (tokens, index, options, _env, renderer) => {
  const token = tokens[index];
  token?.attrSet("alt", plainText(token.children ?? []));
  return renderer.renderToken(tokens, index, options);
};
parser.renderer.rules["fence"] = (tokens, index) => {
  const token = tokens[index];
  if (!token) return "";
  const { escapeHtml, unescapeAll } = parser.utils;
  const info = escapeHtml(unescapeAll(token.info).trim());
  return `<pre><code title="${info}">${escapeHtml(token.content)}</code></pre>\n`;
};

/** A whole text as markdown-it renders it. */
export function referenceOf(text: string): string {
  return canonicalHtml(parser.render(text));
}

/** Any renderer's HTML, with what our page shows in another way shown as there. */
export function canonicalHtml(html: string): string {
  const root = document.createElement("template");
  // HTML has no links in links, and a parser would take them apart; the page has, made of nodes.
  root.innerHTML = html.replaceAll("<a ", "<any-link ").replaceAll("</a>", "</any-link>");
  const holder = document.createElement("div");
  holder.append(root.content);
  return canonical(holder, { replace: asOnPage });
}

/** markdown-it leaves the escapes out of an image in an image. */
function plainText(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content, children }) => {
      if (type === "image") return plainText(children ?? []);
      return type.endsWith("break") ? "\n" : content;
    })
    .join("");
}

/** "[ ] " and "[x] " begin a task, where nothing in them is escaped. */
function markTasks(state: StateCore): void {
  state.tokens.forEach((token, index) => {
    const item = state.tokens[index - 2];
    const first = token.children?.[0];
    if (token.type !== "inline" || item?.type !== "list_item_open" || first?.type !== "text") return;
    const mark = /^\[([ xX])\][ \u00a0]/.exec(first.content);
    if (!mark) return;
    first.content = first.content.slice(mark[0].length);
    const box = new state.Token("html_inline", "", 0);
    box.content = mark[1] === " " ? "<input>" : "<input checked>";
    token.children?.unshift(box);
    item.attrJoin("class", "task");
  });
}

function asOnPage(element: Element): Element {
  switch (element.localName) {
    case "pre":
      return withLanguage(element);
    case "img":
      return linkOfImage(element);
    case "any-link":
      return asLink(element);
    case "th":
    case "td":
      return withAlignment(element);
    default:
      return element;
  }
}

function withLanguage(pre: Element): Element {
  const code = pre.firstElementChild;
  const said = code?.getAttribute("title") ?? code?.className.replace("language-", "") ?? "";
  const [firstLine = "", ...others] = (code?.textContent ?? "").split("\n");
  const { language } = codeInfo(said, others.length > 0 ? firstLine : undefined);
  if (code) code.className = language === "" ? "" : `language-${language}`;
  return pre;
}

/** An image is a link, and in a link some of its words. */
function linkOfImage(image: Element): Element {
  const link = document.createElement(image.closest("a, .noLink") ? "span" : "a");
  const source = image.getAttribute("src") ?? "";
  link.setAttribute("href", source);
  link.className = "imageLink";
  link.textContent = image.getAttribute("alt") || source;
  if (link.localName === "a") return asLink(link);
  link.removeAttribute("href");
  return link;
}

function withAlignment(cell: Element): Element {
  const side = /text-align:(\w+)/.exec(cell.getAttribute("style") ?? "")?.[1];
  if (side !== undefined) cell.className = `align-${side}`;
  return cell;
}

/** What can be opened is a link; of another one the text is left, and where it would have gone. */
function asLink(element: Element): Element {
  const href = element.getAttribute("href") ?? "";
  const isOpenable = ["http:", "https:", "mailto:"].includes(URL.parse(href)?.protocol ?? "");
  const link = document.createElement(isOpenable ? "a" : "span");
  link.append(...[...element.childNodes].map((node) => node.cloneNode(true)));
  link.className = isOpenable ? element.className : "noLink";
  const target = decoded(href);
  const title = element.getAttribute("title");
  if (isOpenable) {
    link.setAttribute("href", href);
    if (title !== null) link.title = title;
  } else if (target !== link.textContent && !/^(?:#|data:|$)/.test(target)) link.title = target;
  return link;
}

function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}
