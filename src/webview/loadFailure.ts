import * as l10n from "@vscode/l10n";

/** What stands at the top of a chat whose turns cannot be shown. */
export function loadFailure(): HTMLElement {
  const icon = document.createElement("span");
  icon.className = "codicon codicon-error";
  icon.ariaHidden = "true";
  const sentence = document.createElement("p");
  sentence.className = "cardBody";
  sentence.textContent = l10n.t("The chat could not be loaded. Run Developer: Reload Window.");
  const card = document.createElement("section");
  card.className = "card error loadFailure";
  card.setAttribute("role", "alert");
  card.append(icon, sentence);
  return card;
}
