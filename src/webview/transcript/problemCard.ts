import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { ProblemView } from "../../protocol/view.ts";
import { icon } from "../parts/icon.ts";
import { remedyButtons } from "../parts/remedyButtons.ts";

/**
 * A turn's failure: what happened, what the server said, and what can be done.
 * @param isLive whether it failed just now; an old failure is not read out when its page is built again.
 */
export function problemCard(problem: ProblemView, turnId: string, isLive: boolean): TemplateResult {
  return html`<section class="card ${problem.severity}" role="alert" aria-live=${isLive ? nothing : "off"}>
    ${icon(problem.severity)}
    <div class="cardBody">${problemText(problem)} ${remedyButtons(problem.buttons, turnId)}</div>
  </section>`;
}

export function problemText(problem: ProblemView): TemplateResult {
  const { title, message, hint, param, detail, code } = problem;
  return html`<p class="cardTitle">${title}</p>
    ${message ? html`<p>${message}</p>` : nothing} ${hint ? html`<p>${hint}</p>` : nothing}
    <p class="cardCode">
      <code>${code}</code>${param ? html` · ${l10n.t("Parameter:")} <code>${param}</code>` : nothing}
    </p>
    ${
      detail
        ? html`<details>
            <summary>${l10n.t("Details")}</summary>
            <pre tabindex="0">${detail}</pre>
          </details>`
        : nothing
    }`;
}
