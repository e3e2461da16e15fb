import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { QueuedView, QueueView } from "../../../protocol/view.ts";
import { announce } from "../../announce/announcer.ts";
import { LightElement } from "../../lightElement.ts";
import { icon } from "../../parts/icon.ts";
import { post } from "../../post.ts";
import { consume, isInputMethodKey, isPlain } from "../composerKeys.ts";
import { ListFocus } from "../listFocus.ts";
import { editForm, queuedFace } from "./queuedItem.ts";

/** The messages that go out when the running turn has ended. */
export class QueueElement extends LightElement {
  static override properties: PropertyDeclarations = {
    queue: { attribute: false },
    edits: { state: true },
  };
  declare queue: QueueView | undefined;
  /** What stands in the boxes of the messages that are edited here, by their ids. */
  declare edits: ReadonlyMap<string, string>;

  readonly #focus = new ListFocus(this, ".queued", ".queued");
  readonly #release = (): void =>
    this.edits.forEach((_, id) => post(this, "queue", { id, action: "release" }));

  constructor() {
    super();
    this.edits = new Map();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A page that goes away takes its edits along; their messages must not wait for ever.
    window.addEventListener("pagehide", this.#release);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("pagehide", this.#release);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("queue")) return;
    const ids = new Set(this.#messages.map(({ id }) => id));
    if ([...this.edits.keys()].some((id) => !ids.has(id)))
      this.edits = new Map([...this.edits].filter(([id]) => ids.has(id)));
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("edits");
    const begun = before && [...this.edits.keys()].find((id) => !before.has(id));
    if (begun === undefined) return;
    const index = this.#messages.findIndex(({ id }) => id === begun);
    const entry = this.querySelectorAll(".queued").item(index);
    const box = entry.querySelector("textarea");
    box?.focus({ preventScroll: true });
    box?.setSelectionRange(box.value.length, box.value.length);
    entry.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult | typeof nothing {
    const messages = this.#messages;
    if (messages.length === 0) return nothing;
    return html`<section class="queue" aria-label=${l10n.t("Queued messages")}>
      ${this.queue?.paused === true ? this.#pausedHead() : this.#head()}
      <ul class="queueList" role="list">
        ${repeat(
          messages,
          ({ id }) => id,
          (message, index) => this.#item(message, index, messages.length),
        )}
      </ul>
    </section>`;
  }

  get #messages(): readonly QueuedView[] {
    return this.queue?.messages ?? [];
  }

  #head(): TemplateResult {
    return html`<p class="queueHead">
      ${icon("list-ordered")}<span>${l10n.t("Queued ({0})", this.#messages.length)}</span>
    </p>`;
  }

  #pausedHead(): TemplateResult {
    return html`<p class="queueHead paused">
      ${icon("debug-pause")}<span class="queueWords"
        >${l10n.t("The last turn did not finish. Queued messages wait.")}</span
      >
      <button type="button" class="button secondary" @click=${() => post(this, "queueResume", {})}>
        ${l10n.t("Resume")}
      </button>
    </p>`;
  }

  #item(message: QueuedView, index: number, count: number): TemplateResult {
    const { id } = message;
    const edit = this.edits.get(id);
    const begin = excerpt(message);
    return html`<li
      class="queued"
      role="listitem"
      tabindex="0"
      aria-label=${l10n.t("Queued message {0} of {1}: {2}", index + 1, count, begin)}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, message, index, count)}
    >
      ${
        edit === undefined
          ? queuedFace(message, begin, index, count, {
              act: (action) => post(this, "queue", { id, action }),
              move: (isUp) => this.#move(id, index, count, isUp),
              edit: () => this.#startEdit(message),
            })
          : editForm(message, begin, edit, {
              type: (text) => (this.edits = new Map(this.edits).set(id, text)),
              save: () => this.#save(message),
              cancel: () => this.#cancel(id),
            })
      }
    </li>`;
  }

  #onKey(event: KeyboardEvent, message: QueuedView, index: number, count: number): void {
    if (isInputMethodKey(event)) return;
    const { key, target, currentTarget } = event;
    const { id } = message;
    const isUp = key === "ArrowUp";
    if (this.edits.has(id) && target !== currentTarget) {
      if (!isPlain(event)) return;
      if (key === "Escape") this.#cancel(id);
      else if (key === "Enter" && target instanceof HTMLTextAreaElement) this.#save(message);
      else return;
    } else if (isUp || key === "ArrowDown") {
      if (event.shiftKey || event.ctrlKey || event.metaKey) return;
      if (!event.altKey && currentTarget instanceof Element) this.#focus.moveBy(currentTarget, isUp ? -1 : 1);
      else this.#move(id, index, count, isUp);
    } else if (isPlain(event) && target === currentTarget) {
      if (key === "Delete" || key === "Backspace") post(this, "queue", { id, action: "remove" });
      else if (key === "Enter" || key === "F2") this.#startEdit(message);
      else return;
    } else {
      return;
    }
    consume(event);
  }

  #move(id: string, index: number, count: number, isUp: boolean): void {
    const place = index + (isUp ? 0 : 2);
    if (place < 1 || place > count) return;
    post(this, "queue", { id, action: isUp ? "up" : "down" });
    announce(this, l10n.t("Moved to place {0} of {1}", place, count));
  }

  #startEdit({ id, text }: QueuedView): void {
    if (this.edits.has(id)) return;
    post(this, "queue", { id, action: "hold" });
    this.edits = new Map(this.edits).set(id, text);
  }

  /** A message of nothing is none: its box stays open. */
  #save({ id, attachments }: QueuedView): void {
    const text = this.edits.get(id);
    if (text === undefined || (text.trim() === "" && attachments.length === 0)) return;
    post(this, "queueText", { id, text });
    this.#endEdit(id);
  }

  #cancel(id: string): void {
    post(this, "queue", { id, action: "release" });
    this.#endEdit(id);
  }

  #endEdit(id: string): void {
    this.edits = new Map([...this.edits].filter(([other]) => other !== id));
  }
}

/** The beginning of a message, on one line, by which its controls are told apart. */
function excerpt({ text, attachments }: QueuedView): string {
  const line = text.trim().replaceAll(/\s+/g, " ") || attachments.map(({ name }) => name).join(", ");
  return line.length <= 40 ? line : `${line.slice(0, 40).trimEnd()}…`;
}

customElements.define("agent37-queue", QueueElement);
