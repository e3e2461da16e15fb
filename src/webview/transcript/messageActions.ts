/** What can be done with a message: quiet buttons that show when the pointer or the focus is there. */
import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { ShownTurn } from "../../protocol/shown.ts";
import { announce } from "../announce/announcer.ts";
import { showCopied } from "../parts/copied.ts";
import { icon } from "../parts/icon.ts";
import { post } from "../post.ts";
import { isActive } from "../../protocol/turnPhase.ts";
import { answerMarkdown } from "./answerMarkdown.ts";

/** For the user's message. */
export function userActions({ id, input }: ShownTurn): TemplateResult | typeof nothing {
  if (input === undefined) return nothing;
  return html`<div class="messageActions" role="group" aria-label=${l10n.t("Message")}>
    ${input === "" ? nothing : copyButton(l10n.t("Copy"), () => input)}
    <button
      type="button"
      class="iconButton"
      aria-label=${l10n.t("Send Again")}
      title=${l10n.t("Send Again")}
      @click=${(event: Event) => post(event.currentTarget, "sendAgain", { turnId: id })}
    >
      ${icon("redo")}
    </button>
  </div>`;
}

/** For an answer that is there to stay. */
export function answerActions(turn: ShownTurn): TemplateResult | typeof nothing {
  if (isActive(turn) || !turn.items.some(({ kind }) => kind === "text")) return nothing;
  return html`<div class="messageActions" role="group" aria-label=${l10n.t("Answer")}>
    ${copyButton(l10n.t("Copy as Markdown"), () => answerMarkdown(turn))}
  </div>`;
}

function copyButton(label: string, text: () => string): TemplateResult {
  return html`<button
    type="button"
    class="iconButton"
    aria-label=${label}
    title=${label}
    @click=${({ currentTarget }: Event) => {
      if (!(currentTarget instanceof HTMLElement)) return;
      post(currentTarget, "copy", { text: text() });
      showCopied(currentTarget);
      announce(currentTarget, l10n.t("Copied"));
    }}
  >
    ${icon("copy")}
  </button>`;
}
