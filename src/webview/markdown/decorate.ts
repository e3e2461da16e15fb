/** Turns the plain elements of a Markdown block into what the page shows: framed code, scrolling tables, safe links. */
import * as l10n from "@vscode/l10n";
import { highlightToHtml } from "./languages.ts";
import { sanitise } from "./sanitise.ts";

/** Frames the code blocks and tables below `root`, and labels its check marks. */
export function decorate(root: DocumentFragment | Element): void {
  for (const link of root.querySelectorAll("a")) if (!isOpenable(link)) unlink(link);
  for (const pre of root.querySelectorAll("pre")) frameCode(pre);
  for (const table of root.querySelectorAll("table")) frameTable(table);
  for (const mark of root.querySelectorAll("input")) {
    mark.setAttribute("aria-label", mark.checked ? l10n.t("Done") : l10n.t("To do"));
  }
}

/** Colours the code blocks below `root`; for blocks that will not change any more. */
export function highlight(root: Element): void {
  for (const code of root.querySelectorAll("pre > code")) {
    const html = highlightToHtml(code.textContent, languageOf(code));
    if (html !== undefined) code.replaceChildren(sanitise(html));
  }
}

/** The code that a Copy button belongs to. */
export function codeOf(button: Element): string {
  return button.closest(".codeBlock")?.querySelector("pre")?.textContent ?? "";
}

/** What the host opens; anything else would be a link that does nothing. */
function isOpenable(link: Element): boolean {
  const url = URL.parse(link.getAttribute("href") ?? "");
  return url !== null && ["http:", "https:", "mailto:"].includes(url.protocol);
}

/** Leaves the text of a link, with its target where that says more, as the path of a file does. */
function unlink(link: Element): void {
  const target = decoded(link.getAttribute("href") ?? "");
  const text = element("span", "noLink");
  text.append(...link.childNodes);
  const saysMore = target !== text.textContent && !/^(?:#|data:|$)/.test(target);
  if (saysMore) text.title = target;
  link.replaceWith(text);
}

/** Markdown encodes what a target is written with. */
function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

function frameCode(pre: HTMLPreElement): void {
  const frame = element("div", "codeBlock");
  const bar = element("div", "codeBar");
  const language = element("span", "codeLanguage");
  language.textContent = pre.firstElementChild ? languageOf(pre.firstElementChild) : "";
  const copy = element("button", "copyCode textButton");
  copy.type = "button";
  copy.textContent = l10n.t("Copy");
  bar.append(language, copy);
  pre.replaceWith(frame);
  // A wide block scrolls, and what scrolls must be reachable by keyboard.
  pre.tabIndex = 0;
  frame.append(bar, pre);
}

function frameTable(table: HTMLTableElement): void {
  const frame = element("div", "tableBlock");
  frame.tabIndex = 0;
  table.replaceWith(frame);
  frame.append(table);
}

function languageOf(code: Element): string {
  return /(?:^|\s)language-(\S+)/.exec(code.className)?.[1] ?? "";
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  created.className = className;
  return created;
}
