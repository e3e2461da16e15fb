import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import { icon } from "../parts/icon.ts";
import { post } from "../post.ts";
import { isSendKey } from "./composerKeys.ts";

/** What was typed is told to the host this long after its first key at the latest, in milliseconds. */
const draftDelayMs = 300;

/** A text that the host wants in the composer, as a function of what stands there. */
type Change = (text: string) => string;

/**
 * Where the user writes. What is written outlives the page: VS Code keeps it with each key for this very page, and the
 * host has it within {@link draftDelayMs}, or at once when the focus leaves, for any other.
 */
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
  #isComposing = false;
  /** What the host wants while an input method composes: touching the text box then would end or garble the word. */
  #waiting: readonly Change[] = [];
  #lastDraft: string;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(memory: ViewMemory, draft: string) {
    super();
    this.#memory = memory;
    this.canSend = false;
    this.running = false;
    this.stopping = false;
    this.agentName = "";
    this.#text = draft;
    this.#lastDraft = draft;
    this.isEmpty = draft.trim() === "";
  }

  /** Replaces the text, as the user had typed it. */
  setText(text: string): void {
    this.#change(() => text);
  }

  /** Puts a message that could not be sent in front of what has been typed meanwhile, and tells the host at once. */
  returnText(text: string): void {
    this.#change((typed) => withReturned(text, typed));
    this.#tellDraft();
  }

  /** Moves the focus to the text, behind its end. */
  focusText(): void {
    const area = this.#textArea.value;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  /** Moves the focus to the text, with the caret where it was. */
  takeFocus(): void {
    this.#textArea.value?.focus();
  }

  /** Tells the host the text now, as when the user turns elsewhere or the page goes away. */
  flushDraft(): void {
    if (this.#draftTimer !== undefined) this.#tellDraft();
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
        @compositionstart=${() => (this.#isComposing = true)}
        @compositionend=${this.#onCompositionEnd}
        @keydown=${this.#onKeyDown}
        @blur=${() => this.flushDraft()}
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
    this.#write("");
    this.flushDraft();
    post(this, "send", { text });
  }

  #onCompositionEnd(): void {
    this.#isComposing = false;
    // The browser still places the caret after this event; and the next word may begin with the same key.
    setTimeout(() => this.#applyWaiting());
  }

  #change(change: Change): void {
    this.#waiting = [...this.#waiting, change];
    this.#textChanged(this.#text);
    this.#applyWaiting();
  }

  #applyWaiting(): void {
    if (this.#isComposing || this.#waiting.length === 0) return;
    const text = this.#draft();
    this.#waiting = [];
    this.#write(text);
  }

  /** Puts the text into the box. Where the old text goes on at its end, so do the caret and the selection. */
  #write(text: string): void {
    const area = this.#textArea.value;
    if (area && area.value !== text) {
      const { selectionStart, selectionEnd, selectionDirection } = area;
      const added = text.length - area.value.length;
      const isInFront = area.value !== "" && text.endsWith(area.value);
      area.value = text;
      if (isInFront) area.setSelectionRange(selectionStart + added, selectionEnd + added, selectionDirection);
    }
    this.#textChanged(text);
  }

  #textChanged(text: string): void {
    this.#text = text;
    this.isEmpty = text.trim() === "";
    const draft = this.#draft();
    if (draft === this.#lastDraft) return;
    this.#lastDraft = draft;
    this.#memory.draft = draft;
    this.#draftTimer ??= setTimeout(() => this.flushDraft(), draftDelayMs);
  }

  /** The text with all that waits for the end of a composition: what must not be lost. */
  #draft(): string {
    return this.#waiting.reduce((text, change) => change(text), this.#text);
  }

  #tellDraft(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    post(this, "draft", { text: this.#draft() });
  }
}

/** A text that begins with the message already has it back. */
function withReturned(message: string, typed: string): string {
  if (typed.startsWith(message)) return typed;
  return typed.trim() === "" ? message : `${message}\n\n${typed}`;
}

customElements.define("agent37-composer", ComposerElement);
