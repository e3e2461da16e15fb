import type { Key } from "./keys.ts";
import { editLine, emptyLine, insertText, type Line, lineOf } from "./lineEditor.ts";

/** The line behind a prompt, with the way back to earlier ones. */
export class PromptLine {
  readonly #history: () => readonly string[];
  #line: Line = emptyLine;
  /** The earlier lines as they were when the way back began, and where on it this is. */
  #back: { readonly commands: readonly string[]; readonly index: number; readonly draft: Line } | undefined;

  /** @param history earlier lines, oldest first */
  constructor(history: () => readonly string[]) {
    this.#history = history;
  }

  get line(): Line {
    return this.#line;
  }

  get text(): string {
    return this.#line.text;
  }

  get isEmpty(): boolean {
    return this.#line.text === "";
  }

  /** Does what a key does to the line; other keys do nothing. */
  press(key: Key): void {
    if (key.kind === "text" || key.kind === "paste") {
      // A line break at the end of a paste was copied along by chance: it would only be one more sign.
      const text = key.kind === "paste" ? key.text.replace(/[\r\n]+$/, "") : key.text;
      this.#line = insertText(this.#line, text);
    } else if (key.kind === "up") this.#go(-1);
    else if (key.kind === "down") this.#go(1);
    else this.#line = editLine(this.#line, key.kind) ?? this.#line;
  }

  replace(text: string): void {
    this.#line = insertText(emptyLine, text);
    this.#back = undefined;
  }

  clear(): void {
    this.replace("");
  }

  /** The line with the cursor at its end. */
  end(): Line {
    return lineOf(this.#line.text);
  }

  #go(step: -1 | 1): void {
    const back = this.#back ?? this.#begin();
    const index = back.index + step;
    const text = back.commands[index];
    if (text !== undefined) this.#line = lineOf(text);
    else if (index === back.commands.length) this.#line = back.draft;
    else return;
    this.#back = { ...back, index };
  }

  #begin(): { readonly commands: readonly string[]; readonly index: number; readonly draft: Line } {
    const commands = this.#history();
    return { commands, index: commands.length, draft: this.#line };
  }
}
