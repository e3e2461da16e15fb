import { codeFrame, type CodeFrame } from "./codeBlock.ts";
import { codeInfo } from "./codeInfo.ts";
import { element } from "./element.ts";
import type { CodeNode } from "./nodes.ts";

/** Lines that are laid out together: more would make the growing ones slower, fewer more elements. */
const chunkLines = 40;

/** A code block on the page, whose code may grow. */
export class CodeView {
  readonly element: HTMLElement;
  readonly #frame: CodeFrame;
  readonly #info: string;
  #text = "";
  #knowsFirstLine = false;
  /** The text node of the last lines. */
  #last: Text | undefined;
  #linesInChunk = 0;

  constructor({ info, text }: CodeNode) {
    this.#info = info;
    this.#frame = codeFrame(codeInfo(info, undefined));
    this.element = this.#frame.element;
    this.element.classList.add("growing");
    this.append(text);
  }

  get text(): string {
    return this.#text;
  }

  /**
   * Shows other code in the same frame.
   * @returns false, with nothing changed, when it is another block
   */
  show({ info, text }: CodeNode): boolean {
    if (info !== this.#info) return false;
    if (!text.startsWith(this.#text)) this.#clear();
    this.append(text.slice(this.#text.length));
    return true;
  }

  /** Adds code at the end; costs what it adds. */
  append(text: string): void {
    if (text === "") return;
    this.#text += text;
    if (!this.#knowsFirstLine && text.includes("\n")) this.#learnFirstLine();
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
      this.#linesInChunk += 1;
      if (this.#linesInChunk < chunkLines) continue;
      this.#addText(text.slice(from, end + 1));
      from = end + 1;
      this.#last = undefined;
      this.#linesInChunk = 0;
    }
    this.#addText(text.slice(from));
  }

  #addText(text: string): void {
    if (text === "") return;
    if (this.#last) {
      this.#last.appendData(text);
      return;
    }
    const chunk = element("span", "codeChunk");
    this.#last = document.createTextNode(text);
    chunk.append(this.#last);
    this.#frame.code.append(chunk);
  }

  #clear(): void {
    this.#text = "";
    this.#last = undefined;
    this.#linesInChunk = 0;
    this.#frame.code.replaceChildren();
  }

  #learnFirstLine(): void {
    this.#knowsFirstLine = true;
    this.#frame.tell(codeInfo(this.#info, this.#text.slice(0, this.#text.indexOf("\n"))));
  }
}
