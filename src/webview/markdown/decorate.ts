/** Turns the plain elements of a Markdown block into what the page shows: framed code, scrolling tables, safe links. */
import * as l10n from "@vscode/l10n";
import { frameCode, languageOf } from "./codeBlock.ts";
import { element } from "./element.ts";
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

function frameTable(table: HTMLTableElement): void {
  const frame = element("div", "tableBlock");
  frame.tabIndex = 0;
  table.replaceWith(frame);
  frame.append(table);
}
