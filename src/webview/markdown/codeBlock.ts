/** Code in its frame: what it is, above it, and what can be done with it. */
import * as l10n from "@vscode/l10n";
import type { ViewMessages } from "../../protocol/messages.ts";
import { announce } from "../announce/announcer.ts";
import { showCopied } from "../parts/copied.ts";
import { post } from "../post.ts";
import { type CodeInfo, commandsOf, isShell } from "./codeInfo.ts";
import { element } from "./element.ts";

type CodeAction = "copy" | ViewMessages["code"]["action"];

/** Longer names are none; the host takes no more, in UTF-16 units. */
const maxLanguage = 100;
const maxPath = 1000;

/** A framed block of code. */
export interface CodeFrame {
  readonly element: HTMLElement;
  /** Where the code stands. */
  readonly code: HTMLElement;
  /** Shows what has become known of the code: the path in its first line. */
  tell(info: CodeInfo): void;
}

/** A frame without code, with a bar above that has the language, the path and the buttons. */
export function codeFrame(info: CodeInfo): CodeFrame {
  const frame = element("div", "codeBlock");
  const pre = element("pre", "");
  // A wide block scrolls, and what scrolls must be reachable by keyboard.
  pre.tabIndex = 0;
  const code = element("code", info.language === "" ? "" : `language-${info.language}`);
  pre.append(code);
  const bar = codeBar(info);
  frame.append(bar, pre);
  return {
    element: frame,
    code,
    tell({ path }) {
      if (path !== undefined && !bar.querySelector(".codePath")) {
        bar.querySelector(".codeInfo")?.append(codePath(path));
      }
    },
  };
}

/** The language of a framed code block, as it names it. */
export function languageOf(code: Element): string {
  return /(?:^|\s)language-(\S+)/.exec(code.className)?.[1] ?? "";
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

function codeBar({ language, path }: CodeInfo): HTMLElement {
  const bar = element("div", "codeBar");
  const info = element("div", "codeInfo");
  const name = element("span", "codeLanguage");
  name.textContent = language;
  info.append(name);
  if (path !== undefined) info.append(codePath(path));
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

function codePath(path: string): HTMLElement {
  const file = element("span", "codePath");
  file.append(document.createElement("bdi"));
  file.firstElementChild?.append(path);
  file.title = path;
  return file;
}

/** A button of a bar; what it does is up to its `data-action`, or to who makes it. */
export function actionButton(action: CodeAction | "color", icon: string, label: string): HTMLButtonElement {
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
