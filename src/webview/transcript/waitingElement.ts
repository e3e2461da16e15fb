import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { TurnPhaseView } from "../../protocol/view.ts";
import { formatSeconds } from "../format.ts";
import { hostNow } from "../hostClock.ts";
import { LightElement } from "../lightElement.ts";
import { spinner } from "../parts/icon.ts";
import { remedyButtons } from "../parts/remedyButtons.ts";
import { Ticker } from "../ticker.ts";
import { problemText } from "./problemCard.ts";

export type WaitingPhase = Extract<TurnPhaseView, { kind: "waiting" }>;

/** A turn that will be sent again by itself, with the time until then. */
export class WaitingElement extends LightElement {
  static override properties: PropertyDeclarations = {
    phase: { attribute: false },
    turnId: { attribute: false },
  };
  declare phase: WaitingPhase | undefined;
  declare turnId: string;

  constructor() {
    super();
    this.turnId = "";
    new Ticker(this, () => this.phase !== undefined && hostNow() < this.phase.until);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { phase, turnId } = this;
    if (!phase) return nothing;
    // Announced once when it appears; a countdown that is read out every second helps nobody.
    return html`<section class="card ${phase.problem.severity}" role="status" aria-live="off">
      ${spinner()}
      <div class="cardBody">
        ${problemText(phase.problem)}
        <p class="countdown">${countdown(phase)}</p>
        ${remedyButtons(phase.problem.buttons, turnId)}
      </div>
    </section>`;
  }
}

function countdown({ until, attempt }: WaitingPhase): string {
  const seconds = Math.ceil((until - hostNow()) / 1000);
  return seconds > 0
    ? l10n.t("Retrying in {0} (attempt {1})", formatSeconds(seconds), attempt)
    : l10n.t("Retrying… (attempt {0})", attempt);
}

customElements.define("agent37-waiting", WaitingElement);
