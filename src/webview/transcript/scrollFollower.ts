import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ScrollAnchor, ViewMemory } from "../memory.ts";
import { followsAfterScroll, isAtEnd } from "./follow.ts";

/** Where the user reads. */
export interface ReadingPlace {
  /** Whether what the user reads would move if the element's height changed. */
  isMovedBy(element: Element): boolean;
}

/** What the user opens and closes, and the element that grows with it. */
const toggles = "[aria-expanded], summary";
const toggled = "agent37-tool, agent37-tool-run, agent37-reasoning, details";
/** What may stand below the last row, such as the line that says what the agent does; in CSS pixels. */
const lastLines = 80;

/** Keeps the transcript at its end while the user is there, and at its place while the user is elsewhere. */
export class ScrollFollower implements ReactiveController, ReadingPlace {
  readonly #host: ReactiveControllerHost;
  readonly #memory: ViewMemory;
  readonly #resizes = new ResizeObserver(() => this.#onResize());
  #scroller: HTMLElement | undefined;
  #follows: boolean;
  #lastTop = 0;
  #pendingAnchor: ScrollAnchor | undefined;
  /** What the user opens or closes at this moment. */
  #toggled: Element | undefined;

  constructor(host: ReactiveControllerHost, memory: ViewMemory) {
    this.#host = host;
    this.#memory = memory;
    this.#pendingAnchor = memory.anchor;
    this.#follows = memory.anchor === undefined;
    host.addController(this);
  }

  get follows(): boolean {
    return this.#follows;
  }

  isMovedBy(element: Element): boolean {
    if (this.#follows || !this.#scroller) return false;
    return element.getBoundingClientRect().top < this.#scroller.getBoundingClientRect().bottom;
  }

  /** Watches the element that scrolls and the one in it that grows. */
  attach(scroller: HTMLElement, content: HTMLElement): void {
    if (this.#scroller === scroller) return;
    this.#scroller = scroller;
    this.#resizes.disconnect();
    this.#resizes.observe(scroller);
    this.#resizes.observe(content);
    scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    // The wheel is known before the page has scrolled: what streams in between must not pull it back.
    scroller.addEventListener("wheel", (event) => event.deltaY < 0 && this.#onUpwardWheel(), {
      passive: true,
    });
    scroller.addEventListener("click", ({ target }) => this.#onClick(target));
  }

  hostUpdated(): void {
    this.#restore();
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
    this.#scroller = undefined;
  }

  jumpToEnd(): void {
    this.#setFollows(true);
    this.#scrollToEnd();
  }

  #onScroll(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const metrics = metricsOf(scroller);
    this.#setFollows(followsAfterScroll(this.#follows, this.#lastTop, metrics));
    this.#lastTop = metrics.top;
    this.#memory.anchor = this.#follows ? undefined : anchorOf(scroller);
  }

  #onUpwardWheel(): void {
    if (this.#scroller && this.#scroller.scrollTop > 0) this.#setFollows(false);
  }

  #onClick(target: EventTarget | null): void {
    const toggle = target instanceof Element ? target.closest(toggles) : null;
    const element = toggle?.closest(toggled) ?? undefined;
    if (!element) return;
    this.#toggled = element;
    // What it does to the height is known in the next frame.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.#toggled === element) this.#toggled = undefined;
      }),
    );
  }

  #onResize(): void {
    this.#restore();
    if (this.#pendingAnchor) return;
    if (this.#follows && this.#toggled) this.#stayAt(this.#toggled);
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
    this.#memory.anchor = anchorOf(scroller);
  }

  /** Goes back to where the user was before the page was disposed, once the transcript is there. */
  #restore(): void {
    const anchor = this.#pendingAnchor;
    const scroller = this.#scroller;
    if (!anchor || !scroller) return;
    const turns = turnsOf(scroller);
    if (!turns.some((element) => element.offsetHeight > 0)) return;
    this.#pendingAnchor = undefined;
    const turn = turns.find((element) => element.id === anchor.turnId);
    if (!turn) {
      this.jumpToEnd();
      return;
    }
    scroller.scrollTop = turn.offsetTop + anchor.offset;
    this.#lastTop = scroller.scrollTop;
  }

  #setFollows(follows: boolean): void {
    if (this.#follows === follows) return;
    this.#follows = follows;
    if (follows) this.#memory.anchor = undefined;
    this.#host.requestUpdate();
  }
}

function metricsOf(scroller: HTMLElement): { top: number; contentHeight: number; viewHeight: number } {
  return {
    top: scroller.scrollTop,
    contentHeight: scroller.scrollHeight,
    viewHeight: scroller.clientHeight,
  };
}

function turnsOf(scroller: HTMLElement): HTMLElement[] {
  return [...scroller.querySelectorAll("agent37-turn")];
}

function anchorOf(scroller: HTMLElement): ScrollAnchor | undefined {
  const top = scroller.scrollTop;
  const turn = turnsOf(scroller).find((element) => element.offsetTop + element.offsetHeight > top);
  return turn && { turnId: turn.id, offset: top - turn.offsetTop };
}
