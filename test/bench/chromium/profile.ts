/** `--profile`: where the time of this project's renderer goes. Watching costs time too, so only shares count. */
import type { Page } from "@playwright/test";
import type { BenchOptions } from "../options.ts";
import type { Section } from "../table.ts";
import { session } from "../workloads.ts";
import { Browsers } from "./browsers.ts";
import { type BenchSite, buildSite } from "./bundle.ts";
import { load } from "./cells.ts";
import { ours } from "./renderers.ts";
import { selfTimes, type TraceEvent } from "./traceTimes.ts";
import { flushesOf, isChosen, openedMessages, openWorkload, streamWorkloads } from "./workloads.ts";

const limitMs = 600_000;
const sampleMicros = 200;
const rowsShown = 25;
/** The name of a regular expression is the expression. */
const longestName = 60;

type Work = (page: Page) => Promise<unknown>;

/** Two tables for each workload: kinds of work on the main thread, and functions. */
export async function profileRenderer({ workloads, log }: BenchOptions): Promise<Section[]> {
  const browsers = new Browsers();
  const sections: Section[] = [];
  try {
    const site = await buildSite({ [ours.name]: ours.file }, { readable: true });
    for (const { name, title, text } of streamWorkloads.filter((each) => isChosen(workloads, each.name))) {
      log(`profile ${name}`);
      const options = { flushes: flushesOf(name, text()), capMs: limitMs };
      const work: Work = (page) => page.evaluate((given) => window.bench.stream(given), options);
      sections.push(await kindsOfWork(browsers, site, title, true, work));
      sections.push(await functions(browsers, site, title, true, work));
    }
    if (isChosen(workloads, openWorkload)) {
      log(`profile ${openWorkload}`);
      const title = `A session of ${openedMessages} messages opened`;
      const messages = session(openWorkload, openedMessages);
      const work: Work = (page) => page.evaluate((all) => window.bench.open(all), messages);
      sections.push(await kindsOfWork(browsers, site, title, false, work));
      sections.push(await functions(browsers, site, title, false, work));
    }
  } finally {
    await browsers.close();
  }
  return sections;
}

async function kindsOfWork(
  browsers: Browsers,
  site: BenchSite,
  title: string,
  mounts: boolean,
  work: Work,
): Promise<Section> {
  const events = await browsers.withPage("unlimited", limitMs, async (page) => {
    await prepare(page, site, mounts);
    const browser = page.context().browser();
    if (!browser) throw new Error("The page has no browser");
    await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel", "blink", "v8"] });
    await work(page);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    return trace.traceEvents;
  });
  return sharesSection(`${title}: kinds of work`, "work", selfTimes(events));
}

async function functions(
  browsers: Browsers,
  site: BenchSite,
  title: string,
  mounts: boolean,
  work: Work,
): Promise<Section> {
  const times = await browsers.withPage("unlimited", limitMs, async (page) => {
    await prepare(page, site, mounts);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Profiler.enable");
    await cdp.send("Profiler.setSamplingInterval", { interval: sampleMicros });
    await cdp.send("Profiler.start");
    await work(page);
    const { profile } = await cdp.send("Profiler.stop");
    const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
    const found = new Map<string, number>();
    profile.samples?.forEach((id, index) => {
      const frame = nodes.get(id);
      if (!frame || frame.functionName === "(idle)") return;
      const place = frame.url === "" ? "" : ` ${frame.url.split("/").at(-1) ?? ""}:${frame.lineNumber + 1}`;
      const name = `${(frame.functionName || "(anonymous)").slice(0, longestName)}${place}`;
      found.set(name, (found.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000);
    });
    return found;
  });
  return sharesSection(`${title}: functions by their own time`, "function", times);
}

async function prepare(page: Page, site: BenchSite, mounts: boolean): Promise<void> {
  await load(page, site, ours.name);
  if (mounts) await page.evaluate(() => window.bench.mount());
}

function sharesSection(title: string, heading: string, times: ReadonlyMap<string, number>): Section {
  const total = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  const rows = [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, rowsShown)
    .map(([name, ms]) => [name, ms, (ms / total) * 100]);
  return { title, columns: [heading, "ms", "%"], rows };
}
