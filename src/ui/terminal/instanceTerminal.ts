import * as vscode from "vscode";
import { asAgent37Error } from "../../api/errors/agent37Error.ts";
import type { ExecResult, Instance } from "../../api/wire.ts";
import { isAbortError } from "../../common/clock.ts";
import { CommandHistory } from "../../core/terminal/commandHistory.ts";
import { execAwake } from "../../core/terminal/execAwake.ts";
import { forTerminal } from "../../core/terminal/foreignOutput.ts";
import { type Key, KeyReader } from "../../core/terminal/keys.ts";
import { LineView } from "../../core/terminal/lineView.ts";
import { PromptLine } from "../../core/terminal/promptLine.ts";
import { ShellSession } from "../../core/terminal/shellSession.ts";
import { commandItems } from "./commandItems.ts";
import type { TerminalUiDeps } from "./deps.ts";
import { Outage } from "./outage.ts";
import {
  exitWords,
  failureWords,
  gaveUpWaiting,
  introduction,
  notRunWords,
  stoppedWaitingWords,
  truncatedWords,
  wakingWords,
} from "./terminalWords.ts";

/** Keys that are pressed while a command runs wait for its end: so many of them. */
const longestTypeAhead = 10_000;

/** A terminal whose lines are commands on an instance, each in a shell of its own. */
export class InstanceTerminal implements vscode.Pseudoterminal {
  readonly #deps: TerminalUiDeps;
  readonly #instance: Instance;
  readonly #outage: Outage;
  readonly #history: CommandHistory;
  readonly #line: PromptLine;
  readonly #shell = new ShellSession(notRunWords());
  readonly #keys = new KeyReader();
  readonly #writes = new vscode.EventEmitter<string>();
  readonly #closes = new vscode.EventEmitter<number>();
  readonly #ready: Promise<void>;
  #tellReady: () => void = () => {};
  #view = new LineView(80);
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  #typedAhead: Key[] = [];
  #isOpen = false;
  #isAsked = false;
  #isClosed = false;

  readonly onDidWrite = this.#writes.event;
  readonly onDidClose = this.#closes.event;

  constructor(deps: TerminalUiDeps, instance: Instance) {
    this.#ready = new Promise((resolve) => {
      this.#tellReady = resolve;
    });
    this.#deps = deps;
    this.#instance = instance;
    this.#history = new CommandHistory(deps.windowStore, instance.id);
    this.#line = new PromptLine(() => this.#history.list());
    this.#outage = new Outage(deps.problems, instance.id);
  }

  /** Something runs, or was asked to run; looking around at the start does not count. */
  get isBusy(): boolean {
    return this.#isAsked || (this.#isOpen && this.#running !== undefined);
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.#view = new LineView(dimensions?.columns ?? 80);
    // With this mode on, a paste comes as one piece, so that nothing of it runs before Enter.
    this.#write(`\x1b[?2004h${introduction(this.#instance).join("\r\n")}\r\n`);
    // The first look: whether the instance answers, and where its shell begins.
    void this.#whileRunning((signal) => this.#execute(":", signal)).then(() => {
      this.#isOpen = true;
      this.#tellReady();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#running?.abort.abort();
    this.#tellReady();
    this.#writes.dispose();
  }

  setDimensions({ columns }: vscode.TerminalDimensions): void {
    this.#write(this.#view.resize(columns));
  }

  handleInput(data: string): void {
    this.#take(this.#keys.read(data));
  }

  /**
   * Runs a command as if it had been typed, once the terminal is ready, and says in words how it ended. What was being
   * typed is there again afterwards.
   */
  async run(command: string, signal: AbortSignal): Promise<void> {
    this.#isAsked = true;
    await this.#ready;
    // What was typed ahead while the terminal opened may run first.
    while (this.#running) await this.#running.done;
    this.#isAsked = false;
    if (this.#isClosed || signal.aborted) return;
    const draft = this.#line.text;
    this.#line.replace(command);
    this.#draw();
    await this.#enter({ signal, draft });
  }

  #take(keys: readonly Key[]): void {
    for (const [index, key] of keys.entries()) {
      if (this.#running) {
        if (key.kind !== "interrupt") this.#typedAhead.push(key);
        else {
          this.#typedAhead = [];
          this.#running.abort.abort();
        }
      } else if (key.kind === "search") {
        void this.#search(keys.slice(index + 1));
        return;
      } else this.#press(key);
    }
    this.#typedAhead.splice(longestTypeAhead);
  }

  #press(key: Key): void {
    switch (key.kind) {
      case "enter":
        void this.#enter();
        return;
      case "interrupt":
        this.#write(`${this.#view.draw(this.#shell.prompt, this.#line.end())}^C${this.#view.finish()}`);
        this.#line.clear();
        break;
      case "endOfInput":
        if (this.#line.isEmpty) {
          this.#end();
          return;
        }
        this.#line.press({ kind: "delete" });
        break;
      case "clearScreen":
        this.#clear();
        return;
      default:
        this.#line.press(key);
    }
    this.#draw();
  }

  async #enter(asked?: { readonly signal: AbortSignal; readonly draft: string }): Promise<void> {
    const command = this.#line.text;
    this.#write(this.#view.draw(this.#shell.prompt, this.#line.end()) + this.#view.finish());
    this.#line.replace(asked?.draft ?? "");
    const word = command.trim();
    if (word === "exit") this.#end();
    else if (word === "clear") this.#clear();
    else if (word === "") this.#draw();
    else {
      const kept = this.#history.add(command);
      await this.#whileRunning(async (signal) => {
        const { exitCode } = await this.#execute(command, signal);
        if (asked) this.#write(`${exitWords(exitCode)}\r\n`);
      }, asked?.signal);
      await kept;
    }
  }

  /** Shows the history to choose from; the choice is edited, not run. */
  async #search(rest: readonly Key[]): Promise<void> {
    const items = commandItems(this.#history.list());
    const chosen = await vscode.window.showQuickPick(items, {
      placeHolder:
        items.length === 0
          ? vscode.l10n.t("No command was run here yet")
          : vscode.l10n.t("An earlier command, to be edited"),
    });
    if (this.#isClosed) return;
    if (chosen !== undefined && !this.#running) {
      this.#line.replace(chosen.command);
      this.#draw();
    }
    this.#take(rest);
  }

  /** Keys wait while something runs, and are read when it is over. What it fails with is told here. */
  #whileRunning(work: (signal: AbortSignal) => Promise<unknown>, asked?: AbortSignal): Promise<void> {
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    asked?.addEventListener("abort", stop);
    if (asked?.aborted) stop();
    const done = work(abort.signal)
      .catch((error: unknown) => this.#failed(error))
      .then(() => {
        asked?.removeEventListener("abort", stop);
        this.#running = undefined;
        this.#draw();
        this.#take(this.#typedAhead.splice(0));
      });
    this.#running = { abort, done };
    return done;
  }

  async #execute(command: string, signal: AbortSignal): Promise<ExecResult> {
    const { client, clock, instances } = this.#deps;
    let isTold = false;
    const onWaking = (): void => {
      if (!isTold) this.#write(`${wakingWords(this.#instance)}\r\n`);
      isTold = true;
    };
    const status = instances.find(this.#instance.id)?.status;
    if (status === "sleeping" || status === "waking") onWaking();
    const wrapped = this.#shell.wrap(command);
    const raw = await execAwake(client, clock, this.#instance, wrapped.script, { signal, onWaking });
    const result = this.#shell.unwrap(raw, wrapped);
    this.#outage.over();
    this.#print(result.stdout);
    this.#print(result.stderr);
    if (result.truncated) this.#write(`${truncatedWords()}\r\n`);
    return result;
  }

  #failed(error: unknown): void {
    if (isAbortError(error)) {
      this.#write(`${stoppedWaitingWords()}\r\n`);
      return;
    }
    const problem = asAgent37Error(error);
    this.#write(`${forTerminal(failureWords(problem))}\r\n`);
    if (!gaveUpWaiting(problem)) this.#outage.report(problem);
  }

  #print(output: string): void {
    if (output === "") return;
    const lines = forTerminal(output);
    this.#write(`${lines}\x1b[0m${lines.endsWith("\n") ? "" : "\r\n"}`);
  }

  #draw(): void {
    this.#write(this.#view.draw(this.#shell.prompt, this.#line.line));
  }

  #clear(): void {
    this.#view.forget();
    this.#write("\x1b[2J\x1b[3J\x1b[H");
    this.#draw();
  }

  #end(): void {
    this.#closes.fire(0);
  }

  #write(text: string): void {
    if (!this.#isClosed && text !== "") this.#writes.fire(text);
  }
}
