import type { ReactiveController, ReactiveControllerHost } from "lit";

/** A text of which parts may not be there yet. */
interface Text {
  readonly isComplete: boolean;
  /** Mounts everything; done before the microtasks that are waiting have run out. */
  complete(): Promise<void>;
}

/** With Ctrl or Cmd: find, find next, select all. */
const wholeTextKeys = new Set(["f", "g", "a"]);

/** Sees to it that find, select all and copy get the whole text while a conversation is still being mounted. */
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
    document.addEventListener("selectstart", (event) => this.#onSelectStart(event), options);
    document.addEventListener("copy", (event) => this.#onCopy(event), options);
  }

  hostDisconnected(): void {
    this.#listeners?.abort();
  }

  #onKey({ key, ctrlKey, metaKey, target }: KeyboardEvent): void {
    const isCommand = (ctrlKey || metaKey) && wholeTextKeys.has(key.toLowerCase());
    if (!isCommand && key !== "F3") return;
    if (key.toLowerCase() === "a" && isTextBox(target)) return;
    // The microtasks run before the browser does what the key asks for.
    if (!this.#text.isComplete) void this.#text.complete();
  }

  /** Selecting everything begins at the body; VS Code's own command does it without a key in this page. */
  #onSelectStart(event: Event): void {
    if (event.target === document.body) this.#again("selectAll", event);
  }

  #onCopy(event: ClipboardEvent): void {
    if (!document.getSelection()?.isCollapsed && !isTextBox(event.target)) this.#again("copy", event);
  }

  /** The browser goes by what is there now: it is asked again when everything is. */
  #again(command: "selectAll" | "copy", event: Event): void {
    if (this.#text.isComplete) return;
    event.preventDefault();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else does what the browser's own commands do
    void this.#text.complete().then(() => document.execCommand(command));
  }
}

function isTextBox(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}
