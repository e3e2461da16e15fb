import { lastTurn, type ShownTurns, turnsOf } from "../../protocol/shown.ts";
import type { ScrollAnchor } from "../memory.ts";
import { remInPixels } from "./turnHeight.ts";
import { between, firstBelow, Nearby, sectionsBetween } from "./nearby.ts";
import { arrange, type Stretch } from "./stretches.ts";
import { StretchElement, type TurnContext } from "./stretchElement.ts";

/** As many turns take a millisecond or two where they are short. */
const mountedTogether = 4;

/** The elements of a conversation's stretches, and how much of them is mounted. */
export class StretchList {
  readonly element = document.createElement("div");
  readonly #elements = new Map<number, StretchElement>();
  #stretches: readonly Stretch[] = [];
  #shown: ShownTurns = { settled: [] };
  #context: TurnContext | undefined;
  readonly #near = new Nearby();
  #isWhole = false;

  constructor() {
    this.element.className = "stretches";
  }

  /** Whether all turns are mounted. */
  get isComplete(): boolean {
    return !this.#incomplete();
  }

  /** Whether all turns have a layout. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Shows the turns. Costs nothing that grows with them while only the running one has changed. */
  show(turns: ShownTurns, context: TurnContext): void {
    const { settled, active } = this.#shown;
    const isGrowing = active && turns.settled === settled && turns.active?.id === active.id;
    this.#shown = turns;
    const last = this.#last();
    if (isGrowing && turns.active && last && context === this.#context) {
      last.turns = last.turns.with(-1, turns.active);
      return;
    }
    this.#context = context;
    this.#stretches = arrange(this.#stretches, turnsOf(turns));
    this.#reconcile(context);
    // What has just come is shown at once.
    if (lastTurn(turns)) this.#mountLast();
  }

  /** Mounts what stands on the last `height` pixels, about. */
  mountEnd(height: number): void {
    let missing = height / remInPixels();
    for (const stretch of [...this.#elements.values()].reverse()) {
      this.#near.add(stretch);
      missing -= stretch.mountHeight(missing);
      if (missing <= 0) return;
    }
  }

  /** Mounts a turn and `height` pixels below it, about. @returns whether the turn is there. */
  mountFrom(turnId: string, height: number): boolean {
    const index = this.#stretches.findIndex(({ turns }) => turns.some(({ id }) => id === turnId));
    if (index < 0) return false;
    let missing = height / remInPixels();
    for (const stretch of [...this.#elements.values()].slice(index)) {
      this.#near.add(stretch);
      missing -= stretch.mount(Infinity);
      if (missing <= 0) break;
    }
    return true;
  }

  /**
   * Mounts what stands between two heights of the window, in pixels, and lays it out: what comes on screen has its true
   * height by then.
   */
  showBetween(top: number, bottom: number): void {
    const near: Element[] = [];
    for (const stretch of between(this.element.children, top, bottom)) {
      if (stretch instanceof StretchElement) stretch.mount(Infinity);
      near.push(stretch, ...sectionsBetween(stretch, top, bottom));
    }
    this.#near.set(near);
  }

  /**
   * Mounts everything and lays it out. Selecting all takes the browser a minute where it has to do so stretch by stretch.
   */
  async showWhole(): Promise<void> {
    await this.mountAll();
    this.#isWhole = true;
    this.element.classList.add("whole");
  }

  /** Leaves out of the layout again what is off screen. */
  showParts(): void {
    this.#isWhole = false;
    this.element.classList.remove("whole");
  }

  /** Mounts a few turns more, the last that are missing. */
  async mountNext(): Promise<void> {
    const stretch = this.#incomplete();
    stretch?.mount(mountedTogether);
    await stretch?.updateComplete;
  }

  /** Mounts everything. */
  async mountAll(): Promise<void> {
    const all = [...this.#elements.values()];
    for (const stretch of all) stretch.mount(Infinity);
    await this.updates();
  }

  /** Waits until what was mounted last is there. */
  async updates(): Promise<void> {
    const pending = [...this.#elements.values()].filter((stretch) => stretch.isUpdatePending);
    await Promise.all(pending.map((stretch) => stretch.updateComplete));
  }

  /** The turn at a height of the window, in pixels, or the first one below it. */
  anchorAt(y: number): ScrollAnchor | undefined {
    const { children } = this.element;
    for (let index = firstBelow(children, y); index < children.length; index++) {
      const turns = children[index]?.querySelectorAll("agent37-turn") ?? [];
      const turn = turns[firstBelow(turns, y)];
      if (turn) return { turnId: turn.id, offset: y - turn.getBoundingClientRect().top };
    }
    return undefined;
  }

  /** Where a turn begins in the window, in pixels; undefined while it is not mounted. */
  topOf(turnId: string): number | undefined {
    return this.element.querySelector(`#${CSS.escape(turnId)}`)?.getBoundingClientRect().top;
  }

  #reconcile(context: TurnContext): void {
    const kept = new Set(this.#stretches.map(({ id }) => id));
    for (const [id, element] of this.#elements) {
      if (kept.has(id)) continue;
      element.remove();
      this.#elements.delete(id);
      this.#near.delete(element);
    }
    // A map keeps the order of insertion, which has to be that of the stretches.
    const earlier = new Map(this.#elements);
    this.#elements.clear();
    const last = this.#stretches.at(-1);
    this.#stretches.forEach((stretch, index) => {
      const element = earlier.get(stretch.id) ?? new StretchElement();
      this.#elements.set(stretch.id, element);
      element.show(stretch.turns, stretch === last, context);
      const there = this.element.children[index] ?? null;
      if (there !== element) this.element.insertBefore(element, there);
    });
  }

  #mountLast(): void {
    const last = this.#last();
    if (last?.unmounted === last?.turns.length) last?.mount(1);
  }

  #incomplete(): StretchElement | undefined {
    return [...this.#elements.values()].findLast(({ unmounted }) => unmounted > 0);
  }

  #last(): StretchElement | undefined {
    const { lastElementChild } = this.element;
    return lastElementChild instanceof StretchElement ? lastElementChild : undefined;
  }
}
