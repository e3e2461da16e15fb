/** An answer at a measured pace, with marks in it that a reader can look for on the screen. */
import { setTimeout as sleep } from "node:timers/promises";
import { mixedMarkdown } from "./markdownSamples.ts";
import type { Step } from "./script.ts";

interface Pace {
  /** Deltas a second. */
  perSecond: number;
  seconds: number;
  /** KB of text that are sent at full speed before; the turn then stands still until it is released. */
  kbBefore: number;
}

const probesPerSecond = 50;
const shortestDelta = 4;
const longestDelta = 12;
/** Characters between two marks in the text before, so that whoever looks for marks always finds one nearby. */
const markEvery = 1_000;

/**
 * Deltas of 4 to 12 characters of mixed Markdown on a steady schedule of real time, whatever the emulator's clock says:
 * what is late is sent at once. About 50 deltas a second are probes: they carry a mark with a number of its own.
 */
export async function* timed(
  { perSecond, seconds, kbBefore }: Pace,
  random: () => number,
): AsyncGenerator<Step> {
  const marks = new Marks();
  if (kbBefore > 0) {
    yield* atOnce(mixedMarkdown(kbBefore * 1024, random), marks, random);
    yield { kind: "hold", delayMs: 0 };
  }
  const deltas = Math.round(perSecond * seconds);
  const text = mixedMarkdown(deltas * longestDelta, random);
  const probeEvery = Math.max(1, Math.round(perSecond / probesPerSecond));
  const begin = performance.now();
  let start = 0;
  let sinceProbe = probeEvery;
  for (let index = 0; index < deltas; index += 1) {
    const end = pieceEnd(text, start, shortestDelta, longestDelta, random);
    const piece = text.slice(start, end);
    start = end;
    sinceProbe += 1;
    const marked = sinceProbe >= probeEvery ? marks.into(piece) : undefined;
    if (marked) sinceProbe = 0;
    const early = begin + (index * 1000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    yield { kind: "text", delayMs: 0, text: piece, ...marked };
  }
}

function* atOnce(text: string, marks: Marks, random: () => number): Generator<Step> {
  let start = 0;
  let markedTo = 0;
  while (start < text.length) {
    const end = pieceEnd(text, start, 1, 400, random);
    const piece = text.slice(start, end);
    start = end;
    const marked = start - markedTo >= markEvery ? marks.into(piece) : undefined;
    if (marked) markedTo = start;
    // A mark here is no probe: what is sent in one go is not timed.
    yield { kind: "text", delayMs: 0, text: marked?.text ?? piece };
  }
}

/** Numbers the marks of one answer. */
class Marks {
  #last = 0;

  /** Puts a mark between two words, where no Markdown can be broken by it; undefined when there is no such place. */
  into(piece: string): { text: string; probe: number } | undefined {
    const place = /[a-z] (?=[a-z])/i.exec(piece);
    if (!place) return undefined;
    this.#last += 1;
    const at = place.index + 2;
    return { text: `${piece.slice(0, at)}⟦${String(this.#last)}⟧ ${piece.slice(at)}`, probe: this.#last };
  }
}

/** Where a piece of so many characters ends, never between the halves of a surrogate pair. */
function pieceEnd(text: string, start: number, shortest: number, longest: number, random: () => number) {
  const end = start + shortest + Math.floor(random() * (longest - shortest + 1));
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
}
