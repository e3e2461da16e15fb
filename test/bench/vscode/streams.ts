/** The time from byte to pixel, in this chat and in VS Code's own, fed with the same streams in one window. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Workbench } from "../../e2e/pages/workbench.ts";
import type { Section } from "../table.ts";
import { type Stream, timeStream, type Timing } from "./byteToPixel.ts";
import { startScene } from "./scene.ts";
import { openIncrementalChat, openNativeChat, openOwnChat } from "./targets.ts";

/** How much longer than its stream a chat may take: it shows the text before, and what is left at the end. */
const PATIENCE_SECONDS = 150;

/** @param seconds of each stream */
export async function benchStreams(
  seconds: number,
  log: (line: string) => void,
): Promise<readonly Section[]> {
  const streams: readonly Stream[] = [
    { perSecond: 50, seconds, kbBefore: 0 },
    { perSecond: 200, seconds, kbBefore: 100 },
    { perSecond: 1_000, seconds, kbBefore: 0 },
  ];
  const scene = await startScene({ "chat.disableAIFeatures": false });
  let window: Workbench | undefined;
  try {
    const timed: Timed[] = [];
    for (const stream of streams) {
      for (const open of [openOwnChat, openIncrementalChat, openNativeChat]) {
        window ??= await scene.open();
        const target = await open(window);
        const timing = await within(
          (stream.seconds + PATIENCE_SECONDS) * 1000,
          timeStream(window, scene.control, target, stream),
        );
        timed.push({ stream, name: target.name, timing });
        log(`${nameOf(stream)}, ${target.name}: ${timing ? summaryOf(timing) : "not done in time"}`);
        // What still writes would ask before it is left, and disturb the next one.
        if (timing && (await target.isIdle())) continue;
        await window.page.context().close();
        window = undefined;
      }
    }
    return [latencySection(timed), hostSection(timed)];
  } finally {
    await scene.close();
  }
}

interface Timed {
  readonly stream: Stream;
  readonly name: string;
  /** Undefined: the chat did not get through it in time. */
  readonly timing: Timing | undefined;
}

/** What `work` gives, or undefined when it takes longer or its window does not answer any more. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  const timeout = sleep(ms, undefined, { signal: late.signal }).catch(() => undefined);
  // It fails when its window is closed, and by then nobody waits.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    late.abort();
  }
}

function latencySection(timed: readonly Timed[]): Section {
  return {
    title: "From byte to pixel",
    columns: [
      "stream",
      "chat",
      "p50, ms",
      "p95, ms",
      "p99, ms",
      "max, ms",
      "p95 / Agent37 Chat",
      "probes",
      "lost",
      "out of sight",
      "on screen before",
    ],
    rows: timed.map(({ stream, name, timing }) => {
      const own = timed.find((other) => other.stream === stream)?.timing?.latency.p95;
      if (!timing) return [nameOf(stream), name];
      const { latency, probes, lost, outside, shownBefore } = timing;
      return [
        nameOf(stream),
        name,
        latency.p50,
        latency.p95,
        latency.p99,
        latency.max,
        own === undefined ? undefined : latency.p95 / own,
        probes,
        lost,
        percent(outside),
        stream.kbBefore > 0 ? `${Math.round(shownBefore * stream.kbBefore)} KB` : "–",
      ];
    }),
    notes: [
      "From the write of a delta to the socket until the frame with its text is painted, by marks in the text.",
      `Watching took at most ${percent(highest(timed, ({ observerShare }) => observerShare))} of the page's time.`,
      "Out of sight: how often the newest text stood outside of the window when it was looked for.",
      `A row without values: the chat was not through with it ${PATIENCE_SECONDS} s after its time.`,
      "VS Code's own chat shows words at a pace that it estimates, unless its experimental incremental rendering is on.",
    ],
  };
}

function hostSection(timed: readonly Timed[]): Section {
  return {
    title: "Extension host while streaming",
    columns: ["stream", "chat", "loop delay p50, ms", "p95, ms", "p99, ms", "max, ms", "CPU, % of a core"],
    rows: timed.map(({ stream, name, timing }) => [
      nameOf(stream),
      name,
      timing?.host.delayMs.p50,
      timing?.host.delayMs.p95,
      timing?.host.delayMs.p99,
      timing?.host.delayMs.max,
      timing && timing.host.cpuShare * 100,
    ]),
    notes: [
      "By how much a timer of 1 ms came late (monitorEventLoopDelay less its resolution), in the host that runs the extension.",
    ],
  };
}

function nameOf({ perSecond, kbBefore }: Stream): string {
  return `${perSecond}/s${kbBefore > 0 ? ` after ${kbBefore} KB` : ""}`;
}

function summaryOf({ latency, probes, lost }: Timing): string {
  return `p50 ${latency.p50.toFixed(0)} ms, p95 ${latency.p95.toFixed(0)} ms, ${lost} of ${probes} lost`;
}

function highest(timed: readonly Timed[], share: (timing: Timing) => number): number {
  return Math.max(0, ...timed.flatMap(({ timing }) => (timing ? [share(timing)] : [])));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
