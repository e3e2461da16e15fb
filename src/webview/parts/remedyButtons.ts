import { html, nothing, type TemplateResult } from "lit";
import type { RemedyButton } from "../../protocol/view.ts";
import { post } from "../post.ts";

/** The buttons of a problem, the natural one first and prominent. `turnId` names the failed turn they are for. */
export function remedyButtons(
  buttons: readonly RemedyButton[],
  turnId?: string,
): TemplateResult | typeof nothing {
  if (buttons.length === 0) return nothing;
  return html`<div class="buttons">
    ${buttons.map(
      ({ id, label }, index) =>
        html`<button
          type="button"
          class="button ${index === 0 ? "primary" : "secondary"}"
          @click=${(event: Event) => post(event.currentTarget, "remedy", { id, turnId })}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}
