import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { isInputMethodKey, isPlain, type KeyPress } from "../composerKeys.ts";
import { icon } from "../../parts/icon.ts";
import type { Picker, PickerItem } from "./picker.ts";

const listId = "agent37-picker";
const optionId = (index: number): string => `agent37-picker-${index}`;

/** The popup above the text; nothing while it is closed. */
export function pickerPopup(picker: Picker): TemplateResult | typeof nothing {
  const { trigger, items, active, isLoading } = picker;
  if (!trigger) return nothing;
  if (items.length === 0) {
    return html`<div class="picker">
      <p class="pickerNote">${isLoading ? l10n.t("Loading…") : l10n.t("Nothing matches")}</p>
    </div>`;
  }
  return html`<div class="picker">
    <ul
      id=${listId}
      class="pickerList"
      role="listbox"
      aria-label=${trigger.kind === "mention" ? l10n.t("What to attach") : l10n.t("Commands")}
    >
      ${items.map((item, index) => option(picker, item, index, index === active))}
    </ul>
  </div>`;
}

function option(picker: Picker, item: PickerItem, index: number, isActive: boolean): TemplateResult {
  const { label, description } = item;
  return html`<li
    id=${optionId(index)}
    class="pickerOption"
    role="option"
    aria-selected=${isActive ? "true" : "false"}
    title=${description === undefined ? label : `${label}\n${description}`}
    @mousedown=${(event: Event) => event.preventDefault()}
    @click=${() => picker.choose(index)}
  >
    ${icon(item.icon)}<span class="pickerLabel">${label}</span
    >${description === undefined ? nothing : html` <span class="pickerDetail">${description}</span>`}
  </li>`;
}

/** What the text box says of the popup: `aria-controls` and `aria-activedescendant`. */
export function pickerReferences({ items, active }: Picker): {
  readonly list: string | typeof nothing;
  readonly option: string | typeof nothing;
} {
  if (items.length === 0) return { list: nothing, option: nothing };
  return { list: listId, option: optionId(active) };
}

/** What screen readers are told of the popup. */
export function pickerStatus({ trigger, items, isLoading }: Picker): string {
  if (!trigger || isLoading) return "";
  if (items.length === 0) return l10n.t("Nothing matches");
  return items.length === 1 ? l10n.t("1 suggestion") : l10n.t("{0} suggestions", items.length);
}

/** Acts on a key while the popup is open; false for a key that is not the popup's. */
export function pickerKey(picker: Picker, press: KeyPress): boolean {
  if (!picker.trigger || !isPlain(press) || isInputMethodKey(press)) return false;
  if (press.key === "Escape") {
    picker.dismiss();
    return true;
  }
  // What nothing matches is text like any other.
  if (picker.items.length === 0 && !picker.isLoading) return false;
  switch (press.key) {
    case "ArrowDown":
      picker.move(1);
      return true;
    case "ArrowUp":
      picker.move(-1);
      return true;
    case "Home":
      picker.move("first");
      return true;
    case "End":
      picker.move("last");
      return true;
    case "Enter":
    case "Tab":
      picker.choose();
      return true;
    default:
      return false;
  }
}

/** Keeps the popup within the page and its marked entry in sight. */
export function placePicker(root: HTMLElement): void {
  const popup = root.querySelector<HTMLElement>(".picker");
  if (!popup) return;
  popup.style.maxHeight = `${Math.max(0, root.getBoundingClientRect().top - 8)}px`;
  popup.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
}
