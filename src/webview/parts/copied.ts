import * as l10n from "@vscode/l10n";

const shownMs = 2000;
const labels = new WeakMap<
  Element,
  { readonly label: string; readonly timer: ReturnType<typeof setTimeout> }
>();

/** Lets a Copy button say for a moment that it has copied. */
export function showCopied(button: HTMLElement): void {
  const earlier = labels.get(button);
  clearTimeout(earlier?.timer);
  const label = earlier?.label ?? button.title;
  show(button, l10n.t("Copied"), true);
  const timer = setTimeout(() => {
    labels.delete(button);
    show(button, label, false);
  }, shownMs);
  labels.set(button, { label, timer });
}

function show(button: HTMLElement, label: string, copied: boolean): void {
  button.title = label;
  button.setAttribute("aria-label", label);
  const sign = button.querySelector(".codicon");
  sign?.classList.toggle("codicon-copy", !copied);
  sign?.classList.toggle("codicon-check", copied);
}
