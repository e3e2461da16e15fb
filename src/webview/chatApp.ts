import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { agentInSentence, agentTitle } from "./agentName.ts";
import { ComposerElement } from "./composer/composerElement.ts";
import "./composer/queue/queueElement.ts";
import { gateBanner, welcome } from "./gate/gate.ts";
import { FocusKeeper } from "./focusKeeper.ts";
import { LightElement } from "./lightElement.ts";
import type { ViewMemory } from "./memory.ts";
import { lastTurn, turnsOf } from "../protocol/shown.ts";
import { icon } from "./parts/icon.ts";
import type { PathLinks } from "./paths/pathLinks.ts";
import type { ChatState } from "./store.ts";
import { countEntries } from "./transcript/newEntries.ts";
import { followEvent, TranscriptElement } from "./transcript/transcriptElement.ts";

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
  readonly #transcript: TranscriptElement;
  /** The entries that were there when the reader left the end of the transcript. */
  #seen: number | undefined;

  constructor(memory: ViewMemory, draft: string, paths: PathLinks) {
    super();
    this.liveFailures = new Set();
    this.#transcript = new TranscriptElement(memory, paths);
    this.#transcript.addEventListener(followEvent, () => this.requestUpdate());
    this.composer = new ComposerElement(memory, draft);
    this.composer.turns = () => (this.state ? turnsOf(this.state) : []);
    new FocusKeeper(this, () => this.composer.takeFocus());
  }

  /** Shows the end of the transcript and stays there. */
  jumpToEnd(): void {
    this.#transcript.jumpToEnd();
  }

  protected override willUpdate(): void {
    const { state } = this;
    // What comes from the moment on that the reader leaves the end is new.
    if (this.#transcript.follows || !state) this.#seen = undefined;
    else this.#seen ??= countEntries(state);
    this.#showInTranscript(state);
    const { composer } = this;
    composer.canSend = state?.header.canSend ?? false;
    composer.agentName = agentInSentence(state?.header.agentName ?? "");
    composer.running = state?.active !== undefined;
    composer.stopping = state?.active?.stopping ?? false;
    composer.asks = (state && lastTurn(state)?.asks) ?? false;
    composer.attachments = state?.composer.attachments ?? [];
    composer.dials = state?.composer.dials ?? [];
  }

  protected override render(): TemplateResult {
    const { state } = this;
    const hasTurns = state !== undefined && lastTurn(state) !== undefined;
    return html`${this.#transcript}
      <div class="dock">
        ${!hasTurns || this.#transcript.follows ? nothing : this.#jumpButton(state)}
        ${hasTurns ? gateBanner(state.header.gate) : nothing}
        <agent37-queue .queue=${state?.queue}></agent37-queue>
        ${this.composer}
      </div>`;
  }

  #showInTranscript(state: ChatState | undefined): void {
    if (!state) return;
    const transcript = this.#transcript;
    transcript.turns = state;
    transcript.agentName = agentTitle(state.header.agentName);
    transcript.liveFailures = this.liveFailures;
    transcript.empty = lastTurn(state) ? nothing : welcome(state.header, (text) => this.#suggest(text));
  }

  #jumpButton(state: ChatState): TemplateResult {
    const fresh = countEntries(state) - (this.#seen ?? 0);
    return html`<button type="button" class="jump" @click=${() => this.#jump()}>
      ${icon("arrow-down")}${fresh > 0 ? l10n.t("Jump to latest ({0} new)", fresh) : l10n.t("Jump to latest")}
    </button>`;
  }

  /** The button goes; whoever pressed it goes on reading. */
  #jump(): void {
    this.jumpToEnd();
    this.#transcript.focus({ preventScroll: true });
  }

  #suggest(text: string): void {
    this.composer.setText(text);
    this.composer.focusText();
  }
}

customElements.define("agent37-chat", ChatApp);
