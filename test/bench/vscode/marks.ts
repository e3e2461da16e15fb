import type { Frame } from "@playwright/test";

/** A mark that was seen: its number, and the wall-clock epoch ms at which it was on screen. */
export type Sighting = readonly [number: number, at: number];

export interface Sightings {
  readonly seen: readonly Sighting[];
  /** Looks at where the newest mark stood, and how many of them found it outside of the visible part. */
  readonly looks: number;
  readonly outside: number;
  /** What the watching itself took, in ms of the main thread. */
  readonly ownMs: number;
}

/** What the page keeps while it watches. */
interface Watched {
  newest(): number;
  stop(): Sightings;
}

declare global {
  var agent37BenchMarks: Watched | undefined;
}

/** Starts to note when each mark in `selector` of this frame is on screen. */
export async function watchMarks(frame: Frame, selector: string): Promise<void> {
  await frame.evaluate(watch, selector);
}

/** The number of the newest mark that was seen so far. */
export async function newestMark(frame: Frame): Promise<number> {
  return frame.evaluate(() => globalThis.agent37BenchMarks?.newest() ?? 0);
}

export async function stopWatching(frame: Frame): Promise<Sightings> {
  return frame.evaluate(() => {
    const watched = globalThis.agent37BenchMarks;
    if (!watched) throw new Error("Nothing is watched");
    globalThis.agent37BenchMarks = undefined;
    return watched.stop();
  });
}

/**
 * Runs in the page, so it is whole in itself. A change is on screen when the frame that shows it is: a resize observer is
 * told after the layout of that very frame, also when the text came in an animation frame of it, and a message posted
 * there arrives when the frame is painted.
 */
function watch(selector: string): void {
  const root = document.querySelector(selector);
  if (!root) throw new Error(`Nothing here is ${selector}`);
  /** Two known marks end the look backwards; without any it ends after so many characters. */
  const farthest = 20_000;
  const lookEvery = 8;
  const seen = new Map<number, number>();
  /** Marks in the document that wait for their frame, and those whose frame has had its layout. */
  let changed: number[] = [];
  let drawn: number[] = [];
  let newest: { node: Text; number: number } | undefined;
  let frames = 0;
  let looks = 0;
  let outside = 0;
  let ownMs = 0;

  /** The marks at the end of `node` that were not seen before. */
  const look = (node: Node): void => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    let text = "";
    let last: Node | null = node;
    // The last text in document order.
    if (node.nodeType !== Node.TEXT_NODE) {
      while (walker.lastChild());
      last = walker.currentNode.nodeType === Node.TEXT_NODE ? walker.currentNode : null;
    }
    const end = last;
    while (last && text.length < farthest) {
      const data = (last as Text).data;
      text = data.slice(-farthest) + text;
      let known = 0;
      for (const [, number] of text.matchAll(/⟦(\d+)⟧/g)) if (seen.has(Number(number))) known += 1;
      if (known >= 2) break;
      last = node.nodeType === Node.TEXT_NODE ? null : walker.previousNode();
    }
    for (const [, digits] of text.matchAll(/⟦(\d+)⟧/g)) {
      const number = Number(digits);
      if (seen.has(number)) continue;
      seen.set(number, Number.NaN);
      changed.push(number);
      if (end && number > (newest?.number ?? 0)) newest = { node: end as Text, number };
    }
  };

  const gauge = document.createElement("div");
  const wide = (isWide: boolean): void => gauge.style.setProperty("width", isWide ? "2px" : "1px");
  for (const [name, value] of [
    ["position", "fixed"],
    ["height", "1px"],
    ["contain", "strict"],
    ["visibility", "hidden"],
  ] as const)
    gauge.style.setProperty(name, value);
  wide(false);
  document.body.append(gauge);
  let isWide = false;

  const mutations = new MutationObserver((records) => {
    const begin = performance.now();
    const had = changed.length;
    for (const record of records) {
      if (record.type === "characterData") look(record.target);
      else for (const node of record.addedNodes) look(node);
    }
    if (had === 0 && changed.length > 0) {
      isWide = !isWide;
      wide(isWide);
    }
    ownMs += performance.now() - begin;
  });
  mutations.observe(root, { subtree: true, childList: true, characterData: true });

  const channel = new MessageChannel();
  const resizes = new ResizeObserver(() => {
    if (changed.length === 0) return;
    drawn.push(...changed);
    changed = [];
    channel.port2.postMessage(undefined);
  });
  resizes.observe(gauge);
  channel.port1.onmessage = () => {
    const begin = performance.now();
    const at = performance.timeOrigin + begin;
    for (const number of drawn) seen.set(number, at);
    drawn = [];
    frames += 1;
    if (newest?.node.isConnected && frames % lookEvery === 0) {
      const range = document.createRange();
      range.selectNode(newest.node);
      const box = range.getBoundingClientRect();
      looks += 1;
      if (box.bottom < 0 || box.bottom > innerHeight) outside += 1;
    }
    ownMs += performance.now() - begin;
  };

  globalThis.agent37BenchMarks = {
    newest: () => newest?.number ?? 0,
    stop: () => {
      mutations.disconnect();
      resizes.disconnect();
      channel.port1.close();
      gauge.remove();
      return { seen: [...seen].filter(([, at]) => !Number.isNaN(at)), looks, outside, ownMs };
    },
  };
}
