import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { rowOf } from "../../api/errors/catalogue.ts";
import { withoutLinks } from "../../common/withoutLinks.ts";
import { titlesByCode, titlesByKind } from "./titles.ts";

/** What failed, in one sentence for a person. */
export function titleOf(error: Agent37Error): string {
  const own = Object.hasOwn(titlesByCode, error.code) ? titlesByCode[error.code] : undefined;
  return (own ?? titlesByKind[rowOf(error).kind])(error);
}

/** The server's message, as far as the title does not say the same already. */
export function messageBeyondTitle(error: Agent37Error, title: string): string | undefined {
  const message = error.message.trim();
  const beyond = message.startsWith(title) ? message.slice(title.length).trim() : message;
  return beyond !== "" && !letters(title).includes(letters(beyond)) ? beyond : undefined;
}

/** The whole failure as one line of plain text: title, message, parameter, hint, and the code at the end. */
export function sentenceOf(error: Agent37Error): string {
  const title = titleOf(error);
  const { hint, param } = error;
  const message = messageBeyondTitle(error, title);
  const parts = [
    title,
    message && shorten(asSentence(message)),
    param === undefined ? undefined : vscode.l10n.t("Parameter: {0}.", shorten(param)),
    hint && shorten(asSentence(hint)),
    `(${error.code})`,
  ];
  return withoutLinks(parts.filter((part) => part).join(" "));
}

const longest = 300;

/** Keeps a notification readable; the whole text is on the card and in the log. */
function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}

function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** What a text says, without case and punctuation. */
function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
