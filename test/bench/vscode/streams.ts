/** The time from byte to pixel, in this chat and in VS Code's own, fed with the same streams in one window. */
import type { Section } from "../table.ts";
import { type Stream, timeStream, type Timing } from "./byteToPixel.ts";
import { startScene } from "./scene.ts";
import { nativeChat, nativeChatUnthrottled, ownChat } from "./targets.ts";

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
  try {
    const workbench = await scene.open();
    const targets = [
      await ownChat(workbench),
      await nativeChat(workbench),
      await nativeChatUnthrottled(workbench),
    ];
    const timed: { stream: Stream; name: string; timing: Timing }[] = [];
    for (const stream of streams) {
      for (const target of targets) {
        const timing = await timeStream(workbench, scene.control, target, stream);
        timed.push({ stream, name: target.name, timing });
        const { p50, p95 } = timing.latency;
        log(
          `${stream.perSecond} deltas/s, ${target.name}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
        );
      }
    }
    return [latencySection(timed), hostSection(timed)];
  } finally {
    await scene.close();
  }
}

type Timed = readonly { readonly stream: Stream; readonly name: string; readonly timing: Timing }[];

function latencySection(timed: Timed): Section {
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
      "on screen before",
    ],
    rows: timed.map(({ stream, name, timing }) => {
      const { latency, probes, lost, shownBefore } = timing;
      const own = timed.find((other) => other.stream === stream)?.timing.latency.p95 ?? Number.NaN;
      return [
        nameOf(stream),
        name,
        latency.p50,
        latency.p95,
        latency.p99,
        latency.max,
        latency.p95 / own,
        probes,
        lost,
        stream.kbBefore > 0 ? `${Math.round(shownBefore * stream.kbBefore)} KB` : "–",
      ];
    }),
    notes: [
      "From the write of a delta to the socket until the frame with its text is painted, by marks in the text.",
      `Watching took at most ${percent(Math.max(...timed.map(({ timing }) => timing.observerShare)))} of the page's time; ` +
        `the newest text was outside of the visible part in ${percent(Math.max(...timed.map(({ timing }) => timing.outside)))} of the looks at most.`,
      "VS Code's own chat shows words at a pace that it estimates, unless its experimental incremental rendering is on.",
    ],
  };
}

function hostSection(timed: Timed): Section {
  return {
    title: "Extension host while streaming",
    columns: ["stream", "chat", "loop delay p50, ms", "p95, ms", "p99, ms", "max, ms", "CPU, % of a core"],
    rows: timed.map(({ stream, name, timing: { host } }) => [
      nameOf(stream),
      name,
      host.delayMs.p50,
      host.delayMs.p95,
      host.delayMs.p99,
      host.delayMs.max,
      host.cpuShare * 100,
    ]),
    notes: [
      "By how much a timer of 1 ms came late (monitorEventLoopDelay less its resolution), in the host that runs the extension.",
    ],
  };
}

function nameOf({ perSecond, kbBefore }: Stream): string {
  return `${perSecond}/s${kbBefore > 0 ? ` after ${kbBefore} KB` : ""}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
