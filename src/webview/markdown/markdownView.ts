/** Shows Markdown in an element, also while it grows. */
import { GrowingText } from "../../common/growingText.ts";
import { highlightWhenSeen } from "../highlight/highlighter.ts";
import { Definitions, labelsIn } from "./definitions.ts";
import { type FinishedPart, Flow, type FlowPlace } from "./flow.ts";
import { grow } from "./growth/grow.ts";
import { type Mounted, mount } from "./mount.ts";
import { nodesOf } from "./nodes.ts";
import { parseBlocks } from "./parser.ts";
import { Sections } from "./sections.ts";

/** Told of every block that will not change any more. */
export type OnFinished = (block: HTMLElement) => void;

export class MarkdownView {
  readonly #container: HTMLElement;
  readonly #onFinished: OnFinished;
  #shown = GrowingText.of("");
  #document: Document;
  #isFinished = false;

  constructor(container: HTMLElement, onFinished: OnFinished = () => {}) {
    this.#container = container;
    this.#onFinished = onFinished;
    this.#document = new Document(container, onFinished);
  }

  /**
   * Shows a text. Where it continues the one that is shown, only what was added is looked at.
   * @param growing whether more text will follow
   */
  update(text: GrowingText, growing: boolean): void {
    const isSame = text.length === this.#shown.length && continues(text, this.#shown);
    if (isSame && this.#isFinished) return;
    if (this.#isFinished || !continues(text, this.#shown)) this.#reset();
    const added = text.since(this.#shown.length);
    this.#shown = text;
    if (added !== "") this.#document.push(added, growing);
    if (growing) return;
    this.#document.finish();
    this.#isFinished = true;
  }

  #reset(): void {
    this.#container.replaceChildren();
    this.#shown = GrowingText.of("");
    this.#document = new Document(this.#container, this.#onFinished);
    this.#isFinished = false;
  }
}

/** A text that comes again from the host, as after a reload, is another one that says the same. */
function continues(text: GrowingText, shown: GrowingText): boolean {
  return text.continues(shown) || shown.length === 0 || String(text).startsWith(String(shown));
}

/** One text from its beginning. */
class Document implements FlowPlace {
  readonly #sections: Sections;
  readonly #onFinished: OnFinished;
  readonly #definitions = new Definitions(undefined, (labels) => this.#mend(labels));
  readonly #flow = new Flow(this, this.#definitions, grow);
  /** Finished parts that may use a definition which has not come yet. */
  readonly #linking: {
    readonly source: string;
    readonly labels: ReadonlySet<string>;
    mounted: readonly Mounted[];
  }[] = [];
  /** The end of what came last, while it may be half of something. */
  #half = "";

  constructor(root: HTMLElement, onFinished: OnFinished) {
    this.#sections = new Sections(root);
    this.#onFinished = onFinished;
  }

  push(added: string, growing: boolean): void {
    const text = this.#half + added;
    // A line end of two characters, and a character of two units.
    this.#half = growing ? (/[\r\ud800-\udbff]$/.exec(text)?.[0] ?? "") : "";
    const whole = normalize(text.slice(0, text.length - this.#half.length));
    if (!growing) this.#flow.add(whole);
    else if (whole !== "") this.#flow.push(whole);
  }

  finish(): void {
    if (this.#half !== "") this.#flow.add(normalize(this.#half));
    this.#flow.finish();
    this.#sections.finish();
    this.#linking.length = 0;
  }

  append(block: Mounted["dom"]): void {
    this.#sections.append(block);
  }

  finished({ source, mounted }: FinishedPart): void {
    for (const { dom } of mounted) {
      this.#sections.finished(dom, source.length);
      if (dom instanceof HTMLElement) this.#report(dom);
    }
    const isCode = mounted.every(({ node }) => node.kind === "code");
    const labels = !isCode && source.includes("[") ? labelsIn(source) : undefined;
    if (labels && labels.size > 0 && mounted.length > 0) this.#linking.push({ source, labels, mounted });
  }

  /** Shows finished parts anew that use a link which has been defined behind them. */
  #mend(labels: readonly string[]): void {
    for (const part of this.#linking) {
      if (!labels.some((label) => part.labels.has(label))) continue;
      const env = this.#definitions.openEnv();
      const nodes = parseBlocks(part.source, env).flatMap(({ tokens }) => nodesOf(tokens, env, false));
      part.mounted = nodes.map((node, index) => {
        const mounted = mount(node);
        part.mounted[index]?.dom.replaceWith(mounted.dom);
        if (mounted.dom instanceof HTMLElement) this.#report(mounted.dom);
        return mounted;
      });
    }
  }

  #report(block: HTMLElement): void {
    const frames = block.matches(".codeBlock") ? [block] : block.querySelectorAll<HTMLElement>(".codeBlock");
    for (const frame of frames) {
      frame.classList.remove("growing");
      highlightWhenSeen(frame);
    }
    this.#onFinished(block);
  }
}

function normalize(text: string): string {
  return /[\r\0]/.test(text) ? text.replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd") : text;
}
