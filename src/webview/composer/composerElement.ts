import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { HostMessages } from "../../protocol/messages.ts";
import type { SlashCommand } from "../../protocol/slashCommands.ts";
import type { AttachmentView, DialView, TurnState } from "../../protocol/view.ts";
import { announce } from "../announce/announcer.ts";
import { LightElement } from "../lightElement.ts";
import type { ViewMemory } from "../memory.ts";
import { post } from "../post.ts";
import "./chipsElement.ts";
import type { ComposerChipsElement } from "./chipsElement.ts";
import { consume, isInputMethodKey, isPlain, isSendKey, isStopAndSendKey } from "./composerKeys.ts";
import { asksHint, asksHintId, attachButton, dropHint } from "./composerParts.ts";
import { ComposerText } from "./composerText.ts";
import { dialRow } from "./dials.ts";
import { HistoryKeys } from "./historyKeys.ts";
import { DropTarget } from "./intake/dropTarget.ts";
import { Intake } from "./intake/intake.ts";
import { type Brought, readPaste } from "./intake/transfer.ts";
import { Picker, type PickerItem } from "./picker/picker.ts";
import { pickerKey, pickerPopup, pickerReferences, pickerStatus, placePicker } from "./picker/pickerPopup.ts";
import { slashCommandOf, type SlashContext, slashItems } from "./picker/slashItems.ts";
import { type Trigger, triggerAt } from "./picker/trigger.ts";
import { sendButtons } from "./sendButtons.ts";
import { SentHistory } from "./sentHistory.ts";

/** Where the user writes, with all that goes with a message. */
export class ComposerElement extends LightElement {
  static override properties: PropertyDeclarations = {
    canSend: { attribute: false },
    running: { attribute: false },
    stopping: { attribute: false },
    asks: { attribute: false },
    agentName: { attribute: false },
    attachments: { attribute: false },
    dials: { attribute: false },
    note: { state: true },
  };
  declare canSend: boolean;
  /** Whether a turn runs; Stop is shown then, and what is sent is queued. */
  declare running: boolean;
  /** Whether the running turn was asked to stop. */
  declare stopping: boolean;
  /** Whether the agent waits for an answer. */
  declare asks: boolean;
  declare agentName: string;
  declare attachments: readonly AttachmentView[];
  declare dials: readonly DialView[];
  /** What could not be attached, in words. */
  declare note: string;
  /** The turns that are shown; asked for when they are needed. */
  turns: () => readonly TurnState[] = () => [];

  readonly #text: ComposerText;
  readonly #picker: Picker;
  /** What was last said of the picker. */
  #pickerStatus = "";
  readonly #history: SentHistory;
  readonly #historyKeys: HistoryKeys;
  readonly #drop = new DropTarget(this, (brought) => this.#takeIn(brought));
  readonly #intake = new Intake();
  readonly #chips = createRef<ComposerChipsElement>();

  constructor(memory: ViewMemory, draft: string) {
    super();
    this.canSend = false;
    this.running = false;
    this.stopping = false;
    this.asks = false;
    this.agentName = "";
    this.attachments = [];
    this.dials = [];
    this.note = "";
    this.#text = new ComposerText({
      memory,
      draft,
      tell: (text, revision) => post(this, "draft", revision === undefined ? { text } : { text, revision }),
      onChange: () => this.requestUpdate(),
    });
    this.#picker = new Picker({
      ask: (request, query) => post(this, "mention", { request, query }),
      commands: (query) => slashItems(query, this.#slashContext()),
      choose: (item, trigger) => this.#choose(item, trigger),
      onChange: () => this.#onPicker(),
    });
    this.#history = new SentHistory(() => this.turns().map(({ input }) => input ?? ""));
    this.#historyKeys = new HistoryKeys(this.#text, this.#history);
  }

  /** Replaces the text, as the user had typed it. */
  setText(text: string): void {
    this.#leave();
    this.#text.set(text);
  }

  /** Shows the host's draft, of another chat perhaps; the host's number of it goes back with what is typed from now on. */
  setDraft({ text, revision }: HostMessages["setDraft"]): void {
    this.#picker.reset();
    this.#history.clear();
    this.#intake.forget();
    this.note = "";
    this.#text.begin(text, revision);
  }

  /** Puts a message that could not be sent in front of what has been typed meanwhile, and tells the host at once. */
  returnText(text: string): void {
    this.#leave();
    this.#text.returnText(text);
  }

  setMentions(mentions: HostMessages["mentions"]): void {
    this.#picker.take(mentions);
  }

  /** Moves the focus to the text, behind its end. */
  focusText(): void {
    this.#text.focusEnd();
  }

  /** Moves the focus to the text, with the caret where it was. */
  takeFocus(): void {
    this.#text.area?.focus();
  }

  /** Tells the host the text now, as when the user turns elsewhere or the page goes away. */
  flushDraft(): void {
    this.#text.flush();
  }

  protected override updated(): void {
    placePicker(this);
  }

  protected override render(): TemplateResult {
    const { list, option } = pickerReferences(this.#picker);
    const isAnswer = this.asks && !this.running;
    const placeholder = isAnswer
      ? l10n.t("Answer {0}", this.agentName)
      : l10n.t("Message {0}", this.agentName);
    return html`${pickerPopup(this.#picker)}
      <div class="composer ${isAnswer ? "asks" : ""} ${this.#drop.isOver ? "dropping" : ""}">
        ${isAnswer ? asksHint() : nothing}
        <agent37-composer-chips ${ref(this.#chips)} .attachments=${this.attachments}></agent37-composer-chips>
        <textarea
          ${ref(this.#text.attach)}
          rows="1"
          aria-label=${l10n.t("Message the agent")}
          aria-describedby=${isAnswer ? asksHintId : nothing}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls=${list}
          aria-activedescendant=${option}
          placeholder=${placeholder}
          @input=${this.#onInput}
          @compositionstart=${this.#onCompositionStart}
          @compositionend=${() => this.#text.onCompositionEnd(() => this.#followCaret())}
          @keydown=${this.#onKeyDown}
          @select=${this.#onCaret}
          @click=${this.#onCaret}
          @keyup=${this.#onCaret}
          @paste=${this.#onPaste}
          @blur=${this.#onBlur}
        ></textarea>
        <div class="composerBar">
          ${attachButton()} ${dialRow(this.dials)}
          ${sendButtons({
            isRunning: this.running,
            isStopping: this.stopping,
            isSendable: this.#isSendable(),
            stop: () => post(this, "stop", {}),
            send: (stopFirst) => this.#send(stopFirst),
          })}
        </div>
        ${this.#drop.isOver ? dropHint() : nothing}
      </div>
      <p class="composerNote">${this.note}</p>`;
  }

  #isSendable(): boolean {
    return this.canSend && !this.#text.isEmpty;
  }

  #onInput(): void {
    this.note = "";
    this.#history.leave();
    this.#text.onInput();
    this.#followCaret();
  }

  #onCompositionStart(): void {
    this.#text.onCompositionStart();
    this.#picker.close();
  }

  /** The caret was moved: an open popup goes along or closes, but none opens. */
  #onCaret(): void {
    if (this.#picker.trigger) this.#followCaret();
  }

  #followCaret(): void {
    const area = this.#text.area;
    if (!area || this.#text.isComposing) return;
    const { selectionStart, selectionEnd } = area;
    this.#picker.follow(
      selectionStart === selectionEnd ? triggerAt(this.#text.text, selectionStart) : undefined,
    );
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (isInputMethodKey(event) || this.#text.isComposing) return;
    if (pickerKey(this.#picker, event)) consume(event);
    else if (isSendKey(event)) {
      consume(event);
      this.#send(false);
    } else if (isStopAndSendKey(event)) {
      consume(event);
      this.#send(this.running);
    } else if (event.key === "Backspace" && isPlain(event) && this.#text.text === "") {
      if (this.#chips.value?.focusLast() === true) consume(event);
    } else if (this.#historyKeys.onKey(event)) consume(event);
  }

  #onPaste(event: ClipboardEvent): void {
    const brought = event.clipboardData && readPaste(event.clipboardData);
    if (!brought) return;
    consume(event);
    this.#takeIn(brought);
  }

  #onBlur(): void {
    this.#picker.close();
    this.flushDraft();
  }

  #takeIn(brought: Brought): void {
    this.takeFocus();
    void this.#intake.take(this, brought).then((refusal) => {
      this.note = refusal;
      if (refusal) announce(this, refusal);
    });
  }

  #onPicker(): void {
    this.requestUpdate();
    const status = pickerStatus(this.#picker);
    if (status && status !== this.#pickerStatus) announce(this, status);
    this.#pickerStatus = status;
  }

  #send(stopFirst: boolean): void {
    const command = this.#picker.isDismissed
      ? undefined
      : slashCommandOf(this.#text.text, this.#slashContext());
    if (command) this.#run(command);
    else this.#intake.whenRead(() => this.#sendText(stopFirst));
  }

  #sendText(stopFirst: boolean): void {
    if (!this.#isSendable()) return;
    this.#leave();
    const text = this.#text.take();
    this.#history.add(text);
    post(this, "send", { text, stopFirst });
  }

  #choose({ id, label }: PickerItem, { kind, start, query }: Trigger): void {
    if (kind === "command") {
      const command = slashCommandOf(label, this.#slashContext());
      if (command) this.#run(command);
      return;
    }
    this.#text.replace(start, start + 1 + query.length, `@${label} `);
    post(this, "attachMention", { id });
  }

  #run(command: SlashCommand): void {
    this.#leave();
    this.#text.take();
    post(this, "command", { id: command });
  }

  #slashContext(): SlashContext {
    return {
      isRunning: this.running,
      hasTurns: this.turns().length > 0,
      dials: this.dials.map(({ id }) => id),
    };
  }

  /** What was open for the text that stood there is over. */
  #leave(): void {
    this.#picker.reset();
    this.#history.leave();
    this.note = "";
  }
}

customElements.define("agent37-composer", ComposerElement);
