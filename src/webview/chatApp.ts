import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { agentInSentence, agentTitle } from "./agentName.ts";
import { ComposerElement } from "./composer/composerElement.ts";
import "./composer/queue/queueElement.ts";
import { gateBanner, welcome } from "./gate/gate.ts";
import { FocusKeeper } from "./focusKeeper.ts";
import { LightElement } from "./lightElement.ts";
import type { ViewMemory } from "./memory.ts";
import { lastTurn, type ShownTurn, turnsOf } from "../protocol/shown.ts";
import { icon } from "./parts/icon.ts";
import type { PathLinks } from "./paths/pathLinks.ts";
import type { ChatState } from "./store.ts";
import { countEntries } from "./transcript/newEntries.ts";
import { ScrollFollower } from "./transcript/scrollFollower.ts";
import "./transcript/turnElement.ts";

/** The whole view: transcript or welcome, and the composer below. Shows the state that it is given. */
export class ChatApp extends LightElement {
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    liveFailures: { attribute: false },
  };
  /** Undefined until the first snapshot. */
  declare state: ChatState | undefined;
  /** Turns that failed while this page showed them. */
  declare liveFailures: ReadonlySet<string>;

  readonly composer: ComposerElement;
  readonly #memory: ViewMemory;
  readonly #paths: PathLinks;
  readonly #scroll: ScrollFollower;
  readonly #scroller = createRef<HTMLElement>();
  readonly #content = createRef<HTMLElement>();
  /** The entries that were there when the reader left the end of the transcript. */
  #seen: number | undefined;

  constructor(memory: ViewMemory, draft: string, paths: PathLinks) {
    super();
    this.liveFailures = new Set();
    this.#memory = memory;
    this.#paths = paths;
    this.#scroll = new ScrollFollower(this, memory);
    this.composer = new ComposerElement(memory, draft);
    this.composer.turns = () => (this.state ? turnsOf(this.state) : []);
    new FocusKeeper(this, () => this.composer.takeFocus());
  }

  /** Shows the end of the transcript and stays there. */
  jumpToEnd(): void {
    this.#scroll.jumpToEnd();
  }

  protected override firstUpdated(): void {
    if (this.#scroller.value && this.#content.value) {
      this.#scroll.attach(this.#scroller.value, this.#content.value);
    }
  }

  protected override willUpdate(): void {
    // What comes from the moment on that the reader leaves the end is new.
    if (this.#scroll.follows || !this.state) this.#seen = undefined;
    else this.#seen ??= countEntries(turnsOf(this.state));
    const header = this.state?.header;
    const running = this.state?.active;
    this.composer.canSend = header?.canSend ?? false;
    this.composer.agentName = agentInSentence(header?.agentName ?? "");
    this.composer.running = running !== undefined;
    this.composer.stopping = running?.stopping ?? false;
    this.composer.asks = (this.state && lastTurn(this.state)?.asks) ?? false;
    this.composer.attachments = this.state?.composer.attachments ?? [];
    this.composer.dials = this.state?.composer.dials ?? [];
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    if (before && this.state && isOtherSession(before, this.state)) this.jumpToEnd();
  }

  protected override render(): TemplateResult {
    const header = this.state?.header;
    const turns = this.state ? turnsOf(this.state) : [];
    return html`<div
        ${ref(this.#scroller)}
        class="transcript"
        role="log"
        aria-label=${l10n.t("Conversation")}
        aria-live="off"
        tabindex="0"
      >
        <div ${ref(this.#content)} class="turns">
          ${repeat(
            turns,
            (turn) => turn.id,
            (turn, index) =>
              html`<agent37-turn
                id=${turn.id}
                .turn=${turn}
                .agentName=${agentTitle(header?.agentName ?? "")}
                .isLast=${index === turns.length - 1}
                .isLive=${this.liveFailures.has(turn.id)}
                .memory=${this.#memory}
                .place=${this.#scroll}
                .paths=${this.#paths}
              ></agent37-turn>`,
          )}
          ${header && turns.length === 0 ? welcome(header, (text) => this.#suggest(text)) : nothing}
        </div>
      </div>
      <div class="dock">
        ${this.#scroll.follows || turns.length === 0 ? nothing : this.#jumpButton(turns)}
        ${header && turns.length > 0 ? gateBanner(header.gate) : nothing}
        <agent37-queue .queue=${this.state?.queue}></agent37-queue>
        ${this.composer}
      </div>`;
  }

  #jumpButton(turns: readonly ShownTurn[]): TemplateResult {
    const fresh = countEntries(turns) - (this.#seen ?? 0);
    return html`<button type="button" class="jump" @click=${() => this.#jump()}>
      ${icon("arrow-down")}${fresh > 0 ? l10n.t("Jump to latest ({0} new)", fresh) : l10n.t("Jump to latest")}
    </button>`;
  }

  /** The button goes; whoever pressed it goes on reading. */
  #jump(): void {
    this.jumpToEnd();
    this.#scroller.value?.focus({ preventScroll: true });
  }

  #suggest(text: string): void {
    this.composer.setText(text);
    this.composer.focusText();
  }
}

/** Whether none of the turns that were shown is there any more, but others are. */
function isOtherSession(before: ChatState, after: ChatState): boolean {
  if (before.settled === after.settled && before.active?.id === after.active?.id) return false;
  const ids = new Set(turnsOf(before).map(({ id }) => id));
  const turns = turnsOf(after);
  return ids.size > 0 && turns.length > 0 && !turns.some(({ id }) => ids.has(id));
}

customElements.define("agent37-chat", ChatApp);
