/** Makes links of the paths in finished blocks that are files of the workspace or the instance. The blocks stay; only the words of a path are wrapped. */
import * as l10n from "@vscode/l10n";
import { whenUnselected } from "../parts/unselected.ts";
import { type Candidate, asPlace, type FilePlace, pathsIn } from "./candidates.ts";
import type { PathFinder } from "./pathFinder.ts";

/** Answers are looked at when they come this close to being seen. */
const margin = "300px";

/** Where a link leads. */
const places = new WeakMap<Element, FilePlace>();

export class PathLinks {
  readonly #finder: PathFinder;
  readonly #seen = new IntersectionObserver((entries) => this.#onSeen(entries), { rootMargin: margin });
  /** Finished blocks that nobody has looked at, by the answer they are in. */
  readonly #unseen = new WeakMap<Element, Element[]>();

  constructor(finder: PathFinder) {
    this.#finder = finder;
  }

  /** Looks for paths in a finished block of an answer once the answer is about to be seen. */
  add(answer: Element, block: Element): void {
    const blocks = this.#unseen.get(answer);
    if (blocks) {
      blocks.push(block);
      return;
    }
    this.#unseen.set(answer, [block]);
    // Answers, not blocks: a browser goes through all that are observed whenever something scrolls.
    this.#seen.observe(answer);
  }

  #onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#seen.unobserve(target);
      const blocks = this.#unseen.get(target) ?? [];
      this.#unseen.delete(target);
      for (const block of blocks) this.#link(block);
    }
  }

  #link(block: Element): void {
    const paths = new Set([
      ...textsOf(block).flatMap(({ data }) => pathsIn(data).map(({ path }) => path)),
      ...namedPlaces(block).map(({ place }) => place.path),
    ]);
    if (paths.size === 0) return;
    this.#finder.find([...paths], (exists) => {
      if (exists.size > 0) whenUnselected(block, () => linkPaths(block, exists));
    });
  }
}

/** The place that a link in the transcript leads to; undefined for anything else. */
export function placeOf(link: Element): FilePlace | undefined {
  return places.get(link);
}

/** Makes links of the paths below `block` that are in `exists`. */
export function linkPaths(block: Element, exists: ReadonlySet<string>): void {
  for (const { element, place } of namedPlaces(block)) {
    if (!exists.has(place.path)) continue;
    makeLink(element, place);
    element.closest(".codeBlock")?.classList.add("hasFile");
  }
  for (const text of textsOf(block)) wrapPaths(text, exists);
}

/** The text of a block where a path can be a link of its own. */
function textsOf(block: Element): Text[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    const isTaken = node instanceof Element && node.matches("pre, a, button, [role=link], .codeBar");
    return isTaken ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text);
  return texts;
}

/** Elements that name a file as a whole: the target of a Markdown link, the file that a code block is of. */
function namedPlaces(block: Element): { element: HTMLElement; place: FilePlace }[] {
  return [...block.querySelectorAll<HTMLElement>(".noLink[title], .codePath")].flatMap((element) => {
    const place = asPlace(element.title || element.textContent);
    return place ? [{ element, place }] : [];
  });
}

function wrapPaths(text: Text, exists: ReadonlySet<string>): void {
  // From the end, so that the offsets of those before stay right.
  for (const candidate of pathsIn(text.data).toReversed()) {
    if (exists.has(candidate.path)) wrap(text, candidate);
  }
}

function wrap(text: Text, candidate: Candidate): void {
  const words = text.splitText(candidate.start);
  words.splitText(candidate.end - candidate.start);
  const link = document.createElement("span");
  words.replaceWith(link);
  link.append(words);
  makeLink(link, candidate);
}

function makeLink(element: HTMLElement, place: FilePlace): void {
  const { path, line, column } = place;
  const name = line === undefined ? path : l10n.t("{0}, line {1}", path, line);
  const text = element.textContent;
  element.classList.add("pathLink");
  element.setAttribute("role", "link");
  element.tabIndex = 0;
  element.title = l10n.t("Open {0}", name);
  // Words of another kind than the path say nothing about where they lead.
  if (!text.includes(path)) element.setAttribute("aria-label", l10n.t("{0} ({1})", text, name));
  places.set(element, { path, line, column });
}
