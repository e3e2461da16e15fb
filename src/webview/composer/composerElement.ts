import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import { icon } from "../parts/icon.ts";
import { post } from "../post.ts";
import { isSendKey } from "./composerKeys.ts";

const draftDelayMs = 300;

/** Where the user writes. Its text is mirrored to the host, so that nothing that was written is ever lost. */
export class ComposerElement extends LightElement {
  static override properties: PropertyDeclarations = {
    canSend: { attribute: false },
    running: { attribute: false },
    stopping: { attribute: false },
    agentName: { attribute: false },
    isEmpty: { state: true },
  };
  declare canSend: boolean;
  /** Whether a turn runs; Stop is shown then. */
  declare running: boolean;
  /** Whether the running turn was asked to stop. */
  declare stopping: boolean;
  declare agentName: string;
  declare isEmpty: boolean;

  readonly #memory: ViewMemory;
  readonly #textArea = createRef<HTMLTextAreaElement>();
  #text = "";
  #draftTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(memory: ViewMemory, draft: string) {
    super();
    this.#memory = memory;
    this.canSend = false;
    this.running = false;
    this.stopping = false;
    this.agentName = "";
    this.#text = draft;
    this.isEmpty = draft.trim() === "";
  }

  /** Replaces the text, as the user had typed it. */
  setText(text: string): void {
    if (text === this.#text) return;
    this.#textChanged(text);
    if (this.#textArea.value) this.#textArea.value.value = text;
  }

  /** Moves the focus to the text, behind its end. */
  focusText(): void {
    const area = this.#textArea.value;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  /** Tells the host the text now, as before the page goes away. */
  flushDraft(): void {
    if (this.#draftTimer === undefined) return;
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    post(this, "draft", { text: this.#text });
  }

  protected override firstUpdated(): void {
    if (this.#textArea.value) this.#textArea.value.value = this.#text;
  }

  protected override render(): TemplateResult {
    return html`<div class="composer">
      <textarea
        ${ref(this.#textArea)}
        rows="1"
        aria-label=${l10n.t("Message the agent")}
        placeholder=${l10n.t("Message {0}", this.agentName)}
        @input=${this.#onInput}
        @keydown=${this.#onKeyDown}
      ></textarea>
      <div class="composerBar">
        <span class="composerSpace"></span>
        ${this.running ? this.#stopButton() : nothing}
        <button
          type="button"
          class="iconButton send"
          aria-label=${l10n.t("Send")}
          title=${l10n.t("Send (Enter)")}
          ?disabled=${!this.#isSendable()}
          @click=${this.#send}
        >
          ${icon("send")}
        </button>
      </div>
    </div>`;
  }

  #stopButton(): TemplateResult {
    const label = this.stopping ? l10n.t("Stopping…") : l10n.t("Stop");
    return html`<button
      type="button"
      class="iconButton stop"
      aria-label=${label}
      title=${label}
      ?disabled=${this.stopping}
      @click=${() => post(this, "stop", {})}
    >
      ${icon("debug-stop")}${this.stopping ? html`<span>${label}</span>` : nothing}
    </button>`;
  }

  #isSendable(): boolean {
    return this.canSend && !this.running && !this.isEmpty;
  }

  #onInput(): void {
    this.#textChanged(this.#textArea.value?.value ?? "");
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!isSendKey(event)) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    if (!this.#isSendable()) return;
    const text = this.#text;
    this.setText("");
    this.flushDraft();
    post(this, "send", { text });
  }

  #textChanged(text: string): void {
    this.#text = text;
    this.isEmpty = text.trim() === "";
    this.#memory.draft = text;
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.flushDraft(), draftDelayMs);
  }
}

customElements.define("agent37-composer", ComposerElement);
