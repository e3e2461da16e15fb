import type { LitElement, ReactiveController } from "lit";

interface Held {
  readonly holder: HTMLElement;
  readonly entry: Element;
  readonly index: number;
}

/**
 * Keeps the focus in a list whose entries come, go and change places: with what has it as long as that is there, else
 * with the entry that took its place. Where none is left, the page's own keeper of the focus acts.
 */
export class ListFocus implements ReactiveController {
  readonly #element: LitElement;
  readonly #entries: string;
  readonly #target: string;
  #held: Held | undefined;

  /**
   * @param entries selects the entries within the element
   * @param target selects in an entry what takes its focus; the entry itself comes first if it matches
   */
  constructor(element: LitElement, entries: string, target: string) {
    this.#element = element;
    this.#entries = entries;
    this.#target = target;
    element.addController(this);
  }

  hostUpdate(): void {
    const holder = document.activeElement;
    const entry = holder instanceof HTMLElement ? holder.closest(this.#entries) : null;
    this.#held =
      holder instanceof HTMLElement && entry && this.#element.contains(entry)
        ? { holder, entry, index: this.#all().indexOf(entry) }
        : undefined;
  }

  hostUpdated(): void {
    const held = this.#held;
    this.#held = undefined;
    // Focusing a page that has not got the focus would take it from the editor.
    if (!held || !document.hasFocus()) return;
    if (held.holder.isConnected && !held.holder.matches(":disabled")) held.holder.focus();
    else this.focusEntry(held.entry.isConnected ? held.entry : held.index);
  }

  /** Moves the focus to an entry, or to the last one where the index is beyond it. */
  focusEntry(at: Element | number): void {
    const all = this.#all();
    const entry = typeof at === "number" ? (all[at] ?? all.at(-1)) : at;
    const target = entry?.matches(this.#target) ? entry : entry?.querySelector(this.#target);
    if (target instanceof HTMLElement) target.focus();
  }

  /** Moves the focus from the entry that holds `from` by so many entries, and says whether there was one. */
  moveBy(from: Element, by: -1 | 1): boolean {
    const all = this.#all();
    const entry = from.closest(this.#entries);
    const next = entry ? all[all.indexOf(entry) + by] : undefined;
    if (next) this.focusEntry(next);
    return next !== undefined;
  }

  #all(): Element[] {
    return [...this.#element.querySelectorAll(this.#entries)];
  }
}
