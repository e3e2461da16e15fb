import styles from "../../../src/webview/styles/main.css";

/** Puts the chat view's style sheet into the page, once. */
export function addStyles(): void {
  if (document.getElementById("agent37-styles")) return;
  const sheet = document.createElement("style");
  sheet.id = "agent37-styles";
  sheet.textContent = styles;
  document.head.append(sheet);
}
