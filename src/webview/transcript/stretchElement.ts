import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ShownTurn } from "../../protocol/shown.ts";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import type { PathLinks } from "../paths/pathLinks.ts";
import type { ReadingPlace } from "./scrollFollower.ts";
import { turnHeight } from "./turnHeight.ts";

/** What all turns of a transcript have in common. */
export interface TurnContext {
  readonly agentName: string;
  /** Turns whose failure is news. */
  readonly liveFailures: ReadonlySet<string>;
  readonly memory: ViewMemory;
  readonly place: ReadingPlace;
  readonly paths: PathLinks | undefined;
  /** Characters on a line, about. */
  readonly columns: number;
}

/**
 * Neighboring turns. They are mounted from the last one upwards, when they are called for; until then room is kept for
 * them.
 */
export class StretchElement extends LightElement {
  static override properties: PropertyDeclarations = {
    turns: { attribute: false },
    isLast: { attribute: false },
    context: { attribute: false },
    unmounted: { attribute: false },
  };
  declare turns: readonly ShownTurn[];
  /** Whether nothing follows. */
  declare isLast: boolean;
  declare context: TurnContext | undefined;
  /** So many turns at its beginning are not there yet. */
  declare unmounted: number;

  constructor() {
    super();
    this.turns = [];
    this.isLast = false;
    this.unmounted = 0;
  }

  /** Takes other turns. What is mounted stays, and so do turns behind it; all others wait to be mounted. */
  show(turns: readonly ShownTurn[], isLast: boolean, context: TurnContext): void {
    const first = this.turns[this.unmounted];
    // Turns may have come or gone above those that are mounted.
    const index = first ? turns.findIndex(({ id }) => id === first.id) : -1;
    if (index >= 0) this.unmounted = index;
    else if (!first) this.unmounted = turns.length;
    this.unmounted = Math.min(this.unmounted, turns.length);
    this.turns = turns;
    this.isLast = isLast;
    this.context = context;
  }

  /**
   * Mounts `count` turns more, before the next paint.
   * @returns about how high they are, in rem.
   */
  mount(count: number): number {
    const { turns, unmounted, context } = this;
    this.unmounted = Math.max(0, unmounted - count);
    return context ? heightOf(turns.slice(this.unmounted, unmounted), context) : 0;
  }

  /**
   * Mounts turns until they are `height` high, in rem, about.
   * @returns about how high they are.
   */
  mountHeight(height: number): number {
    let mounted = 0;
    while (mounted < height && this.unmounted > 0) mounted += this.mount(1);
    return mounted;
  }

  protected override render(): TemplateResult {
    const { turns, unmounted, isLast, context } = this;
    const last = turns.at(-1);
    return html`${unmounted > 0 ? html`<div class="unmounted"></div>` : nothing}${repeat(
      turns.slice(unmounted),
      (turn) => turn.id,
      (turn) =>
        html`<agent37-turn
          id=${turn.id}
          .turn=${turn}
          .agentName=${context?.agentName ?? ""}
          .isLast=${isLast && turn === last}
          .isLive=${context?.liveFailures.has(turn.id) ?? false}
          .memory=${context?.memory}
          .place=${context?.place}
          .paths=${context?.paths}
        ></agent37-turn>`,
    )}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { context, turns, unmounted } = this;
    if (!context || !changed.has("unmounted")) return;
    const missing = heightOf(turns.slice(0, unmounted), context);
    this.querySelector<HTMLElement>(":scope > .unmounted")?.style.setProperty("height", `${missing}rem`);
    // What it takes until it has been on screen once.
    if (!this.style.containIntrinsicBlockSize) {
      this.style.setProperty("contain-intrinsic-block-size", `auto ${heightOf(turns, context)}rem`);
    }
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    await Promise.all([...this.querySelectorAll("agent37-turn")].map((turn) => turn.updateComplete));
    return isComplete;
  }
}

function heightOf(turns: readonly ShownTurn[], { columns }: TurnContext): number {
  return turns.reduce((height, turn) => height + turnHeight(turn, columns), 0);
}

customElements.define("agent37-stretch", StretchElement);
