import { withReturned } from "../../common/withReturned.ts";
import type { ViewMemory } from "../memory.ts";

/** What was typed is told to the host this long after its first key at the latest, in milliseconds. */
const draftDelayMs = 300;

/** A text that the host wants in the composer, as a function of what stands there. */
type Change = (text: string) => string;

export interface ComposerTextOptions {
  readonly memory: ViewMemory;
  readonly draft: string;
  /** Tells the host a draft, with the revision that it was written to. */
  readonly tell: (text: string, revision: number | undefined) => void;
  /** The text is another one. */
  readonly onChange: () => void;
}

/**
 * The text in the composer's box. What is written outlives the page: VS Code keeps it with each key for this very page,
 * and the host has it within {@link draftDelayMs}, or at once when the focus leaves, for any other.
 */
export class ComposerText {
  readonly #options: ComposerTextOptions;
  #area: HTMLTextAreaElement | undefined;
  #text: string;
  /** The draft that was put aside while the box shows an earlier message. */
  #aside: string | undefined;
  #isComposing = false;
  /** What the host wants while an input method composes: touching the text box then would end or garble the word. */
  #waiting: readonly Change[] = [];
  #lastDraft: string;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  /** Of the host's draft that this text began with. */
  #revision: number | undefined;

  constructor(options: ComposerTextOptions) {
    this.#options = options;
    this.#text = options.draft;
    this.#lastDraft = options.draft;
  }

  /** Connects the box on the page, as a `ref` of its template. */
  readonly attach = (element: Element | undefined): void => {
    this.#area = element instanceof HTMLTextAreaElement ? element : undefined;
    if (this.#area) this.#area.value = this.#text;
  };

  get area(): HTMLTextAreaElement | undefined {
    return this.#area;
  }

  /** What the box shows. */
  get text(): string {
    return this.#text;
  }

  get isEmpty(): boolean {
    return this.#text.trim() === "";
  }

  /** Whether an input method is at work in the box. */
  get isComposing(): boolean {
    return this.#isComposing;
  }

  /** Whether the box shows an earlier message in place of the draft. */
  get isAside(): boolean {
    return this.#aside !== undefined;
  }

  /** Replaces the text, as the user had typed it. */
  set(text: string): void {
    this.#change(() => text);
  }

  /** Shows the host's draft of another chat; what was typed until now is told to the host first, for the chat it was meant for. */
  begin(text: string, revision: number | undefined): void {
    this.flush();
    this.#revision = revision;
    this.set(text);
  }

  /** Puts a message that could not be sent in front of what has been typed meanwhile, and tells the host at once. */
  returnText(text: string): void {
    this.#change((typed) => withReturned(text, typed));
    this.#tell();
  }

  /** Shows an earlier message and keeps the draft aside. */
  show(text: string): void {
    this.#aside ??= this.#text;
    this.#write(text);
  }

  /** Shows the draft again that was put aside. */
  showDraft(): void {
    const draft = this.#aside;
    if (draft === undefined) return;
    this.#aside = undefined;
    this.#write(draft);
  }

  /** Takes the text out, as when it is sent. A draft that was put aside comes back. */
  take(): string {
    const text = this.#text;
    if (this.isAside) this.showDraft();
    else this.#write("");
    this.flush();
    return text;
  }

  /** Replaces a part of the text, which the user can undo, and leaves the caret behind it. */
  replace(start: number, end: number, text: string): void {
    const area = this.#area;
    if (!area) return;
    area.focus();
    area.setSelectionRange(start, end);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else writes what Undo knows
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, start, end, "end");
      this.onInput();
    }
  }

  /** Moves the focus to the text, behind its end. */
  focusEnd(): void {
    const area = this.#area;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  /** Tells the host the text now, as when the user turns elsewhere or the page goes away. */
  flush(): void {
    if (this.#draftTimer !== undefined) this.#tell();
  }

  onInput(): void {
    // An earlier message that is edited is the draft.
    this.#aside = undefined;
    this.#changed(this.#area?.value ?? "");
  }

  onCompositionStart(): void {
    this.#isComposing = true;
  }

  /** @param then runs when what was composed stands in the text. */
  onCompositionEnd(then: () => void): void {
    this.#isComposing = false;
    // The browser still places the caret after this event; and the next word may begin with the same key.
    setTimeout(() => {
      this.#applyWaiting();
      if (!this.#isComposing) then();
    });
  }

  #change(change: Change): void {
    this.#waiting = [...this.#waiting, change];
    this.#changed(this.#text);
    this.#applyWaiting();
  }

  #applyWaiting(): void {
    if (this.#isComposing || this.#waiting.length === 0) return;
    const text = this.#draft();
    this.#waiting = [];
    this.#aside = undefined;
    this.#write(text);
  }

  /** Puts the text into the box. Where the old text goes on at its end, so do the caret and the selection. */
  #write(text: string): void {
    const area = this.#area;
    if (area && area.value !== text) {
      const { selectionStart, selectionEnd, selectionDirection } = area;
      const added = text.length - area.value.length;
      const isInFront = area.value !== "" && text.endsWith(area.value);
      area.value = text;
      if (isInFront) area.setSelectionRange(selectionStart + added, selectionEnd + added, selectionDirection);
    }
    this.#changed(text);
  }

  #changed(text: string): void {
    this.#text = text;
    this.#options.onChange();
    const draft = this.#draft();
    if (draft === this.#lastDraft) return;
    this.#lastDraft = draft;
    this.#options.memory.draft = draft;
    this.#draftTimer ??= setTimeout(() => this.flush(), draftDelayMs);
  }

  /** The draft with all that waits for the end of a composition: what must not be lost. */
  #draft(): string {
    return this.#waiting.reduce((text, change) => change(text), this.#aside ?? this.#text);
  }

  #tell(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    this.#options.tell(this.#draft(), this.#revision);
  }
}
