import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { ViewMessages } from "../../../protocol/messages.ts";
import type { QueuedView } from "../../../protocol/view.ts";
import { readOnlyChips } from "../../parts/chips.ts";
import { icon } from "../../parts/icon.ts";

type QueueAction = ViewMessages["queue"]["action"];

interface FaceActions {
  readonly act: (action: Extract<QueueAction, "remove" | "sendNow">) => void;
  readonly move: (isUp: boolean) => void;
  readonly edit: () => void;
}

/** A queued message as it waits. `begin` is its beginning, for the names of its buttons. */
export function queuedFace(
  message: QueuedView,
  begin: string,
  index: number,
  count: number,
  { act, move, edit }: FaceActions,
): TemplateResult {
  const { text, attachments, held, id } = message;
  return html`<div class="queuedBody">
      <div class="queuedText" title=${text}>${text}</div>
      ${readOnlyChips(attachments, id)}
      ${held ? html`<div class="queuedNote">${l10n.t("Waits while it is being edited")}</div>` : nothing}
    </div>
    <div class="queuedButtons">
      ${button("edit", l10n.t("Edit"), l10n.t("Edit: {0}", begin), true, edit)}
      ${button("arrow-up", l10n.t("Move Up (Alt+Up)"), l10n.t("Move Up: {0}", begin), index > 0, () =>
        move(true),
      )}
      ${button(
        "arrow-down",
        l10n.t("Move Down (Alt+Down)"),
        l10n.t("Move Down: {0}", begin),
        index < count - 1,
        () => move(false),
      )}
      ${button("trash", l10n.t("Remove"), l10n.t("Remove: {0}", begin), true, () => act("remove"))}
      ${button("send", l10n.t("Send Now"), l10n.t("Send Now: {0}", begin), true, () => act("sendNow"))}
    </div>`;
}

/** One that can do nothing keeps the focus all the same: the message that it has moved to the end is still in hand. */
function button(
  name: string,
  title: string,
  label: string,
  isEnabled: boolean,
  onClick: () => void,
): TemplateResult {
  return html`<button
    type="button"
    class="iconButton small"
    aria-label=${label}
    aria-disabled=${isEnabled ? nothing : "true"}
    title=${title}
    @click=${() => isEnabled && onClick()}
  >
    ${icon(name)}
  </button>`;
}

interface EditActions {
  readonly type: (text: string) => void;
  readonly save: () => void;
  readonly cancel: () => void;
}

/** A queued message whose text is being edited. `.value` is set once: what is typed is the box's own. */
export function editForm(
  { text, attachments, id }: QueuedView,
  begin: string,
  edited: string,
  { type, save, cancel }: EditActions,
): TemplateResult {
  return html`<div class="queuedBody">
    <textarea
      class="queuedBox"
      rows="1"
      aria-label=${l10n.t("Edit the queued message")}
      .value=${text}
      @input=${(event: Event) => type((event.currentTarget as HTMLTextAreaElement).value)}
    ></textarea>
    ${readOnlyChips(attachments, id)}
    <div class="buttons">
      <button
        type="button"
        class="button primary"
        aria-label=${l10n.t("Save: {0}", begin)}
        ?disabled=${edited.trim() === "" && attachments.length === 0}
        title=${l10n.t("Save (Enter)")}
        @click=${save}
      >
        ${l10n.t("Save")}
      </button>
      <button
        type="button"
        class="button secondary"
        aria-label=${l10n.t("Cancel: {0}", begin)}
        title=${l10n.t("Cancel (Escape)")}
        @click=${cancel}
      >
        ${l10n.t("Cancel")}
      </button>
    </div>
  </div>`;
}
