import { isPlain, type KeyPress } from "./composerKeys.ts";
import type { ComposerText } from "./composerText.ts";
import type { SentHistory } from "./sentHistory.ts";

/**
 * Up and Down at the very edges of the text. On the first and the last line they lead to the edge first, so that a key too
 * many takes no draft away; not every system does that by itself.
 */
export class HistoryKeys {
  readonly #text: ComposerText;
  readonly #history: SentHistory;
  /** Where the caret was put with the message that is shown. */
  #caret: number | undefined;

  constructor(text: ComposerText, history: SentHistory) {
    this.#text = text;
    this.#history = history;
  }

  /** Acts on a key in the text; false when the browser is to act on it. */
  onKey(press: KeyPress): boolean {
    const { area } = this.#text;
    const isUp = press.key === "ArrowUp";
    if (!area || !isPlain(press) || (!isUp && press.key !== "ArrowDown")) return false;
    const { selectionStart: caret, selectionEnd, value } = area;
    if (caret !== selectionEnd) return false;
    const isThere = this.#text.isAside && caret === this.#caret;
    if (isUp ? caret === 0 || isThere : caret === value.length) return this.#step(isUp);
    // Which lines are the first and the last on screen only the browser knows: there it leaves the caret alone.
    setTimeout(() => {
      const isUnmoved = area.selectionStart === caret && area.selectionEnd === caret && area.value === value;
      const edge = isUp ? 0 : value.length;
      if (isUnmoved && !this.#text.isComposing) area.setSelectionRange(edge, edge);
    });
    return false;
  }

  #step(isUp: boolean): boolean {
    if (isUp) {
      const text = this.#history.older();
      if (text === undefined) return this.#text.isAside;
      this.#text.show(text);
    } else {
      const next = this.#history.newer();
      if (!next) return false;
      if (next === "draft") this.#text.showDraft();
      else this.#text.show(next.text);
    }
    this.#placeCaret(isUp);
    return true;
  }

  /** At the end, where one goes on writing; but above several lines on the way up, where the next Up goes on. */
  #placeCaret(isUp: boolean): void {
    const { area } = this.#text;
    if (!area) return;
    const isLong = isUp && area.scrollHeight > 2 * Number.parseFloat(getComputedStyle(area).lineHeight);
    this.#caret = isLong ? 0 : area.value.length;
    area.setSelectionRange(this.#caret, this.#caret);
  }
}
