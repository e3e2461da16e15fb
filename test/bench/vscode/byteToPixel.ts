/** How long after a byte was sent its text is on screen. */
import { expect, type Frame } from "@playwright/test";
import { setTimeout as sleep } from "node:timers/promises";
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
  /** Whether it shows all of its last answer. */
  isIdle(): Promise<boolean>;
  /** Starts a new chat. */
  clear(): Promise<void>;
  send(text: string): Promise<void>;
  /** Puts back what was changed for it. */
  leave?(): Promise<void>;
}

export interface Timing {
  /** ms from byte to pixel. */
  readonly latency: Summary;
  readonly probes: number;
  /** Probes whose text never was on screen. */
  readonly lost: number;
  /** Share of the text before that was on screen when the timed part began. */
  readonly shownBefore: number;
  /** Share of the looks that found the newest text outside of the visible part. */
  readonly outside: number;
  /** Share of the view's time that the watching took. */
  readonly observerShare: number;
  readonly host: HostLoad;
}

/** How busy the extension host was. */
export interface HostLoad {
  /** ms by which the event loop was late. */
  readonly delayMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Share of one core. */
  readonly cpuShare: number;
}

const POLL_MS = 250;
/** After so long without a new mark no more are expected. */
const SETTLE_MS = 10_000;
/** A chat that shows words at its own pace may need minutes for what was sent at once. */
const BEFORE_TIMEOUT_MS = 60_000;
const AFTER_TIMEOUT_MS = 60_000;

/** Sends one stream to a chat and times its probes. */
export async function timeStream(
  workbench: Workbench,
  control: EmulatorControl,
  target: Target,
  { perSecond, seconds, kbBefore }: Stream,
): Promise<Timing> {
  await target.clear();
  await control.probes.clear();
  const known = (await control.responses.list()).length;
  const frame = await target.frame();
  await watchMarks(frame, target.answers);
  await target.send(`timed ${perSecond} ${seconds} ${kbBefore}`);
  await expect.poll(async () => (await control.responses.list()).length).toBe(known + 1);
  const id = (await control.responses.list()).at(-1)?.id ?? "";
  const shownBefore = kbBefore > 0 ? await release(frame, control, id) : 0;
  await workbench.execute("agent37Bench.startWatch");
  const begin = Date.now();
  await control.responses.finished(id);
  const host = (await workbench.execute("agent37Bench.stopWatch")) as HostLoad;
  const probes = await control.probes.list();
  const last = probes.at(-1)?.number ?? 0;
  await settled(frame, last, AFTER_TIMEOUT_MS);
  const sightings = await stopWatching(frame);
  await target.leave?.();
  const seen = new Map(sightings.seen);
  const latencies = probes.flatMap(({ number, at }) => {
    const on = seen.get(number);
    return on === undefined ? [] : [on - at];
  });
  return {
    latency: summarize(latencies),
    probes: probes.length,
    lost: probes.length - latencies.length,
    shownBefore,
    outside: sightings.looks === 0 ? 0 : sightings.outside / sightings.looks,
    observerShare: sightings.ownMs / (Date.now() - begin),
    host,
  };
}

/** Waits until the last mark is on screen, until no more of them come, or for so long. */
async function settled(frame: Frame, last: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let newest = -1;
  let since = Date.now();
  while (newest < last && Date.now() - since < SETTLE_MS && Date.now() < deadline) {
    await sleep(POLL_MS);
    const now = await newestMark(frame);
    if (now > newest) since = Date.now();
    newest = now;
  }
}

/**
 * Lets a turn go on once all that it has sent so far is on screen, or has stopped to appear there.
 * @returns the share of it that is on screen
 */
async function release(frame: Frame, control: EmulatorControl, id: string): Promise<number> {
  let sent = 0;
  await expect
    .poll(async () => {
      const before = sent;
      sent = lastMark((await control.responses.get(id))?.outputText ?? "");
      return sent > 0 && sent === before;
    })
    .toBe(true);
  await settled(frame, sent, BEFORE_TIMEOUT_MS);
  const shown = await newestMark(frame);
  await expect.poll(() => control.responses.release(id)).toBe(1);
  return shown / sent;
}

function lastMark(text: string): number {
  return Number([...text.matchAll(/⟦(\d+)⟧/g)].at(-1)?.[1] ?? 0);
}
