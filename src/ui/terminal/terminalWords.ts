import * as vscode from "vscode";
import type { Agent37Error } from "../../api/errors/agent37Error.ts";
import { capabilities, type Instance } from "../../api/wire.ts";
import { instanceLabel } from "../../core/instances/instanceState.ts";
import { oneLine } from "../../core/terminal/foreignOutput.ts";
import { sentenceOf } from "../problems/wording.ts";

/** The name of an instance's terminal. Its own name is foreign: no icon is made of it. */
export function terminalName(instance: Instance): string {
  return vscode.l10n.t("{0} (Agent37)", oneLine(instanceLabel(instance)).replace(/\$\(/g, "$ ("));
}

/** What a person should know before the first command, a sentence a line. */
export function introduction(instance: Instance): readonly string[] {
  const minutes = Math.floor(capabilities[instance.dialect].execLimitMs / 60_000);
  return [
    vscode.l10n.t("Commands for {0}. This is not a full terminal:", oneLine(instanceLabel(instance))),
    vscode.l10n.t(
      "- Each line is one command, run by `sh -c` without a tty. Its output comes when it has ended.",
    ),
    vscode.l10n.t(
      "- A running command takes no input, and has {0} minutes and 512 KB for its output.",
      minutes,
    ),
    vscode.l10n.t("- Ctrl+C stops waiting for it; it goes on there."),
    vscode.l10n.t("- The folder is kept from one command to the next. Variables and functions are not."),
    vscode.l10n.t(
      "- A paste of several lines is one command. Ctrl+R searches, Ctrl+L clears, Ctrl+D closes.",
    ),
  ];
}

/** How a command ended, for a person. The codes are those that shells use. */
export function exitWords(exitCode: number): string {
  switch (exitCode) {
    case 0:
      return vscode.l10n.t("The command succeeded.");
    case 126:
      return vscode.l10n.t("The command failed with exit code 126: it cannot be executed.");
    case 127:
      return vscode.l10n.t("The command failed with exit code 127: it was not found.");
    case 130:
      return vscode.l10n.t("The command ended with exit code 130: it was interrupted.");
    case 137:
      return vscode.l10n.t(
        "The command ended with exit code 137: it was killed, perhaps for lack of memory.",
      );
    case 143:
      return vscode.l10n.t("The command ended with exit code 143: it was asked to end.");
    default:
      return vscode.l10n.t("The command failed with exit code {0}.", exitCode);
  }
}

export function wakingWords(instance: Instance): string {
  return vscode.l10n.t("{0} is waking…", oneLine(instanceLabel(instance)));
}

export function truncatedWords(): string {
  return vscode.l10n.t("The output was longer than 512 KB; the server has left out a part of it.");
}

export function stoppedWaitingWords(): string {
  return vscode.l10n.t("No longer waiting. What was started goes on on the instance.");
}

export function notRunWords(): string {
  return vscode.l10n.t("The command was not run, since its folder does not exist any more.");
}

/** Whether the server has given up on a command that may still run; the code is also used for other failures. */
export function gaveUpWaiting({ code, status }: Agent37Error): boolean {
  return code === "upstream_timeout" || (code === "provisioning_failed" && status === 502);
}

/** Why a command gave no result. */
export function failureWords(error: Agent37Error): string {
  return gaveUpWaiting(error)
    ? vscode.l10n.t(
        "The server gave up on the command, which may still be running on the instance. ({0})",
        error.code,
      )
    : sentenceOf(error);
}
