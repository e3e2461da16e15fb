/** Chips: what goes, or went, with a message. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { AttachmentView } from "../../protocol/view.ts";
import { post } from "../post.ts";
import { icon } from "./icon.ts";

const icons: Readonly<Record<AttachmentView["kind"], string>> = {
  file: "file",
  image: "file-media",
  snippet: "symbol-snippet",
};

/** The icon and the name of an attachment, as every chip shows them. */
export function chipFace({ kind, name }: AttachmentView): TemplateResult {
  return html`${icon(icons[kind])}<span class="chipName">${name}</span>`;
}

/** The tooltip of a chip: its name, which may be cut off, and where it is from. */
export function chipTitle({ name, detail }: AttachmentView): string {
  return detail === undefined ? name : `${name}\n${detail}`;
}

/**
 * The attachments of a message that is not in the composer. `of` names its turn or queued message. The text of a snippet is
 * shown on demand; a press on what the editor can show posts `openAttachment`.
 */
export function readOnlyChips(
  attachments: readonly AttachmentView[] | undefined,
  of: string,
): TemplateResult | typeof nothing {
  if (!attachments || attachments.length === 0) return nothing;
  return html`<ul class="chips" role="list" aria-label=${l10n.t("Attachments")}>
    ${attachments.map(
      (attachment) => html`<li class="chipPlace" role="listitem">${readOnlyChip(attachment, of)}</li>`,
    )}
  </ul>`;
}

function readOnlyChip(attachment: AttachmentView, of: string): TemplateResult {
  const title = chipTitle(attachment);
  if (attachment.text !== undefined) {
    return html`<details class="chipDetails">
      <summary class="chip" title=${title}>${chipFace(attachment)}</summary>
      <div class="chipBody">
        <pre class="chipText" tabindex="0" aria-label=${attachment.name}>${attachment.text}</pre>
        ${
          attachment.canOpen
            ? html`<button
                type="button"
                class="textButton"
                aria-label=${l10n.t("Open {0}", attachment.name)}
                @click=${(event: Event) => open(event, attachment, of)}
              >
                ${l10n.t("Open")}
              </button>`
            : nothing
        }
      </div>
    </details>`;
  }
  if (!attachment.canOpen) return html`<span class="chip" title=${title}>${chipFace(attachment)}</span>`;
  return html`<button
    type="button"
    class="chip"
    title=${title}
    @click=${(event: Event) => open(event, attachment, of)}
  >
    ${chipFace(attachment)}
  </button>`;
}

function open(event: Event, { id }: AttachmentView, of: string): void {
  post(event.currentTarget, "openAttachment", { id, of });
}
