/** What the renderers are fed with. */
import { codeAnswer, cutDeltas, mixedAnswer, paragraphAnswer } from "../workloads.ts";
import { participants } from "./renderers.ts";

/** 1,000 deltas a second at 60 frames a second. */
const deltasPerFlush = 16;

export interface StreamWorkload {
  readonly name: string;
  readonly title: string;
  /** Who takes part: in a whole run, and in a quick one. */
  readonly full: readonly string[];
  readonly quick: readonly string[];
  /** Seconds after which a run is given up; the own renderer gets more. */
  readonly capSeconds: number;
  readonly text: () => string;
}

const everybody = participants.map(({ name }) => name);

export const streamWorkloads: readonly StreamWorkload[] = [
  {
    name: "mixed100k",
    title: "Mixed answer, 100 KB",
    full: everybody,
    quick: everybody,
    capSeconds: 150,
    text: () => mixedAnswer("mixed 100 KB", 100_000),
  },
  {
    name: "mixed1m",
    title: "Mixed answer, 1 MB",
    full: ["ours", "lineFloor", "streamingMarkdown"],
    quick: ["ours"],
    capSeconds: 150,
    text: () => mixedAnswer("mixed 1 MB", 1_000_000),
  },
  {
    name: "code200k",
    title: "One code block, 200 KB",
    full: everybody,
    quick: ["ours", "lineFloor", "streamingMarkdown"],
    capSeconds: 60,
    text: () => codeAnswer("code 200 KB", 200_000),
  },
  {
    name: "paragraph125k",
    title: "One paragraph, 125 KB",
    // It is one line, so the line floor is a growing text node as well.
    full: everybody.filter((name) => name !== "lineFloor"),
    quick: ["ours", "growingNode", "streamingMarkdown"],
    capSeconds: 120,
    // At multiples of 65,536 characters from the second on, Chromium 156 may take 10 to 30 s to lay out what is added to one text node.
    text: () => paragraphAnswer("paragraph 125 KB", 125_000),
  },
];

export const openWorkload = "session5000";
export const openedMessages = 5_000;

/** The deltas of a text, as many joined as come in one frame. */
export function flushesOf(seed: string, text: string): string[] {
  const deltas = cutDeltas(seed, text);
  const flushes: string[] = [];
  for (let start = 0; start < deltas.length; start += deltasPerFlush)
    flushes.push(deltas.slice(start, start + deltasPerFlush).join(""));
  return flushes;
}

/** Whether a list of names on the command line means this one too; an empty list means all. */
export function isChosen(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}
