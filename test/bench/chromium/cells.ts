/** One renderer with one workload, once. */
import type { Page } from "@playwright/test";
import { type Summary, summarize } from "../stats.ts";
import type { ChatMessage } from "../workloads.ts";
import { type Browsers, collectGarbage, observe, type PageMetrics, readMetrics } from "./browsers.ts";
import type { BenchSite } from "./bundle.ts";
import type { Participant } from "./renderers.ts";

export interface Cell {
  /** Else it was given up, and the times are what had been spent until then. */
  readonly finished: boolean;
  /** Share of the text that was rendered, 0 to 1. */
  readonly delivered: number;
  readonly mainMs: number;
  readonly scriptMs: number;
  readonly styleMs: number;
  readonly layoutMs: number;
  /** Wall ms per flush; of an opened session, the one time until it was open. */
  readonly flush: Summary;
  readonly wallMs: number;
  readonly heapMB: number;
  readonly nodes: number;
}

export interface CellPlace {
  readonly browsers: Browsers;
  readonly site: BenchSite;
}

/** What a page may take besides the work that is measured: loading, collecting garbage, becoming quiet. */
const graceMs = 60_000;

/** Streams into one message, one flush per frame, as fast as frames come. @throws Error when the page fails or hangs */
export async function streamCell(
  { browsers, site }: CellPlace,
  { name }: Participant,
  flushes: readonly string[],
  capMs: number,
): Promise<Cell> {
  return browsers.withPage("unlimited", capMs + graceMs, async (page) => {
    await load(page, site, name);
    await page.evaluate(() => window.bench.mount());
    const { result, ...cell } = await measured(page, () =>
      page.evaluate((options) => window.bench.stream(options), { flushes, capMs }),
    );
    const total = flushes.reduce((sum, text) => sum + text.length, 0);
    const { finished, delivered, wallMs } = result;
    return { ...cell, finished, delivered: delivered / total, wallMs, flush: summarize(result.flushMs) };
  });
}

/** Opens a finished session. @throws Error when the page fails or hangs */
export async function openCell(
  { browsers, site }: CellPlace,
  { name }: Participant,
  messages: readonly ChatMessage[],
): Promise<Cell> {
  return browsers.withPage("ordinary", graceMs * 2, async (page) => {
    await load(page, site, name);
    await page.waitForTimeout(150);
    const { result, ...cell } = await measured(page, () =>
      page.evaluate((all) => window.bench.open(all), messages),
    );
    const { openMs } = result;
    return { ...cell, finished: true, delivered: 1, wallMs: openMs, flush: summarize([openMs]) };
  });
}

export async function load(page: Page, site: BenchSite, name: string): Promise<void> {
  await site.visit(page);
  await page.evaluate((url) => window.bench.load(url), `/${name}.js`);
}

type Measured<T> = Omit<Cell, "finished" | "delivered" | "flush" | "wallMs"> & { readonly result: T };

async function measured<T>(page: Page, work: () => Promise<T>): Promise<Measured<T>> {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const session = await observe(page);
  await collectGarbage(session);
  const before = await readMetrics(session);
  const result = await work();
  const after = await readMetrics(session);
  await collectGarbage(session);
  const { heapBytes, nodes } = await readMetrics(session);
  if (errors.length > 0) throw new Error(`${errors.length} errors in the page: ${errors[0] ?? ""}`);
  const spent = (key: keyof PageMetrics): number => after[key] - before[key];
  return {
    result,
    mainMs: spent("mainMs"),
    scriptMs: spent("scriptMs"),
    styleMs: spent("styleMs"),
    layoutMs: spent("layoutMs"),
    heapMB: heapBytes / 2 ** 20,
    nodes,
  };
}
