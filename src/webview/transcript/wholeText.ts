import type { ReactiveController, ReactiveControllerHost } from "lit";

/** A text of which parts may not be mounted, or not laid out. What it is asked for is done when the microtasks have run. */
interface Text {
  readonly isWhole: boolean;
  /** Mounts everything. */
  complete(): Promise<void>;
  /** Mounts everything and lays it out, until `showParts`. */
  showWhole(): Promise<void>;
  showParts(): void;
}

const stretch = "agent37-stretch";

/**
 * Sees to it that find and select all get the whole text while a conversation is still being mounted, and that a
 * selection of all of it does not keep the browser busy for a minute.
 */
export class WholeText implements ReactiveController {
  readonly #text: Text;
  #listeners: AbortController | undefined;

  constructor(host: ReactiveControllerHost, text: Text) {
    this.#text = text;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listeners = new AbortController();
    const options = { capture: true, signal: this.#listeners.signal };
    document.addEventListener("keydown", (event) => this.#onKey(event), options);
    document.addEventListener("pointerdown", (event) => this.#onPress(event), options);
    document.addEventListener("selectstart", (event) => this.#onSelectStart(event), options);
    document.addEventListener("selectionchange", () => this.#onSelectionChange(), options);
  }

  hostDisconnected(): void {
    this.#listeners?.abort();
  }

  // The microtasks run before the browser does what a key or a press asks for.
  #onKey({ key, ctrlKey, metaKey, target }: KeyboardEvent): void {
    const isCommand = ctrlKey || metaKey;
    const name = key.toLowerCase();
    if (isCommand && name === "a" && !isTextBox(target)) void this.#text.showWhole();
    else if ((isCommand && (name === "f" || name === "g")) || name === "f3") void this.#text.complete();
  }

  /** With Shift, everything between the selection and the pointer is selected. */
  #onPress({ shiftKey, target }: PointerEvent): void {
    const to = target instanceof Element ? target.closest(stretch) : null;
    const from = document.getSelection()?.anchorNode?.parentElement?.closest(stretch);
    if (shiftKey && from && to && from !== to) void this.#text.showWhole();
  }

  /** Selecting all begins at the body; VS Code's own command does it without a key in this page. */
  #onSelectStart(event: Event): void {
    if (event.target !== document.body || this.#text.isWhole) return;
    event.preventDefault();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else does what the browser's own command does
    void this.#text.showWhole().then(() => document.execCommand("selectAll"));
  }

  #onSelectionChange(): void {
    if (this.#text.isWhole && document.getSelection()?.isCollapsed) this.#text.showParts();
  }
}

function isTextBox(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}
