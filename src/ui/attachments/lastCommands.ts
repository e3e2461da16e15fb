import { stripVTControlCharacters } from "node:util";
import * as vscode from "vscode";
import { DisposableStore, type Disposable } from "../../common/disposable.ts";
import type { Logger } from "../../common/logger.ts";

/** What was run in a terminal. */
export interface TerminalCommand {
  readonly line: string;
  /** The last part of what it wrote, as text. */
  readonly output: string;
  /** Undefined where the shell does not say. */
  readonly exitCode: number | undefined;
  readonly isRunning: boolean;
}

/** How much output is offered, in UTF-16 units. */
const maxOutput = 64 * 1024;
/** How much is remembered: colors and cursor movements are in it. */
const maxRaw = 2 * maxOutput;

interface Run {
  readonly execution: vscode.TerminalShellExecution;
  line: string;
  readonly chunks: string[];
  length: number;
  exitCode: number | undefined;
  isRunning: boolean;
}

/**
 * The last command of each terminal, where the shell tells VS Code of its commands. Kept in memory and nowhere else, and
 * read by nobody but the user's own choice to attach it.
 */
export class LastCommands implements Disposable {
  readonly #store = new DisposableStore();
  readonly #runs = new Map<vscode.Terminal, Run>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#store.add(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        const run: Run = {
          execution,
          line: execution.commandLine.value,
          chunks: [],
          length: 0,
          exitCode: undefined,
          isRunning: true,
        };
        // An Enter without a command is none.
        if (run.line.trim() === "") return;
        this.#runs.delete(terminal);
        this.#runs.set(terminal, run);
        void this.#follow(run);
      }),
    );
    this.#store.add(
      vscode.window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
        const run = this.#runs.get(terminal);
        if (run?.execution !== execution) return;
        run.line = execution.commandLine.value.trim() || run.line;
        run.exitCode = exitCode;
        run.isRunning = false;
      }),
    );
    this.#store.add(vscode.window.onDidCloseTerminal((terminal) => this.#runs.delete(terminal)));
  }

  /** Of the terminal in front; where nothing was run in it, the one that was started last. */
  get last(): TerminalCommand | undefined {
    const { activeTerminal } = vscode.window;
    const run = (activeTerminal && this.#runs.get(activeTerminal)) ?? [...this.#runs.values()].at(-1);
    if (!run) return undefined;
    const { line, exitCode, isRunning } = run;
    return { line: line.trim(), output: plain(run.chunks.join("")), exitCode, isRunning };
  }

  dispose(): void {
    this.#store.dispose();
    this.#runs.clear();
  }

  async #follow(run: Run): Promise<void> {
    try {
      for await (const chunk of run.execution.read()) {
        run.chunks.push(chunk);
        run.length += chunk.length;
        while (run.length - (run.chunks[0]?.length ?? run.length) >= maxRaw)
          run.length -= run.chunks.shift()?.length ?? 0;
      }
    } catch (error) {
      this.#logger.debug("The output of a terminal could not be followed.", error);
    }
  }
}

/** Terminal output as a person sees it: without colors, titles and the states that a progress line went through. */
function plain(raw: string): string {
  const text = stripVTControlCharacters(
    // Commands to the terminal's window may contain spaces, which the stripper does not expect.
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    raw.replace(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, ""),
  )
    .replace(/\r+\n/g, "\n")
    .replace(/[^\n]*\r/g, "")
    .trim();
  if (text.length <= maxOutput) return text;
  const tail = text.slice(-maxOutput);
  return `…\n${tail.slice(tail.indexOf("\n") + 1)}`;
}
