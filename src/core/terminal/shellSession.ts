import type { ExecResult } from "../../api/wire.ts";
import { textCells } from "./cells.ts";
import { oneLine } from "./foreignOutput.ts";
import type { Prompt } from "./lineView.ts";
import { unwrapOutput, type WrappedCommand, wrapCommand } from "./wrapCommand.ts";

/** The longest directory that a prompt shows whole, in cells. */
const longestDirectory = 40;

/** What stays from one command to the next: where the shell is, and how the last command ended. */
export class ShellSession {
  readonly #notRun: string;
  #directory: string | undefined;
  #previous: string | undefined;
  #home: string | undefined;
  #exitCode = 0;

  /** @param notRun said when the directory is gone */
  constructor(notRun: string) {
    this.#notRun = notRun;
  }

  get directory(): string | undefined {
    return this.#directory;
  }

  wrap(command: string): WrappedCommand {
    const place = { directory: this.#directory, previous: this.#previous };
    return wrapCommand(command, place, `a37${crypto.randomUUID().replaceAll("-", "")}`, this.#notRun);
  }

  /** The result without what was added to the command; the session is where the shell was at its end. */
  unwrap(result: ExecResult, { mark }: WrappedCommand): ExecResult {
    const { text, directory, home } = unwrapOutput(result.stdout, mark);
    if (directory !== undefined && directory !== this.#directory) {
      this.#previous = this.#directory;
      this.#directory = directory;
    }
    this.#home = home ?? this.#home;
    this.#exitCode = result.exitCode;
    return { ...result, stdout: text };
  }

  /** The last exit code when it was not 0, the directory, and `$`. */
  get prompt(): Prompt {
    const code = this.#exitCode === 0 ? "" : `[${this.#exitCode}]`;
    const place = this.#directory === undefined ? "" : this.#shortDirectory(this.#directory);
    return {
      text: [code, place, "$ "].filter((part) => part !== "").join(" "),
      styled: [code && `\x1b[31m${code}\x1b[39m`, place && `\x1b[34m${place}\x1b[39m`, "$ "]
        .filter((part) => part !== "")
        .join(" "),
    };
  }

  #shortDirectory(directory: string): string {
    const home = this.#home;
    const isBelow = home !== undefined && home !== "/" && `${directory}/`.startsWith(`${home}/`);
    const clean = oneLine(isBelow ? `~${directory.slice(home.length)}` : directory);
    if (textCells(clean) <= longestDirectory) return clean;
    const name = clean.slice(clean.lastIndexOf("/") + 1);
    return `…/${textCells(name) <= longestDirectory ? name : `${name.slice(0, longestDirectory / 2)}…`}`;
  }
}
