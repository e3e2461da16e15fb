import * as vscode from "vscode";
import type { Clock } from "../../common/clock.ts";
import { confirm, showInformation } from "../../platform/messages.ts";
import { terminalText } from "./terminalText.ts";

/** A shell that says that it is there does so well within this, in milliseconds; others are given this long. */
const shellStartMs = 3_000;
/** From there to its prompt, in milliseconds. Before that it takes no pasted lines as one text. */
const promptMs = 400;

/** Puts code into the active terminal, or a new one, as if it had been typed. Enter is left to the user. */
export async function typeIntoTerminal(code: string, clock: Clock): Promise<void> {
  const text = terminalText(code);
  if (text === "") return;
  const terminal = await shell(clock);
  if (!terminal) return;
  terminal.show();
  // A tab is the key that completes a word.
  if (!text.includes("\n")) terminal.sendText(text.replaceAll("\t", " "), false);
  else await paste(text);
}

async function shell(clock: Clock): Promise<vscode.Terminal | undefined> {
  const active = vscode.window.activeTerminal;
  if (active && active.exitStatus === undefined) return active;
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t("Manage Workspace Trust");
    const answer = await showInformation(
      vscode.l10n.t("VS Code opens no terminal while this workspace is not trusted."),
      manage,
    );
    if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
    return undefined;
  }
  const terminal = vscode.window.createTerminal();
  terminal.show();
  await started(terminal, clock);
  return terminal;
}

/** Waits until the shell is at its prompt, as far as it tells. */
async function started(terminal: vscode.Terminal, clock: Clock): Promise<void> {
  const givenUp = new AbortController();
  const listeners: vscode.Disposable[] = [];
  const told = new Promise<boolean>((resolve) => {
    listeners.push(
      vscode.window.onDidChangeTerminalShellIntegration((event) => {
        // Its first words come from its start-up file; its folder, each time it makes its prompt.
        if (event.terminal === terminal && event.shellIntegration.cwd) resolve(true);
      }),
      vscode.window.onDidCloseTerminal((closed) => {
        if (closed === terminal) resolve(false);
      }),
    );
  });
  const late = clock.sleep(shellStartMs, givenUp.signal).then(
    () => false,
    () => false,
  );
  const isThere = await Promise.race([told, late]);
  givenUp.abort();
  for (const listener of listeners) listener.dispose();
  if (isThere) await clock.sleep(promptMs);
}

/**
 * Pastes several lines. `sendText` writes each line end as Enter (VS Code 1.104.0 to 1.139.1), which would run all
 * lines but the last. Pasting does not, where the shell supports it (bracketed paste), and only the terminal knows
 * whether it does: where not, VS Code asks the user first.
 */
async function paste(text: string): Promise<void> {
  const { clipboard } = vscode.env;
  if (asksNobody() && !(await agreesToRun(text))) return;
  const before = await clipboard.readText();
  await clipboard.writeText(text);
  try {
    // In a browser the page may be denied the clipboard, and there may be no command to paste with.
    if (sameLines(await clipboard.readText(), text)) {
      await vscode.commands.executeCommand("workbench.action.terminal.paste");
      if (before !== "") await clipboard.writeText(before);
      return;
    }
  } catch {
    // Then the user pastes.
  }
  void showInformation(
    vscode.l10n.t("These are several lines. They are in the clipboard; paste them into the terminal."),
  );
}

function sameLines(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n") === b;
}

/** The user has told VS Code to paste lines without a question, even where each of them would run at once. */
function asksNobody(): boolean {
  const warning: unknown = vscode.workspace
    .getConfiguration("terminal.integrated")
    .get("enableMultiLinePasteWarning");
  return warning === "never" || warning === false;
}

function agreesToRun(text: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Paste {0} lines into the terminal?", text.split("\n").length),
    vscode.l10n.t("Some shells run each line at once."),
    vscode.l10n.t("Paste"),
  );
}
