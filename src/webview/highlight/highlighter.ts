/** Colors finished code blocks once they are about to be seen and the page is idle. */
import * as l10n from "@vscode/l10n";
import { announce } from "../announce/announcer.ts";
import { actionButton, languageOf } from "../markdown/codeBlock.ts";
import { stepMs, whenIdle } from "./idle.ts";
import { Painter } from "./painter.ts";

/** Blocks are looked at when they come this close to being seen. */
const margin = "300px";

/** Longer code is colored on request: its colors take more memory than its text. In UTF-16 units. */
const maxLength = 100_000;

/** The least and the most code that is read in one go, in UTF-16 units. */
const minPiece = 500;
const maxPiece = 8000;

/** Units that were read and painted in a millisecond: what a machine can do is known from what it has done. */
let speed = minPiece / stepMs;

/** The user waits for what they have asked for, and a busy page goes on meanwhile. */
const requestPatienceMs = 50;

let seen: IntersectionObserver | undefined;
/** Blocks that are about to be seen and wait for an idle moment. */
const inView = new Set<Element>();
/** Whether somebody takes care of them. */
let isColoring = false;

/** Colors a code block that will not change any more: when it is about to be seen, and in idle moments. */
export function highlightWhenSeen(frame: HTMLElement): void {
  const code = codeOf(frame);
  if (!code || languageOf(code) === "" || code.textContent === "") return;
  seen ??= new IntersectionObserver(onSeen, { rootMargin: margin });
  seen.observe(frame);
}

/** What was scrolled past before its turn came is left for later. */
function onSeen(entries: readonly IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) inView.delete(target);
    else inView.add(target);
  }
  if (inView.size > 0 && !isColoring) void start();
}

/** Everything about languages is loaded with the first block that is seen. */
const load = (): Promise<typeof import("./tokens.ts")> => import("./tokens.ts");

async function start(): Promise<void> {
  isColoring = true;
  try {
    const tokens = await load();
    whenIdle(colorSeen(tokens));
  } catch {
    // The code is readable without. The next block that is seen tries again, for all of them.
    isColoring = false;
  }
}

function* colorSeen(tokens: typeof import("./tokens.ts")): Generator<void, void, undefined> {
  try {
    for (const frame of inView) {
      inView.delete(frame);
      seen?.unobserve(frame);
      const code = codeOf(frame);
      if (!code || !tokens.isKnown(languageOf(code))) continue;
      if (code.textContent.length > maxLength) offerColors(frame);
      else yield* color(code, tokens);
    }
  } finally {
    isColoring = false;
  }
}

/** One step for each piece. */
function* color(code: Element, tokens: typeof import("./tokens.ts")): Generator<void, void, undefined> {
  const painter = new Painter(code);
  const length = (): number => Math.min(Math.max(speed * stepMs, minPiece), maxPiece);
  let start = performance.now();
  for (const piece of tokens.tokensOf(code.textContent, languageOf(code), length)) {
    for (const token of piece) painter.add(token);
    const read = piece.reduce((sum, { text }) => sum + text.length, 0);
    // The first piece of a language is slow, and a pause for other work is no time of ours.
    speed = (speed + read / Math.max(performance.now() - start, 0.1)) / 2;
    yield;
    start = performance.now();
  }
}

function offerColors(frame: Element): void {
  const actions = frame.querySelector(".codeActions");
  if (!actions || actions.querySelector(".colorCode")) return;
  const button = actionButton("color", "symbol-color", l10n.t("Color Code"));
  button.addEventListener("click", (event) => {
    // The other buttons of the bar ask the host; this one does not.
    event.stopPropagation();
    frame.querySelector("pre")?.focus({ preventScroll: true });
    button.remove();
    void colorOnRequest(frame);
  });
  actions.prepend(button);
}

async function colorOnRequest(frame: Element): Promise<void> {
  const code = codeOf(frame);
  if (!code) return;
  const tokens = await load().catch(() => undefined);
  if (!tokens) {
    offerColors(frame);
    return;
  }
  const steps = (function* () {
    yield* color(code, tokens);
    announce(frame, l10n.t("Code colored"));
  })();
  whenIdle(steps, requestPatienceMs);
}

function codeOf(frame: Element): Element | null {
  return frame.querySelector(":scope > pre > code");
}
