/** What stands between the user and a chat. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { agentInSentence } from "../agentName.ts";
import type { GateView, HeaderView } from "../../protocol/view.ts";
import { icon, spinner } from "../parts/icon.ts";
import { remedyButtons } from "../parts/remedyButtons.ts";

type BlockedGate = Extract<GateView, { kind: "blocked" }>;

const icons: Readonly<Record<BlockedGate["reason"], string>> = {
  noKey: "key",
  noInstance: "server-environment",
  instanceNotReady: "server-process",
  offline: "debug-disconnect",
  problem: "warning",
};

/** What fills the place of the transcript while there is none. */
export function welcome(header: HeaderView, suggest: (text: string) => void): TemplateResult {
  const { gate } = header;
  switch (gate.kind) {
    case "loading":
      return html`<div class="welcome" role="status">
        ${spinner()}
        <p>${gate.text}</p>
      </div>`;
    case "blocked":
      return html`<section class="welcome" aria-label=${gate.title}>
        <div class="welcomeIcon">${gate.busy ? spinner() : icon(icons[gate.reason])}</div>
        <h2>${gate.title}</h2>
        <p>${gate.text}</p>
        ${remedyButtons(gate.buttons)}
      </section>`;
    case "none":
      return emptyChat(header, suggest);
  }
}

/** The gate above the composer, when the transcript has its place. */
export function gateBanner(gate: GateView): TemplateResult | typeof nothing {
  switch (gate.kind) {
    case "none":
      return nothing;
    case "loading":
      return html`<div class="banner" role="status">
        ${spinner()}
        <p>${gate.text}</p>
      </div>`;
    case "blocked":
      return html`<section class="banner" aria-label=${gate.title}>
        ${gate.busy ? spinner() : icon(icons[gate.reason])}
        <div class="cardBody">
          <p><strong>${gate.title}</strong></p>
          <p>${gate.text}</p>
          ${remedyButtons(gate.buttons)}
        </div>
      </section>`;
  }
}

function emptyChat(header: HeaderView, suggest: (text: string) => void): TemplateResult {
  const suggestions = [
    l10n.t("What can you do?"),
    l10n.t("Which files are in your workspace?"),
    l10n.t("Which tools do you have?"),
  ];
  return html`<section class="welcome">
    <div class="welcomeIcon">${icon("comment-discussion-sparkle")}</div>
    <h2>${l10n.t("Ask {0}", agentInSentence(header.agentName))}</h2>
    <p>${whereTheAgentIs(header)}</p>
    <div class="suggestions">
      ${suggestions.map(
        (text) =>
          html`<button type="button" class="suggestion" @click=${() => suggest(text)}>${text}</button>`,
      )}
    </div>
  </section>`;
}

const asleep: Readonly<Record<NonNullable<HeaderView["instanceSleep"]>, (name: string) => string>> = {
  sleeping: (name) => l10n.t("{0} sleeps; your message wakes it.", name),
  waking: (name) => l10n.t("{0} is waking; your message goes out once it is awake.", name),
};

/** Says "ready" only when nothing stands in the way of a message. */
function whereTheAgentIs({ gate, canSend, instanceName, instanceSleep }: HeaderView): string {
  const isReady = gate.kind === "none" && canSend;
  if (instanceName) {
    if (isReady && instanceSleep) return asleep[instanceSleep](instanceName);
    return isReady
      ? l10n.t("Your agent on {0} is ready.", instanceName)
      : l10n.t("Your agent on {0}", instanceName);
  }
  return isReady ? l10n.t("Your agent is ready.") : l10n.t("Your agent");
}
