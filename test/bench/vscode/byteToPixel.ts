/** How long after a byte was sent its text is on screen. */
import { expect, type Frame } from "@playwright/test";
import type { Workbench } from "../../e2e/pages/workbench.ts";
import type { EmulatorControl } from "../../emulator/control/controlTypes.ts";
import { summarize, type Summary } from "../stats.ts";
import { newestMark, stopWatching, watchMarks } from "./marks.ts";

/** A stream of the emulator's `timed` agent. */
export interface Stream {
  readonly perSecond: number;
  readonly seconds: number;
  /** KB that are on screen before. */
  readonly kbBefore: number;
}

/** A chat that can show a stream. */
export interface Target {
  readonly name: string;
  /** A selector of what holds the answers, and the frame that it is in. */
  readonly answers: string;
  frame(): Promise<Frame>;
  /** Starts a new chat. */
  clear(): Promise<void>;
  send(text: string): Promise<void>;
}

export interface Timing {
  /** ms from byte to pixel. */
  readonly latency: Summary;
  readonly probes: number;
  /** Probes whose text never was on screen. */
  readonly lost: number;
  /** Share of the looks that found the newest text outside of the visible part. */
  readonly outside: number;
  /** Share of the view's time that the watching took. */
  readonly observerShare: number;
  readonly host: HostLoad;
}

/** How busy the extension host was. */
export interface HostLoad {
  /** ms by which the event loop was late. */
  readonly delayMs: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
  /** Share of one core. */
  readonly cpuShare: number;
}

const POLL_MS = 250;
/** How long a text may take to be on screen before it counts as lost. */
const SETTLE_MS = 5_000;
const BEFORE_TIMEOUT_MS = 180_000;

/** Sends one stream to a chat and times its probes. */
export async function timeStream(
  workbench: Workbench,
  control: EmulatorControl,
  target: Target,
  { perSecond, seconds, kbBefore }: Stream,
): Promise<Timing> {
  const { page } = workbench;
  await target.clear();
  await control.probes.clear();
  const known = (await control.responses.list()).length;
  const frame = await target.frame();
  await watchMarks(frame, target.answers);
  await target.send(`timed ${perSecond} ${seconds} ${kbBefore}`);
  await expect.poll(async () => (await control.responses.list()).length).toBe(known + 1);
  const id = (await control.responses.list()).at(-1)?.id ?? "";
  if (kbBefore > 0) await release(frame, control, id);
  await workbench.execute("agent37Bench.startWatch");
  const begin = Date.now();
  await control.responses.finished(id);
  const host = (await workbench.execute("agent37Bench.stopWatch")) as HostLoad;
  const probes = await control.probes.list();
  const last = probes.at(-1)?.number ?? 0;
  for (let waited = 0; waited < SETTLE_MS && (await newestMark(frame)) < last; waited += POLL_MS)
    await page.waitForTimeout(POLL_MS);
  const sightings = await stopWatching(frame);
  const seen = new Map(sightings.seen);
  const latencies = probes.flatMap(({ number, at }) => {
    const on = seen.get(number);
    return on === undefined ? [] : [on - at];
  });
  return {
    latency: summarize(latencies),
    probes: probes.length,
    lost: probes.length - latencies.length,
    outside: sightings.looks === 0 ? 0 : sightings.outside / sightings.looks,
    observerShare: sightings.ownMs / (Date.now() - begin),
    host,
  };
}

/** Lets a turn go on once all that it has sent so far is on screen. */
async function release(frame: Frame, control: EmulatorControl, id: string): Promise<void> {
  const lastSent = async (): Promise<number> => {
    const text = (await control.responses.get(id))?.outputText ?? "";
    return Number([...text.matchAll(/⟦(\d+)⟧/g)].at(-1)?.[1] ?? 0);
  };
  await expect
    .poll(async () => (await newestMark(frame)) >= (await lastSent()) && (await lastSent()) > 0, {
      message: "The text before is on screen",
      timeout: BEFORE_TIMEOUT_MS,
      intervals: [1_000],
    })
    .toBe(true);
  await expect.poll(() => control.responses.release(id)).toBe(1);
}
