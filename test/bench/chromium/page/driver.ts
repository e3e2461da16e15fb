/** Runs in the page: feeds a renderer and takes the time of each flush. Node drives it through `window.bench`. */
import type { Renderer, RendererMessage, RendererModule } from "./renderer.ts";

export interface StreamOptions {
  /** What each flush appends. */
  readonly flushes: readonly string[];
  /** Given up after this long, or as soon as it is clear that it takes half as long again. */
  readonly capMs: number;
}

export interface StreamResult {
  readonly finished: boolean;
  /** UTF-16 units that were appended. */
  readonly delivered: number;
  /** From the first flush to the last. */
  readonly wallMs: number;
  /** Per flush: from `append()` until the page is laid out and at its end. */
  readonly flushMs: readonly number[];
}

export interface OpenResult {
  /** Until the page is laid out and at its end. */
  readonly openMs: number;
}

export interface BenchPage {
  load(url: string): Promise<void>;
  /** Puts an empty message on the page and waits until nothing goes on. */
  mount(): Promise<void>;
  stream(options: StreamOptions): Promise<StreamResult>;
  open(messages: readonly RendererMessage[]): Promise<OpenResult>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

/** A prediction needs this much: the first flushes are slow while the engine warms up. */
const predictAfterMs = 4_000;
const predictFrom = 150;

const scroller = element("scroller");
const content = element("content");
const tick = element("tick");
let isOdd = false;
let module: RendererModule | undefined;
let message: Renderer | undefined;

window.bench = {
  async load(url) {
    module = (await import(url)) as RendererModule;
  },

  async mount() {
    if (!module) throw new Error("No renderer is loaded");
    message = module.create();
    await message.mount(content);
    await untilQuiet();
  },

  async stream(options) {
    if (!message) throw new Error("Nothing is mounted");
    const result = await streamInto(message, options);
    if (result.finished) {
      await message.end();
      message.flush?.();
      stickToEnd();
      await untilQuiet();
    }
    return result;
  },

  async open(messages) {
    if (!module) throw new Error("No renderer is loaded");
    const start = performance.now();
    if (module.openTranscript) {
      scroller.classList.add("whole");
      await module.openTranscript(content, messages);
    } else {
      await openEach(module, messages);
    }
    stickToEnd();
    const openMs = performance.now() - start;
    await untilQuiet();
    return { openMs };
  },
};

/** One flush in each frame. No promise in the way of what is at once: microtasks do not count as script. */
function streamInto(renderer: Renderer, { flushes, capMs }: StreamOptions): Promise<StreamResult> {
  const flushMs: number[] = [];
  const turns: number[] = [];
  let delivered = 0;
  return new Promise((resolve, reject) => {
    const end = (finished: boolean): void => {
      const wallMs = performance.now() - (turns[0] ?? 0);
      resolve({ finished, delivered, wallMs, flushMs });
    };
    const flushed = (text: string, start: number): void => {
      renderer.flush?.();
      stickToEnd();
      flushMs.push(performance.now() - start);
      delivered += text.length;
      requestAnimationFrame(turn);
    };
    const turn = (): void => {
      const text = flushes[turns.length];
      if (text === undefined) return end(true);
      const start = performance.now();
      turns.push(start);
      if (isHopeless(turns, flushes.length, capMs)) return end(false);
      const rendered = renderer.append(text);
      if (rendered) rendered.then(() => flushed(text, start), reject);
      else flushed(text, start);
    };
    requestAnimationFrame(turn);
  });
}

async function openEach({ create }: RendererModule, messages: readonly RendererMessage[]): Promise<void> {
  for (const { role, text } of messages) {
    const row = document.createElement("div");
    content.append(row);
    if (role === "user") {
      row.textContent = text;
      continue;
    }
    const renderer = create();
    await renderer.mount(row);
    await renderer.append(text);
    await renderer.end();
    renderer.flush?.();
  }
}

/** A flush does not get cheaper as the text grows: a run that is predicted to take far longer than its cap has no point. */
function isHopeless(turns: readonly number[], planned: number, capMs: number): boolean {
  const now = turns.at(-1) ?? 0;
  const elapsed = now - (turns[0] ?? 0);
  if (elapsed > capMs) return true;
  if (elapsed < predictAfterMs || turns.length <= predictFrom) return false;
  const perFlush = (now - (turns.at(-1 - predictFrom) ?? 0)) / predictFrom;
  return elapsed + perFlush * (planned - turns.length) > 1.5 * capMs;
}

/** What a chat does that follows its end; reading the height forces layout. The square changes, so no frame is left out. */
function stickToEnd(): void {
  isOdd = !isOdd;
  tick.classList.toggle("odd", isOdd);
  scroller.scrollTop = scroller.scrollHeight;
}

async function untilQuiet(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await nextFrame();
    await nextFrame();
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3_000 }));
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}
