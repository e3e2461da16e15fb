import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../parts/icon.ts";

export interface SendButtons {
  readonly isRunning: boolean;
  /** The running turn was asked to stop. */
  readonly isStopping: boolean;
  /** There is a text, and somebody to send it to. */
  readonly isSendable: boolean;
  readonly stop: () => void;
  readonly send: (stopFirst: boolean) => void;
}

/** Send, and beside it what can be done about the turn that runs. */
export function sendButtons({ isRunning, isStopping, isSendable, stop, send }: SendButtons): TemplateResult {
  const title = isRunning
    ? l10n.t("Queue (Enter): goes out when the turn has ended")
    : l10n.t("Send (Enter)");
  return html`<div class="sendButtons">
    ${isRunning ? stopButton(isStopping, stop) : nothing}
    ${isRunning && isSendable ? stopAndSendButton(() => send(true)) : nothing}
    <button
      type="button"
      class="iconButton send"
      aria-label=${l10n.t("Send")}
      title=${title}
      ?disabled=${!isSendable}
      @click=${() => send(false)}
    >
      ${icon("send")}
    </button>
  </div>`;
}

function stopButton(isStopping: boolean, stop: () => void): TemplateResult {
  const label = isStopping ? l10n.t("Stopping…") : l10n.t("Stop");
  return html`<button
    type="button"
    class="iconButton stop"
    aria-label=${label}
    title=${label}
    ?disabled=${isStopping}
    @click=${stop}
  >
    ${icon("debug-stop")}${isStopping ? html`<span>${label}</span>` : nothing}
  </button>`;
}

function stopAndSendButton(press: () => void): TemplateResult {
  const key = navigator.userAgent.includes("Mac") ? "⌘Enter" : "Ctrl+Enter";
  return html`<button
    type="button"
    class="iconButton stopAndSend"
    aria-label=${l10n.t("Stop and Send")}
    title=${l10n.t("Stop and Send ({0})", key)}
    @click=${press}
  >
    ${icon("debug-stop")}${icon("send")}
  </button>`;
}
