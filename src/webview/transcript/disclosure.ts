import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../parts/icon.ts";

export interface Disclosure {
  readonly className: string;
  readonly open: boolean;
  readonly label: unknown;
  /** Rendered only while open. */
  readonly body: () => unknown;
  readonly onToggle: () => void;
}

/** A row that opens: a button that says so, and what it shows. */
export function disclosure({ className, open, label, body, onToggle }: Disclosure): TemplateResult {
  return html`<div class="row ${className}">
    <button type="button" class="rowHead" aria-expanded=${open ? "true" : "false"} @click=${onToggle}>
      ${label} ${icon(open ? "chevron-down" : "chevron-right")}
    </button>
    ${open ? html`<div class="rowBody">${body()}</div>` : nothing}
  </div>`;
}
