import * as l10n from "@vscode/l10n";
import { html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { type ShownTurns, turnsOf } from "../../protocol/shown.ts";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import type { PathLinks } from "../paths/pathLinks.ts";
import { IdleWork } from "./idleWork.ts";
import { ScrollFollower } from "./scrollFollower.ts";
import type { TurnContext } from "./stretchElement.ts";
import { StretchList } from "./stretchList.ts";
import { WholeText } from "./wholeText.ts";

/** Dispatched when the transcript begins or ceases to follow its end. */
export const followEvent = "agent37-follow";

/** What is mounted at once of a conversation that is opened, in heights of the window. */
const firstScreens = 2;
/** What is ready around the place where the user is, in heights of the window on each side. */
const nearScreens = 1;
/** The height of a window that has none yet, and the width of a letter; in pixels. */
const assumedHeight = 1000;
const letterWidth = 6.5;

/**
 * A conversation that scrolls. It opens on its last screen, or where the user was; the other turns are mounted in idle
 * time, from the end upwards, or when the user comes near. In the end all of them are in the page, for find, select all and
 * screen readers; what is off screen takes no part in the layout.
 *
 * It needs `styles/main.css` and a parent of fixed height with `display: flex; flex-direction: column`, and nothing of
 * VS Code:
 *
 *     const memory = new ViewMemory({ viewId: "", pageId: "" }, undefined, () => {});
 *     const transcript = new TranscriptElement(memory);
 *     transcript.turns = shownTurns(turns);
 *     parent.append(transcript);
 *     await transcript.updateComplete; // The first screen is there.
 *     await transcript.complete(); // Everything is.
 */
export class TranscriptElement extends LightElement {
  static override properties: PropertyDeclarations = {
    turns: { attribute: false },
    agentName: { attribute: false },
    liveFailures: { attribute: false },
    empty: { attribute: false },
  };
  declare turns: ShownTurns;
  declare agentName: string;
  /** Turns that failed while this page showed them. */
  declare liveFailures: ReadonlySet<string>;
  /** Shown while there are no turns. */
  declare empty: unknown;

  readonly #memory: ViewMemory;
  readonly #paths: PathLinks | undefined;
  readonly #list = new StretchList();
  readonly #scroll: ScrollFollower;
  readonly #content = createRef<HTMLElement>();
  readonly #idle = new IdleWork(async () => {
    await this.#list.mountNext();
    return this.isConnected && !this.#list.isComplete;
  });
  #context: TurnContext | undefined;

  constructor(memory: ViewMemory, paths?: PathLinks) {
    super();
    this.turns = { settled: [] };
    this.agentName = "";
    this.liveFailures = new Set();
    this.#memory = memory;
    this.#paths = paths;
    this.#scroll = new ScrollFollower(memory, this.#list, () => this.dispatchEvent(new Event(followEvent)));
    new WholeText(this, this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("transcript");
    this.setAttribute("role", "log");
    this.setAttribute("aria-label", l10n.t("Conversation"));
    this.setAttribute("aria-live", "off");
    this.tabIndex = 0;
    if (this.#content.value) this.#scroll.attach(this, this.#content.value);
    this.addEventListener("scroll", this.#onScroll, { passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("scroll", this.#onScroll);
    this.#scroll.detach();
  }

  /** Whether the end stays in sight while the conversation grows. */
  get follows(): boolean {
    return this.#scroll.follows;
  }

  /** Whether all turns are mounted. */
  get isComplete(): boolean {
    return this.#list.isComplete;
  }

  /** Whether all turns have a layout, also off screen. */
  get isWhole(): boolean {
    return this.#list.isWhole;
  }

  /** Mounts all turns; those that are on screen stay where they are. */
  async complete(): Promise<void> {
    await this.#list.mountAll();
  }

  /** Mounts all turns and gives them a layout, until `showParts`. */
  async showWhole(): Promise<void> {
    await this.#list.showWhole();
  }

  showParts(): void {
    this.#list.showParts();
    this.#onScroll();
  }

  /** Shows the end of the conversation and stays there. */
  jumpToEnd(): void {
    this.#list.mountEnd(firstScreens * this.#height());
    this.#scroll.jumpToEnd();
  }

  protected override firstUpdated(): void {
    if (this.#content.value) this.#scroll.attach(this, this.#content.value);
  }

  protected override render(): TemplateResult {
    return html`<div ${ref(this.#content)} class="turns">${this.#list.element}${this.empty}</div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#context || changed.has("agentName") || changed.has("liveFailures")) {
      this.#context = this.#contextOfTurns();
    }
    this.#list.show(this.turns, this.#context);
    if (changed.has("turns") && isOther(changed.get("turns"), this.turns)) this.#open();
    if (!this.#list.isComplete) this.#idle.start();
  }

  /** What is shown has been mounted. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    await this.#list.updates();
    return isComplete;
  }

  /** Shows a conversation that was not there before: where the user was, or from its end. */
  #open(): void {
    const { held } = this.#scroll;
    if (held && this.#list.mountFrom(held.turnId, firstScreens * this.#height())) return;
    this.jumpToEnd();
  }

  readonly #onScroll = (): void => {
    if (this.#list.isWhole) return;
    const { top, bottom, height } = this.getBoundingClientRect();
    this.#list.showBetween(top - nearScreens * height, bottom + nearScreens * height);
  };

  #height(): number {
    return this.clientHeight || assumedHeight;
  }

  #contextOfTurns(): TurnContext {
    return {
      agentName: this.agentName,
      liveFailures: this.liveFailures,
      memory: this.#memory,
      place: this.#scroll,
      paths: this.#paths,
      columns: this.clientWidth / letterWidth,
    };
  }
}

/** Whether none of the turns that were shown is there any more, but others are. */
function isOther(before: ShownTurns | undefined, after: ShownTurns): boolean {
  if (before?.settled === after.settled && before.active?.id === after.active?.id) return false;
  const ids = new Set(before && turnsOf(before).map(({ id }) => id));
  const turns = turnsOf(after);
  return turns.length > 0 && !turns.some(({ id }) => ids.has(id));
}

customElements.define("agent37-transcript", TranscriptElement);
