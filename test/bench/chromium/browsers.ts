/** Chromium for the benches, and what it tells about the work of a page. */
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import path from "node:path";
import { CHROMIUM_ARGS, ensureChromium } from "../../vscode/chromium.ts";

/** Two clocks: with `unlimited` a frame is drawn as soon as there is one; `ordinary` draws 60 a second. */
export type FrameRate = "unlimited" | "ordinary";

/** CPU time of the page's main thread since its start, in ms, and what the page holds. */
export interface PageMetrics {
  /** Script with microtasks, style, layout, paint, garbage collection: everything that runs on the main thread. */
  readonly mainMs: number;
  readonly scriptMs: number;
  readonly styleMs: number;
  readonly layoutMs: number;
  readonly heapBytes: number;
  readonly nodes: number;
}

export class Browsers {
  #running = new Map<FrameRate, Browser>();
  #version: string | undefined;

  /** Chromium's version and program; undefined before the first page. */
  get version(): string | undefined {
    return this.#version;
  }

  /** Calls `use` with a fresh page and closes it. A page that hangs for longer than `limitMs` takes its browser with it. */
  async withPage<T>(rate: FrameRate, limitMs: number, use: (page: Page) => Promise<T>): Promise<T> {
    const browser = await this.#browser(rate);
    const context = await browser.newContext({ viewport: { width: 500, height: 720 } });
    const page = await context.newPage();
    try {
      const result = await within(limitMs, use(page));
      await context.close();
      return result;
    } catch (error) {
      this.#running.delete(rate);
      await within(5_000, browser.close()).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const browser of this.#running.values()) await browser.close();
    this.#running.clear();
  }

  async #browser(rate: FrameRate): Promise<Browser> {
    const running = this.#running.get(rate);
    if (running) return running;
    const executablePath = await ensureChromium();
    const browser = await chromium.launch({
      executablePath,
      args: [
        ...CHROMIUM_ARGS,
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        ...(rate === "unlimited" ? ["--disable-frame-rate-limit"] : []),
      ],
    });
    this.#version = `${browser.version()} (${path.basename(executablePath)})`;
    this.#running.set(rate, browser);
    return browser;
  }
}

/** Starts counting in CPU time, which other work on the machine disturbs less than wall time. */
export async function observe(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return session;
}

export async function readMetrics(session: CDPSession): Promise<PageMetrics> {
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    mainMs: value("TaskDuration") * 1000,
    scriptMs: value("ScriptDuration") * 1000,
    styleMs: value("RecalcStyleDuration") * 1000,
    layoutMs: value("LayoutDuration") * 1000,
    heapBytes: value("JSHeapUsedSize"),
    nodes: value("Nodes"),
  };
}

/** Twice: the first collection may free what held something else. */
export async function collectGarbage(session: CDPSession): Promise<void> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The page did not answer for ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
