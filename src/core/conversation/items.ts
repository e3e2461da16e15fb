/** How a turn's events become its items. Pure; the tool matching follows the docs: there are no call ids. */
import type { TurnEvent } from "../../api/wire.ts";
import type { ReasoningItem, TextItem, ToolItem, TurnItem } from "./state.ts";

type ItemEvent = Exclude<TurnEvent, { type: "created" | "completed" | "failed" }>;

/**
 * Adds what an event tells to the items.
 * @param at when it happened, or undefined when that is not known (a burst of known events)
 */
export function applyItemEvent(
  items: readonly TurnItem[],
  event: ItemEvent,
  at: number | undefined,
): readonly TurnItem[] {
  switch (event.type) {
    case "reasoning": {
      const last = items.at(-1);
      if (last?.kind === "reasoning" && last.open) {
        return replaceAt(items, items.length - 1, { ...last, text: last.text + event.text });
      }
      return [...items, { kind: "reasoning", text: event.text, startedAt: at, open: true }];
    }
    case "text": {
      const last = items.at(-1);
      if (last?.kind === "text") {
        return replaceAt(items, items.length - 1, { kind: "text", text: last.text + event.text });
      }
      return [...closeReasoning(items, at), { kind: "text", text: event.text }];
    }
    case "toolGenerating":
      return [
        ...closeReasoning(items, at),
        { kind: "tool", tool: event.tool, status: "generating", startedAt: at },
      ];
    case "toolStarted": {
      const started: ToolItem = {
        kind: "tool",
        tool: event.tool,
        label: event.label,
        arguments: event.arguments,
        status: "running",
        startedAt: at,
      };
      const index = findTool(items, event.tool, (item) => item.status === "generating");
      return index === undefined ? [...closeReasoning(items, at), started] : replaceAt(items, index, started);
    }
    case "toolCompleted":
      return endTool(items, event.tool, at, (item) => ({
        ...item,
        status: "completed",
        durationMs: event.durationMs ?? elapsed(item.startedAt, at),
      }));
    case "toolFailed":
      return endTool(items, event.tool, at, (item) => ({
        ...item,
        status: "failed",
        error: event.error,
        durationMs: elapsed(item.startedAt, at),
      }));
  }
}

/** Closes what is still open when the turn ends: the final text may have come behind reasoning that nothing had closed. */
export function closeItems(items: readonly TurnItem[], at: number | undefined): readonly TurnItem[] {
  return items.map((item) => {
    if (item.kind === "reasoning" && item.open) return closed(item, at);
    const isOpen = item.kind === "tool" && (item.status === "generating" || item.status === "running");
    return isOpen ? { ...item, status: "ended" } : item;
  });
}

/**
 * Makes the streamed text agree with the server's final one. Where the stream is a beginning of it the rest is added;
 * where they differ the final text stands alone, at the place of the last text. An empty final text keeps the stream's.
 */
export function applyFinalText(items: readonly TurnItem[], outputText: string): readonly TurnItem[] {
  if (outputText === "") return items;
  const streamed = items.map((item) => (item.kind === "text" ? item.text : "")).join("");
  if (streamed === outputText) return items;
  const lastText = items.findLastIndex((item) => item.kind === "text");
  if (outputText.startsWith(streamed)) {
    const rest = outputText.slice(streamed.length);
    const last = items[lastText];
    return last?.kind === "text"
      ? replaceAt(items, lastText, { kind: "text", text: last.text + rest })
      : [...items, { kind: "text", text: rest }];
  }
  const final: TextItem = { kind: "text", text: outputText };
  return items.flatMap((item, index): TurnItem[] => {
    if (index === lastText) return [final];
    return item.kind === "text" ? [] : [item];
  });
}

/**
 * Whether a replay has told at least what is shown. A replay repeats the turn from its start, so comparing the newest
 * item is enough, and costs the same however long the turn is.
 */
export function covers(replay: readonly TurnItem[], shown: readonly TurnItem[]): boolean {
  if (replay.length !== shown.length) return replay.length > shown.length;
  const theirs = replay.at(-1);
  const ours = shown.at(-1);
  if (!theirs || !ours) return true;
  return progress(theirs) >= progress(ours);
}

/** A replay does not know when things happened; what was seen live does. */
export function keepTimes(replay: readonly TurnItem[], shown: readonly TurnItem[]): readonly TurnItem[] {
  return replay.map((item, index) => {
    const known = shown[index];
    if (item.kind === "reasoning" && known?.kind === "reasoning") {
      return { ...item, startedAt: known.startedAt, endedAt: known.endedAt ?? item.endedAt };
    }
    if (item.kind === "tool" && known?.kind === "tool") {
      return { ...item, startedAt: known.startedAt, durationMs: item.durationMs ?? known.durationMs };
    }
    return item;
  });
}

function progress(item: TurnItem): number {
  if (item.kind !== "tool") return item.text.length;
  return item.status === "generating" ? 0 : item.status === "running" ? 1 : 2;
}

function closeReasoning(items: readonly TurnItem[], at: number | undefined): readonly TurnItem[] {
  const last = items.at(-1);
  if (last?.kind !== "reasoning" || !last.open) return items;
  return replaceAt(items, items.length - 1, closed(last, at));
}

function closed(item: ReasoningItem, at: number | undefined): ReasoningItem {
  return { ...item, open: false, endedAt: at };
}

/** The latest unfinished call of this tool. */
function findTool(
  items: readonly TurnItem[],
  tool: string,
  accept: (item: ToolItem) => boolean,
): number | undefined {
  const index = items.findLastIndex((item) => item.kind === "tool" && item.tool === tool && accept(item));
  return index === -1 ? undefined : index;
}

function endTool(
  items: readonly TurnItem[],
  tool: string,
  at: number | undefined,
  end: (item: ToolItem) => ToolItem,
): readonly TurnItem[] {
  const index = findTool(items, tool, (item) => item.status === "running" || item.status === "generating");
  const item = index === undefined ? undefined : items[index];
  // An end without a start: show the call anyway rather than hide that it happened.
  if (index === undefined || item?.kind !== "tool") {
    return [...closeReasoning(items, at), end({ kind: "tool", tool, status: "running" })];
  }
  return replaceAt(items, index, end(item));
}

function elapsed(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

function replaceAt(items: readonly TurnItem[], index: number, item: TurnItem): readonly TurnItem[] {
  return items.with(index, item);
}
