import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { agentInSentence, agentTitle } from "./agentName.ts";
import { ComposerElement } from "./composer/composerElement.ts";
import { gateBanner, welcome } from "./gate/gate.ts";
import { FocusKeeper } from "./focusKeeper.ts";
import { LightElement } from "./lightElement.ts";
import type { ViewMemory } from "./memory.ts";
import { icon } from "./parts/icon.ts";
import type { ChatState } from "./store.ts";
import { ScrollFollower } from "./transcript/scrollFollower.ts";
import "./transcript/turnElement.ts";
import { runningTurn } from "./turnPhase.ts";

/** The whole view: transcript or welcome, and the composer below. Shows the state that it is given. */
export class ChatApp extends LightElement {
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    announced: { attribute: false },
    liveFailures: { attribute: false },
  };
  /** Undefined until the first snapshot. */
  declare state: ChatState | undefined;
  /** What screen readers are told. */
  declare announced: string;
  /** Turns that failed while this page showed them. */
  declare liveFailures: ReadonlySet<string>;

  readonly composer: ComposerElement;
  readonly #memory: ViewMemory;
  readonly #scroll: ScrollFollower;
  readonly #scroller = createRef<HTMLElement>();
  readonly #content = createRef<HTMLElement>();

  constructor(memory: ViewMemory, draft: string) {
    super();
    this.announced = "";
    this.liveFailures = new Set();
    this.#memory = memory;
    this.#scroll = new ScrollFollower(this, memory);
    this.composer = new ComposerElement(memory, draft);
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
    const header = this.state?.header;
    const running = runningTurn(this.state?.turns ?? []);
    this.composer.canSend = header?.canSend ?? false;
    this.composer.agentName = agentInSentence(header?.agentName ?? "");
    this.composer.running = running !== undefined;
    this.composer.stopping = running?.stopping ?? false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    if (before && this.state && isOtherSession(before, this.state)) this.jumpToEnd();
  }

  protected override render(): TemplateResult {
    const header = this.state?.header;
    const turns = this.state?.turns ?? [];
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
            (turn) =>
              html`<agent37-turn
                id=${turn.id}
                .turn=${turn}
                .agentName=${agentTitle(header?.agentName ?? "")}
                .isLive=${this.liveFailures.has(turn.id)}
                .memory=${this.#memory}
                .place=${this.#scroll}
              ></agent37-turn>`,
          )}
          ${header && turns.length === 0 ? welcome(header, (text) => this.#suggest(text)) : nothing}
        </div>
      </div>
      <div class="dock">
        ${this.#scroll.follows || turns.length === 0 ? nothing : this.#jumpButton()}
        ${header && turns.length > 0 ? gateBanner(header.gate) : nothing} ${this.composer}
      </div>
      <div class="visuallyHidden" role="status">${this.announced}</div>`;
  }

  #jumpButton(): TemplateResult {
    return html`<button type="button" class="jump" @click=${() => this.#jump()}>
      ${icon("arrow-down")}${l10n.t("Jump to latest")}
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
  const ids = new Set(before.turns.map(({ id }) => id));
  return ids.size > 0 && after.turns.length > 0 && !after.turns.some(({ id }) => ids.has(id));
}

customElements.define("agent37-chat", ChatApp);
