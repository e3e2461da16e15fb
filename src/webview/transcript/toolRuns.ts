/** Calls of one tool that follow each other make one entry of the transcript. Pure. */
import type { ShownItem, ShownProse } from "../../protocol/shown.ts";
import type { ToolView } from "../../protocol/view.ts";

export type Entry =
  | { readonly kind: "item"; readonly id: string; readonly item: ShownProse }
  /** `id` is that of the first call, so that the entry stays the same one as it grows. */
  | {
      readonly kind: "calls";
      readonly id: string;
      readonly tool: string;
      readonly calls: readonly ToolView[];
    };

/** This many calls of one tool in a row are folded into one. */
export const foldedFrom = 3;

/** The items of a turn in their order, with neighboring calls of the same tool together. */
export function entriesOf(items: readonly ShownItem[]): readonly Entry[] {
  const entries: Entry[] = [];
  let run: { tool: string; calls: ToolView[] } | undefined;
  for (const item of items) {
    if (item.kind !== "tool") {
      run = undefined;
      entries.push({ kind: "item", id: item.id, item });
    } else if (run?.tool === item.tool) {
      run.calls.push(item);
    } else {
      run = { tool: item.tool, calls: [item] };
      entries.push({ kind: "calls", id: item.id, ...run });
    }
  }
  return entries;
}

/** What a folded run says about its calls. */
export interface RunSummary {
  readonly count: number;
  readonly failed: number;
  /** The call that is under way, if any. */
  readonly current: ToolView | undefined;
  /** Time of all calls together, as far as it is known, in milliseconds. */
  readonly durationMs: number | undefined;
}

export function summarizeRun(calls: readonly ToolView[]): RunSummary {
  const times = calls.map(({ durationMs }) => durationMs).filter((time) => time !== undefined);
  return {
    count: calls.length,
    failed: calls.filter(({ status }) => status === "failed").length,
    current: calls.findLast(isUnderWay),
    durationMs: times.length > 0 ? times.reduce((sum, time) => sum + time, 0) : undefined,
  };
}

/** Whether a call has not ended yet. */
export function isUnderWay({ status }: ToolView): boolean {
  return status === "running" || status === "generating";
}
