import { html, type TemplateResult } from "lit";

/** A codicon that says nothing by itself: the text beside it does. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}

/** The sign that something runs; it stands still when the user wants less motion. */
export function spinner(): TemplateResult {
  return html`<span class="codicon codicon-loading spinner" aria-hidden="true"></span>`;
}
