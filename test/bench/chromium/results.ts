/** The tables of the bench of the renderers. */
import { median } from "../stats.ts";
import type { Cell as TableCell, Section } from "../table.ts";
import type { Cell } from "./cells.ts";
import { growingNode, lineFloor, nothing, type Participant } from "./renderers.ts";

/** All repeats by participant's name. */
export type Cells = ReadonlyMap<string, readonly Cell[]>;

/** What the columns of `streamSection` mean. */
export const streamNotes: readonly string[] = [
  "main ms: CPU time of the page's main thread (script, style, layout, paint, garbage collection) less the bench's own; " +
    "script, style and layout are parts of it, microtasks are not in script.",
  "flush: wall ms from the text's arrival until the page is laid out and at its end.",
];

/** A table for one streamed text. */
export function streamSection(title: string, participants: readonly Participant[], cells: Cells): Section {
  const base = mainMsOf(cells, nothing.name) ?? 0;
  const floor = netMs(cells, lineFloor.name);
  const node = netMs(cells, growingNode.name);
  const rows = participants.flatMap(({ name, title: label }): TableCell[][] => {
    const runs = cells.get(name) ?? [];
    if (name === nothing.name || runs.length === 0) return [];
    const isWhole = runs.every((run) => run.finished);
    const mid = (value: (run: Cell) => number): number => median(runs.map(value));
    const net = mid((run) => run.mainMs) - base;
    const ratio = (other: number | undefined): TableCell =>
      other === undefined ? undefined : isWhole ? net / other : `> ${Math.floor((net / other) * 10) / 10}`;
    return [
      [
        label,
        isWhole ? net : `given up at ${Math.round(mid((run) => run.delivered) * 100)} %`,
        ratio(floor),
        ratio(node),
        mid((run) => run.scriptMs),
        mid((run) => run.styleMs),
        mid((run) => run.layoutMs),
        mid((run) => run.flush.p50),
        mid((run) => run.flush.p95),
        mid((run) => run.flush.max),
        isWhole ? mid((run) => run.heapMB) : undefined,
        isWhole ? mid((run) => run.nodes) : undefined,
        runs.length,
      ],
    ];
  });
  return {
    title,
    columns: [
      "renderer",
      "main ms",
      "× line floor",
      "× text node",
      "script",
      "style",
      "layout",
      "flush p50",
      "p95",
      "max",
      "heap MB",
      "nodes",
      "runs",
    ],
    rows,
  };
}

/** How the cost grows from 100 KB to 1 MB of the same mix. */
export function growthSection(
  participants: readonly Participant[],
  small: Cells,
  large: Cells,
): Section | undefined {
  const rows = participants.flatMap(({ name, title }): TableCell[][] => {
    const runs = large.get(name) ?? [];
    const smallMs = netMs(small, name);
    const largeMs = netMs(large, name);
    if (name === nothing.name || runs.length === 0 || smallMs === undefined) return [];
    const delivered = Math.round(median(runs.map((run) => run.delivered)) * 100);
    return [
      largeMs === undefined
        ? [title, smallMs, `given up at ${delivered} %`, undefined]
        : [title, smallMs, largeMs, largeMs / smallMs],
    ];
  });
  if (rows.length === 0) return undefined;
  return {
    title: "Growth of the mixed answer",
    columns: ["renderer", "100 KB, main ms", "1 MB, main ms", "1 MB ÷ 100 KB"],
    rows,
    notes: ["10 is linear, 100 quadratic."],
  };
}

export function openSection(title: string, participants: readonly Participant[], cells: Cells): Section {
  const rows = participants.flatMap(({ name, title: label }): TableCell[][] => {
    const runs = cells.get(name) ?? [];
    if (name === nothing.name || runs.length === 0) return [];
    const mid = (value: (run: Cell) => number): number => median(runs.map(value));
    return [
      [
        label,
        mid((run) => run.wallMs),
        mid((run) => run.mainMs),
        mid((run) => run.scriptMs),
        mid((run) => run.styleMs),
        mid((run) => run.layoutMs),
        mid((run) => run.heapMB),
        mid((run) => run.nodes),
        runs.length,
      ],
    ];
  });
  return {
    title,
    columns: [
      "renderer",
      "ms until open",
      "main ms",
      "script",
      "style",
      "layout",
      "heap MB",
      "nodes",
      "runs",
    ],
    rows,
    notes: [
      "ms until open: wall time until the end of the session is laid out. main ms: CPU time until nothing goes on any more; nothing is subtracted.",
      "The others have no view of a session: each of their answers is a message of its own.",
    ],
  };
}

/** Undefined where there is none, or where one was given up. */
function mainMsOf(cells: Cells, name: string): number | undefined {
  const runs = cells.get(name) ?? [];
  return runs.length > 0 && runs.every((run) => run.finished)
    ? median(runs.map((run) => run.mainMs))
    : undefined;
}

function netMs(cells: Cells, name: string): number | undefined {
  const ms = mainMsOf(cells, name);
  return ms === undefined ? undefined : ms - (mainMsOf(cells, nothing.name) ?? 0);
}
