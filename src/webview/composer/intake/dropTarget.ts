import type { ReactiveController, ReactiveControllerHost } from "lit";
import { bringsResources, type Brought, readDrop } from "./transfer.ts";

/**
 * A drag tells several times a second that it is over the page. One that ends elsewhere, or with Escape, does not always
 * tell that it has left: after this time without a word it has. In milliseconds.
 */
const silenceMs = 1000;

/**
 * Takes drops of files anywhere on the page. While something is dragged from the Explorer or an editor tab, VS Code keeps
 * drags away from its webviews until Shift is held; what comes in from another program reaches the page at once. What
 * has reached it stays here: an event that goes on to VS Code would open the file instead.
 */
export class DropTarget implements ReactiveController {
  readonly #element: ReactiveControllerHost;
  readonly #take: (brought: Brought) => void;
  #isOver = false;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #listening: AbortController | undefined;

  constructor(element: ReactiveControllerHost, take: (brought: Brought) => void) {
    this.#element = element;
    this.#take = take;
    element.addController(this);
  }

  /** Whether something is held over the page that a drop would attach. */
  get isOver(): boolean {
    return this.#isOver;
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("dragenter", (event) => this.#onOver(event), { signal });
    document.addEventListener("dragover", (event) => this.#onOver(event), { signal });
    document.addEventListener("dragleave", (event) => this.#onLeave(event), { signal });
    document.addEventListener("drop", (event) => this.#onDrop(event), { signal });
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    clearTimeout(this.#silence);
  }

  #onOver(event: DragEvent): void {
    const { dataTransfer } = event;
    if (!dataTransfer || !bringsResources(dataTransfer.types)) return;
    event.preventDefault();
    event.stopPropagation();
    dataTransfer.dropEffect = "copy";
    this.#show(true);
  }

  #onLeave({ relatedTarget }: DragEvent): void {
    // Within the page it only goes from one element to the next.
    if (relatedTarget === null) this.#show(false);
  }

  #onDrop(event: DragEvent): void {
    this.#show(false);
    const { dataTransfer } = event;
    if (!dataTransfer) return;
    const brought = readDrop(dataTransfer);
    if (brought.uris.length + brought.files.length + brought.folders.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#take(brought);
  }

  #show(isOver: boolean): void {
    clearTimeout(this.#silence);
    if (isOver) this.#silence = setTimeout(() => this.#show(false), silenceMs);
    if (this.#isOver === isOver) return;
    this.#isOver = isOver;
    this.#element.requestUpdate();
  }
}
