/** Regions whose controls vanish because they did their work: the user goes on by writing. */
const transient = ".card, .banner, .welcome";

/**
 * Catches the focus when the control that has it vanishes or is disabled; without that it falls to the page's body, where
 * no key does anything. Never moves it from anywhere else.
 */
export class FocusKeeper {
  readonly #root: HTMLElement;
  readonly #toText: () => void;
  readonly #changes = new MutationObserver(() => this.#check());
  #holder: HTMLElement | undefined;
  #moveOn: () => void = () => {};

  /** @param toText moves the focus to where the user writes. */
  constructor(root: HTMLElement, toText: () => void) {
    this.#root = root;
    this.#toText = toText;
    root.addEventListener("focusin", ({ target }) => this.#note(target));
    root.addEventListener("focusout", ({ target }) => this.#forget(target));
    window.addEventListener("focus", () => this.#onWindowFocus());
  }

  #note(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement)) return;
    this.#holder = target;
    this.#watch(target);
    const transcript = target.closest<HTMLElement>("[role=log]");
    // Whoever reads stays among what can be read.
    this.#moveOn = transcript && !target.closest(transient) ? () => transcript.focus() : this.#toText;
  }

  /** It can vanish with any element around it. What else changes in the page, as an answer does, is not looked at. */
  #watch(holder: HTMLElement): void {
    this.#changes.disconnect();
    this.#changes.observe(holder, { attributeFilter: ["disabled"] });
    for (let around = holder.parentElement; around; around = around.parentElement) {
      this.#changes.observe(around, { childList: true });
      if (around === this.#root) return;
    }
  }

  /** The user turned elsewhere. A control that goes away loses the focus too, but has not given it away. */
  #forget(target: EventTarget | null): void {
    // The browser tells of a removal before the element is gone.
    queueMicrotask(() => {
      const holder = this.#holder;
      if (holder && holder === target && holder !== document.activeElement && !isGone(holder)) {
        this.#holder = undefined;
        this.#changes.disconnect();
      }
    });
  }

  #check(): void {
    const holder = this.#holder;
    if (!holder || !isGone(holder)) return;
    this.#holder = undefined;
    this.#changes.disconnect();
    const { activeElement } = document;
    // Focusing a page that has not got the focus would take it from the editor.
    if (document.hasFocus() && (activeElement === document.body || activeElement === holder)) this.#moveOn();
  }

  /** VS Code focuses the page when the user reveals the view; what the user clicks comes a moment after this event. */
  #onWindowFocus(): void {
    setTimeout(() => {
      if (this.#root.isConnected && document.hasFocus() && document.activeElement === document.body)
        this.#toText();
    });
  }
}

function isGone(element: HTMLElement): boolean {
  return !element.isConnected || element.matches(":disabled");
}
