import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { AttachmentView } from "../../protocol/view.ts";
import { LightElement } from "../lightElement.ts";
import { chipFace, chipTitle } from "../parts/chips.ts";
import { icon } from "../parts/icon.ts";
import { post } from "../post.ts";
import { consume, isPlain } from "./composerKeys.ts";
import { ListFocus } from "./listFocus.ts";

/** What goes with the message that is being written. */
export class ComposerChipsElement extends LightElement {
  static override properties: PropertyDeclarations = { attachments: { attribute: false } };
  declare attachments: readonly AttachmentView[];

  readonly #focus = new ListFocus(this, ".chipPlace", "button");

  constructor() {
    super();
    this.attachments = [];
  }

  /** Moves the focus to the last chip and says whether there is one. */
  focusLast(): boolean {
    if (this.attachments.length === 0) return false;
    this.#focus.focusEntry(this.attachments.length - 1);
    return true;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.attachments.length === 0) return nothing;
    return html`<ul class="chips" role="list" aria-label=${l10n.t("Attachments")}>
      ${repeat(
        this.attachments,
        ({ id }) => id,
        (attachment) =>
          html`<li
            class="chipPlace"
            role="listitem"
            @keydown=${(event: KeyboardEvent) => this.#onKey(event, attachment)}
          >
            ${this.#chip(attachment)}
          </li>`,
      )}
    </ul>`;
  }

  #chip(attachment: AttachmentView): TemplateResult {
    const { id, name, canOpen } = attachment;
    const title = chipTitle(attachment);
    return html`<span class="chip removable">
      ${
        canOpen
          ? html`<button
              type="button"
              class="chipOpen"
              title=${title}
              @click=${() => post(this, "openAttachment", { id })}
            >
              ${chipFace(attachment)}
            </button>`
          : html`<span class="chipOpen" title=${title}>${chipFace(attachment)}</span>`
      }
      <button
        type="button"
        class="chipRemove"
        aria-label=${l10n.t("Remove {0}", name)}
        title=${l10n.t("Remove (Delete)")}
        @click=${() => this.#remove(attachment)}
      >
        ${icon("close")}
      </button>
    </span>`;
  }

  #onKey(event: KeyboardEvent, attachment: AttachmentView): void {
    if (!isPlain(event)) return;
    const { key, currentTarget } = event;
    if (key === "Delete" || key === "Backspace") {
      consume(event);
      this.#remove(attachment);
    } else if ((key === "ArrowLeft" || key === "ArrowRight") && currentTarget instanceof Element) {
      if (this.#focus.moveBy(currentTarget, key === "ArrowLeft" ? -1 : 1)) consume(event);
    }
  }

  #remove({ id }: AttachmentView): void {
    post(this, "removeAttachment", { id });
  }
}

customElements.define("agent37-composer-chips", ComposerChipsElement);
