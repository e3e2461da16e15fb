import { html, nothing, type TemplateResult } from "lit";
import type { DialView } from "../../protocol/view.ts";
import { icon } from "../parts/icon.ts";
import { post } from "../post.ts";

/** Labels beyond this many UTF-16 units give way first. */
const shortLabel = 8;

/** The choices below the text: each button shows its value and lets the user choose another. */
export function dialRow(dials: readonly DialView[]): TemplateResult | typeof nothing {
  if (dials.length === 0) return nothing;
  return html`<div class="dials">
    ${dials.map(
      ({ id, label, title, enabled }) =>
        html`<button
          type="button"
          class="dial ${label.length > shortLabel ? "long" : ""}"
          aria-label=${title}
          aria-haspopup="listbox"
          title=${title}
          ?disabled=${!enabled}
          @click=${(event: Event) => post(event.currentTarget, "dial", { id })}
        >
          <span class="dialLabel">${label}</span>${icon("chevron-down")}
        </button>`,
    )}
  </div>`;
}
