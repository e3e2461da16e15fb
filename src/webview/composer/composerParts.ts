/** What stands around the composer's text. */
import * as l10n from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { icon } from "../parts/icon.ts";
import { post } from "../post.ts";

/** Id of {@link asksHint}, which describes the text box. */
export const asksHintId = "agent37-asks";

/** Says to whom cannot see the answer above that it ends in a question. */
export function asksHint(): TemplateResult {
  return html`<p id=${asksHintId} class="visuallyHidden">${l10n.t("Waiting for your answer")}</p>`;
}

export function attachButton(): TemplateResult {
  return html`<button
    type="button"
    class="iconButton"
    aria-label=${l10n.t("Attach")}
    title=${l10n.t("Attach Files\nOr drop them here: hold Shift while you drag from the Explorer.")}
    @click=${(event: Event) => post(event.currentTarget, "attach", {})}
  >
    ${icon("attach")}
  </button>`;
}

/** Covers the composer while something is held over the page that a drop would attach. */
export function dropHint(): TemplateResult {
  return html`<div class="dropHint">${icon("attach")}${l10n.t("Drop to attach")}</div>`;
}
