/** Bench (a): this project's renderer beside others, in one Chromium. */
import type { BenchOptions } from "../options.ts";
import type { Section } from "../table.ts";
import { session } from "../workloads.ts";
import { Browsers } from "./browsers.ts";
import { buildSite } from "./bundle.ts";
import { type Cell, type CellPlace, openCell, streamCell } from "./cells.ts";
import { nothing, ours, type Participant, participants } from "./renderers.ts";
import { growthSection, openSection, streamNotes, streamSection } from "./results.ts";
import {
  flushesOf,
  isChosen,
  openedMessages,
  openWorkload,
  type StreamWorkload,
  streamWorkloads,
} from "./workloads.ts";

/** A run that took longer than this is not repeated. */
const longMs = 30_000;
/** The own renderer is to arrive, so that there is a number to work on. */
const ownPatience = 2;

type Table = Map<string, Map<string, Cell[]>>;

/** @throws Error when there is no browser and none can be installed */
export async function benchRenderers(
  options: BenchOptions,
): Promise<{ sections: Section[]; chromium: string }> {
  const chosen = participants.filter(
    ({ name }) => name === nothing.name || isChosen(options.renderers, name),
  );
  const browsers = new Browsers();
  const table: Table = new Map();
  try {
    const site = await buildSite(Object.fromEntries(chosen.map(({ name, file }) => [name, file])));
    for (let repeat = 1; repeat <= options.repeats; repeat += 1)
      await measureAll({ browsers, site }, options, chosen, table);
  } finally {
    await browsers.close();
  }
  return { sections: sectionsOf(chosen, table), chromium: browsers.version ?? "unknown" };
}

/** One round. Workload by workload, so that a machine that gets slower hits all alike. */
async function measureAll(
  place: CellPlace,
  options: BenchOptions,
  chosen: readonly Participant[],
  table: Table,
): Promise<void> {
  for (const workload of streamWorkloads.filter(({ name }) => isChosen(options.workloads, name))) {
    const flushes = flushesOf(workload.name, workload.text());
    for (const participant of chosen) {
      if (!takesPart(participant, workload, options)) continue;
      const capMs = workload.capSeconds * 1000;
      const patience = participant === ours ? ownPatience : 1;
      await record(options, table, workload.name, participant, () =>
        streamCell(place, participant, flushes, capMs * patience),
      );
    }
  }
  if (!isChosen(options.workloads, openWorkload)) return;
  const messages = session(openWorkload, openedMessages);
  for (const participant of chosen.filter(({ name }) => name !== nothing.name))
    await record(options, table, openWorkload, participant, () => openCell(place, participant, messages));
}

/** Measures unless an earlier repeat has shown that it takes too long. A page that fails costs its cell, not the run. */
async function record(
  { log }: BenchOptions,
  table: Table,
  workload: string,
  { name }: Participant,
  measure: () => Promise<Cell>,
): Promise<void> {
  const cells = table.get(workload) ?? new Map<string, Cell[]>();
  table.set(workload, cells);
  const earlier = cells.get(name) ?? [];
  if (earlier.some((cell) => !cell.finished || cell.wallMs > longMs)) return;
  try {
    const cell = await measure();
    cells.set(name, [...earlier, cell]);
    const end = cell.finished ? "" : `, given up at ${Math.round(cell.delivered * 100)} %`;
    log(`${workload} ${name}: ${Math.round(cell.mainMs)} ms${end}`);
  } catch (error) {
    log(`${workload} ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function takesPart({ name }: Participant, workload: StreamWorkload, { quick }: BenchOptions): boolean {
  return name === nothing.name || workload[quick ? "quick" : "full"].includes(name);
}

function sectionsOf(chosen: readonly Participant[], table: Table): Section[] {
  const sections = streamWorkloads.flatMap(({ name, title }) => {
    const cells = table.get(name);
    return cells ? [streamSection(title, chosen, cells)] : [];
  });
  if (sections[0]) sections[0] = { ...sections[0], notes: streamNotes };
  const small = table.get("mixed100k");
  const large = table.get("mixed1m");
  const growth = small && large ? growthSection(chosen, small, large) : undefined;
  if (growth) sections.push(growth);
  const opened = table.get(openWorkload);
  if (opened) sections.push(openSection(`A session of ${openedMessages} messages opened`, chosen, opened));
  return sections;
}
