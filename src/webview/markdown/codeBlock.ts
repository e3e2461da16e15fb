/** Code in its frame: what it is, above it, and what can be done with it. */
import * as l10n from "@vscode/l10n";
import type { ViewMessages } from "../../protocol/messages.ts";
import { announce } from "../announce/announcer.ts";
import { showCopied } from "../parts/copied.ts";
import { post } from "../post.ts";
import { type CodeInfo, codeInfo, commandsOf, isShell } from "./codeInfo.ts";
import { element } from "./element.ts";
import { growText } from "./growText.ts";

type CodeAction = "copy" | ViewMessages["code"]["action"];

/** Longer names are none; the host takes no more, in UTF-16 units. */
const maxLanguage = 100;
const maxPath = 1000;

/** Puts a bar with its language, its path and its buttons above the code. */
export function frameCode(pre: HTMLPreElement): void {
  const code = pre.firstElementChild;
  const info = infoOf(code);
  if (code) {
    code.removeAttribute("title");
    code.className = info.language === "" ? "" : `language-${info.language}`;
  }
  const frame = element("div", "codeBlock");
  pre.replaceWith(frame);
  // A wide block scrolls, and what scrolls must be reachable by keyboard.
  pre.tabIndex = 0;
  frame.append(codeBar(info), pre);
}

/** The language of a framed code block, as it names it. */
export function languageOf(code: Element): string {
  return /(?:^|\s)language-(\S+)/.exec(code.className)?.[1] ?? "";
}

/**
 * Makes a frame show the longer code of another one, and leaves everything else as it is: scroll position, buttons,
 * focus.
 * @returns false when they are not the same block at different times.
 */
export function growCode(from: Element, to: Element): boolean {
  const [earlier, later] = [from, to].map((frame) => frame.querySelector(":scope > pre > code"));
  if (!earlier || !later || earlier.className !== later.className || earlier.childElementCount > 0)
    return false;
  const path = to.querySelector(".codePath");
  if (path && !from.querySelector(".codePath")) from.querySelector(".codeInfo")?.append(path);
  const text = earlier.firstChild;
  if (text instanceof Text) growText(text, later.textContent);
  else earlier.textContent = later.textContent;
  return true;
}

/** Does what a button of a code block is for. */
export function onCodePress(button: HTMLElement): void {
  const frame = button.closest(".codeBlock");
  const code = frame?.querySelector("pre > code");
  if (!frame || !code) return;
  const action = button.dataset["action"] as CodeAction;
  const text = frame.querySelector("pre")?.textContent ?? "";
  if (action === "copy") {
    post(button, "copy", { text });
    showCopied(button);
    announce(button, l10n.t("Copied"));
    return;
  }
  const path = frame.querySelector<HTMLElement>(".codePath")?.textContent;
  post(button, "code", {
    action,
    text: action === "run" ? commandsOf(text) : text,
    language: languageOf(code).slice(0, maxLanguage),
    ...(path !== undefined && path.length <= maxPath && { path }),
  });
}

function infoOf(code: Element | null): CodeInfo {
  if (!code) return { language: "", path: undefined };
  const text = code.textContent;
  const lineEnd = text.indexOf("\n");
  return codeInfo(
    code.getAttribute("title") ?? languageOf(code),
    lineEnd < 0 ? undefined : text.slice(0, lineEnd),
  );
}

function codeBar({ language, path }: CodeInfo): HTMLElement {
  const bar = element("div", "codeBar");
  const info = element("div", "codeInfo");
  const name = element("span", "codeLanguage");
  name.textContent = language;
  info.append(name);
  if (path !== undefined) {
    const file = element("span", "codePath");
    file.append(document.createElement("bdi"));
    file.firstElementChild?.append(path);
    file.title = path;
    info.append(file);
  }
  const actions = element("div", "codeActions");
  actions.setAttribute("role", "group");
  actions.setAttribute("aria-label", l10n.t("Code"));
  actions.append(
    actionButton("copy", "copy", l10n.t("Copy")),
    actionButton("insert", "insert", l10n.t("Insert at Cursor")),
    actionButton("replace", "replace", l10n.t("Replace Selection")),
    // Shown once the host has said that there is such a file.
    actionButton("compare", "compare-changes", l10n.t("Compare with File")),
    actionButton("save", "new-file", l10n.t("Save as New File")),
  );
  if (isShell(language)) actions.append(actionButton("run", "terminal", l10n.t("Run in Terminal")));
  bar.append(info, actions);
  return bar;
}

function actionButton(action: CodeAction, icon: string, label: string): HTMLButtonElement {
  const button = element("button", `iconButton codeAction ${action}Code`);
  button.type = "button";
  button.dataset["action"] = action;
  button.setAttribute("aria-label", label);
  button.title = label;
  const sign = element("span", `codicon codicon-${icon}`);
  sign.setAttribute("aria-hidden", "true");
  button.append(sign);
  return button;
}
