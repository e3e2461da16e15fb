import type { ScrollAnchor, ViewMemory } from "../memory.ts";
import { followsAfterScroll, isAtEnd } from "./follow.ts";

/** Where the user reads. */
export interface ReadingPlace {
  /** Whether what the user reads would move if the element's height changed. */
  isMovedBy(element: Element): boolean;
}

/** Where the turns are in the window, in pixels. */
export interface TurnPlaces {
  /** The turn at a height, or the first one below it. */
  anchorAt(y: number): ScrollAnchor | undefined;
  /** Undefined while the turn is not there. */
  topOf(turnId: string): number | undefined;
}

/** What the user opens and closes, and the element that grows with it. */
const toggles = "[aria-expanded], summary";
const toggled = "agent37-tool, agent37-tool-run, agent37-reasoning, details";
/** What may stand below the last row, such as the line that says what the agent does; in CSS pixels. */
const lastLines = 80;

/**
 * Keeps the transcript at its end while the user is there, and at its place while the user is elsewhere: the browser's own
 * scroll anchoring does that, once the user has moved; until then this does, for a place of an earlier page.
 */
export class ScrollFollower implements ReadingPlace {
  readonly #memory: ViewMemory;
  readonly #places: TurnPlaces;
  readonly #onChange: () => void;
  readonly #resizes = new ResizeObserver(() => this.#onResize());
  #scroller: HTMLElement | undefined;
  #listeners: AbortController | undefined;
  #follows: boolean;
  #lastTop = 0;
  #held: ScrollAnchor | undefined;
  /** What the user opens or closes at this moment. */
  #toggled: Element | undefined;

  /** @param onChange is told when `follows` has changed. */
  constructor(memory: ViewMemory, places: TurnPlaces, onChange: () => void) {
    this.#memory = memory;
    this.#places = places;
    this.#onChange = onChange;
    this.#held = memory.anchor;
    this.#follows = memory.anchor === undefined;
  }

  get follows(): boolean {
    return this.#follows;
  }

  /** Where the user was before the page was disposed, as long as the user has not moved since. */
  get held(): ScrollAnchor | undefined {
    return this.#held;
  }

  isMovedBy(element: Element): boolean {
    if (this.#follows || !this.#scroller) return false;
    return element.getBoundingClientRect().top < this.#scroller.getBoundingClientRect().bottom;
  }

  /** Watches the element that scrolls and the one in it that grows. */
  attach(scroller: HTMLElement, content: HTMLElement): void {
    if (this.#scroller === scroller) return;
    this.#scroller = scroller;
    this.#resizes.observe(scroller);
    this.#resizes.observe(content);
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true, signal });
    // The wheel is known before the page has scrolled: what comes in between must not pull it back.
    scroller.addEventListener("wheel", ({ deltaY }) => this.#onWheel(deltaY), { passive: true, signal });
    scroller.addEventListener("click", ({ target }) => this.#onClick(target), { signal });
  }

  detach(): void {
    this.#listeners?.abort();
    this.#resizes.disconnect();
    this.#scroller = undefined;
  }

  jumpToEnd(): void {
    this.#held = undefined;
    this.#setFollows(true);
    this.#scrollToEnd();
  }

  #onScroll(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const metrics = metricsOf(scroller);
    if (this.#held && Math.abs(metrics.top - this.#lastTop) <= 1) return;
    this.#release();
    this.#setFollows(followsAfterScroll(this.#follows, this.#lastTop, metrics));
    this.#lastTop = metrics.top;
    this.#memory.anchor = this.#follows ? undefined : this.#anchor(scroller);
  }

  #onWheel(deltaY: number): void {
    this.#release();
    if (deltaY < 0 && this.#scroller && this.#scroller.scrollTop > 0) this.#setFollows(false);
  }

  #onClick(target: EventTarget | null): void {
    const toggle = target instanceof Element ? target.closest(toggles) : null;
    const element = toggle?.closest(toggled) ?? undefined;
    if (!element) return;
    this.#release();
    this.#toggled = element;
    // What it does to the height is known in the next frame.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.#toggled === element) this.#toggled = undefined;
      }),
    );
  }

  #onResize(): void {
    if (this.#held) this.#hold(this.#held);
    else if (this.#follows && this.#toggled) this.#stayAt(this.#toggled);
    else if (this.#follows) this.#scrollToEnd();
    // A transcript that fits needs no way back to its end.
    else if (this.#scroller && this.#scroller.scrollHeight <= this.#scroller.clientHeight) {
      this.#setFollows(true);
    }
  }

  #scrollToEnd(): void {
    const scroller = this.#scroller;
    if (!scroller || isAtEnd(metricsOf(scroller))) return;
    scroller.scrollTop = scroller.scrollHeight;
    this.#lastTop = scroller.scrollTop;
  }

  /**
   * Shows what the user has opened, as far as its head stays in sight: scrolling to the end would take it from under the
   * pointer. Whoever is not at the end then reads what was opened.
   */
  #stayAt(element: Element): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const view = scroller.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    const below = scroller.scrollHeight - scroller.scrollTop - (bottom - view.top);
    const end = below <= lastLines ? bottom + below : bottom;
    scroller.scrollTop += Math.max(0, Math.min(end - view.bottom, top - view.top));
    this.#lastTop = scroller.scrollTop;
    if (isAtEnd(metricsOf(scroller))) return;
    this.#setFollows(false);
    this.#memory.anchor = this.#anchor(scroller);
  }

  /** What is above may get its true height, and the turn its form, only when it is on screen. */
  #hold({ turnId, offset }: ScrollAnchor): void {
    const scroller = this.#scroller;
    const top = this.#places.topOf(turnId);
    if (!scroller || top === undefined) return;
    const distance = top + offset - scroller.getBoundingClientRect().top;
    if (Math.abs(distance) >= 1) scroller.scrollTop += distance;
    this.#lastTop = scroller.scrollTop;
  }

  #release(): void {
    this.#held = undefined;
    this.#tellBrowser();
  }

  #setFollows(follows: boolean): void {
    if (this.#follows === follows) return;
    this.#follows = follows;
    if (follows) this.#memory.anchor = undefined;
    this.#tellBrowser();
    this.#onChange();
  }

  /** Two that correct the same place would move it. */
  #tellBrowser(): void {
    this.#scroller?.classList.toggle("anchored", !this.#follows && !this.#held);
  }

  #anchor(scroller: HTMLElement): ScrollAnchor | undefined {
    return this.#places.anchorAt(scroller.getBoundingClientRect().top);
  }
}

function metricsOf(scroller: HTMLElement): { top: number; contentHeight: number; viewHeight: number } {
  return {
    top: scroller.scrollTop,
    contentHeight: scroller.scrollHeight,
    viewHeight: scroller.clientHeight,
  };
}
