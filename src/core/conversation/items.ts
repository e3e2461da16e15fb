/** How a turn's events become its items. Pure; the tool matching follows the docs: there are no call ids. */
import type { TurnEvent } from "../../api/wire.ts";
import { GrowingText } from "../../common/growingText.ts";
import {
  answerOf,
  itemsOf,
  type ProseItem,
  type ReasoningItem,
  type TextItem,
  type ToolItem,
  type TurnItem,
  type TurnItems,
} from "./state.ts";

type ItemEvent = Exclude<TurnEvent, { type: "created" | "completed" | "failed" }>;

/**
 * Adds what an event tells to the items. A piece of text costs what it adds, however much is there.
 * @param at when it happened, or undefined when that is not known (a burst of known events)
 */
export function applyItemEvent(told: TurnItems, event: ItemEvent, at: number | undefined): TurnItems {
  switch (event.type) {
    case "reasoning": {
      const { items, growing } = openLast(told);
      if (growing?.kind === "reasoning" && growing.open)
        return { items, growing: grown(growing, event.text) };
      const text = GrowingText.of(event.text);
      return {
        items: itemsOf({ items, growing }),
        growing: { kind: "reasoning", text, startedAt: at, open: true },
      };
    }
    case "text": {
      const { items, growing } = openLast(told);
      if (growing?.kind === "text") return { items, growing: grown(growing, event.text) };
      const text = GrowingText.of(event.text);
      return { items: closeReasoning({ items, growing }, at), growing: { kind: "text", text } };
    }
    case "toolGenerating": {
      const generating: ToolItem = { kind: "tool", tool: event.tool, status: "generating", startedAt: at };
      return { items: [...closeReasoning(told, at), generating] };
    }
    case "toolStarted": {
      const started: ToolItem = {
        kind: "tool",
        tool: event.tool,
        label: event.label,
        arguments: event.arguments,
        status: "running",
        startedAt: at,
      };
      const index = findTool(told, event.tool, (item) => item.status === "generating");
      return index === undefined
        ? { items: [...closeReasoning(told, at), started] }
        : replaceAt(told, index, started);
    }
    case "toolCompleted":
      return endTool(told, event.tool, at, (item) => ({
        ...item,
        status: "completed",
        durationMs: event.durationMs ?? elapsed(item.startedAt, at),
      }));
    case "toolFailed":
      return endTool(told, event.tool, at, (item) => ({
        ...item,
        status: "failed",
        error: event.error,
        durationMs: elapsed(item.startedAt, at),
      }));
  }
}

/** Closes what is still open when the turn ends: the final text may have come behind reasoning that nothing had closed. */
export function closeItems(told: TurnItems, at: number | undefined): readonly TurnItem[] {
  return itemsOf(told).map((item) => {
    if (item.kind === "reasoning" && item.open) return closed(item, at);
    const isOpen = item.kind === "tool" && (item.status === "generating" || item.status === "running");
    return isOpen ? { ...item, status: "ended" } : item;
  });
}

/**
 * Makes the streamed text agree with the server's final one. Where the stream is a beginning of it the rest is added;
 * where they differ the final text stands alone, at the place of the last text. An empty final text keeps the stream's.
 */
export function applyFinalText(told: TurnItems, outputText: string): TurnItems {
  if (outputText === "") return told;
  const streamed = answerOf(told);
  if (streamed === outputText) return told;
  const items = itemsOf(told);
  const lastText = items.findLastIndex((item) => item.kind === "text");
  if (outputText.startsWith(streamed)) {
    const rest = outputText.slice(streamed.length);
    const last = items[lastText];
    return last?.kind === "text"
      ? { items: items.with(lastText, grown(last, rest)) }
      : { items: [...items, { kind: "text", text: GrowingText.of(rest) }] };
  }
  const final: TextItem = { kind: "text", text: GrowingText.of(outputText) };
  return {
    items: items.flatMap((item, index): TurnItem[] => {
      if (index === lastText) return [final];
      return item.kind === "text" ? [] : [item];
    }),
  };
}

/**
 * Whether a replay has told at least what is shown. A replay repeats the turn from its start, so comparing the newest
 * item is enough, and costs the same however long the turn is.
 */
export function covers(replay: TurnItems, shown: TurnItems): boolean {
  const [told, known] = [countOf(replay), countOf(shown)];
  if (told !== known) return told > known;
  const theirs = lastOf(replay);
  const ours = lastOf(shown);
  if (!theirs || !ours) return true;
  return progress(theirs) >= progress(ours);
}

/**
 * The replay that takes the place of what is shown, with what that knows better: a replay does not know when things
 * happened. A text that goes on where the shown one ends is the shown one, grown, so that nobody takes it for another.
 */
export function keepKnown(replay: TurnItems, shown: TurnItems): TurnItems {
  const known = itemsOf(shown);
  const items = replay.items.map((item, index) => keepItem(item, known[index]));
  return { items, growing: replay.growing && keepProse(replay.growing, known[items.length]) };
}

function keepItem(item: TurnItem, known: TurnItem | undefined): TurnItem {
  if (item.kind !== "tool") return keepProse(item, known);
  if (known?.kind !== "tool") return item;
  return { ...item, startedAt: known.startedAt, durationMs: item.durationMs ?? known.durationMs };
}

function keepProse(item: ProseItem, known: TurnItem | undefined): ProseItem {
  if (known?.kind !== item.kind) return item;
  const text = continued(item.text, known.text);
  if (item.kind === "text" || known.kind === "text") return { ...item, text };
  return { ...item, text, startedAt: known.startedAt, endedAt: known.endedAt ?? item.endedAt };
}

/** The text as the known one, grown, where it is that; costs a comparison. */
function continued(text: GrowingText, known: GrowingText): GrowingText {
  return String(text).startsWith(String(known)) ? known.grow(text.since(known.length)) : text;
}

function progress(item: TurnItem): number {
  if (item.kind !== "tool") return item.text.length;
  return item.status === "generating" ? 0 : item.status === "running" ? 1 : 2;
}

function countOf({ items, growing }: TurnItems): number {
  return items.length + (growing ? 1 : 0);
}

function lastOf({ items, growing }: TurnItems): TurnItem | undefined {
  return growing ?? items.at(-1);
}

/** Text can be added to a last item that stands among the others, as in a turn that is followed again. */
function openLast(told: TurnItems): TurnItems {
  const last = told.growing ? undefined : told.items.at(-1);
  return last === undefined || last.kind === "tool"
    ? told
    : { items: told.items.slice(0, -1), growing: last };
}

function grown<T extends ProseItem>(item: T, more: string): T {
  return { ...item, text: item.text.grow(more) };
}

/** All items, of which none grows any more. */
function closeReasoning(told: TurnItems, at: number | undefined): readonly TurnItem[] {
  const last = lastOf(told);
  const items = itemsOf(told);
  return last?.kind === "reasoning" && last.open ? items.with(-1, closed(last, at)) : items;
}

function closed(item: ReasoningItem, at: number | undefined): ReasoningItem {
  return { ...item, open: false, endedAt: at };
}

/** The latest unfinished call of this tool. */
function findTool(
  { items }: TurnItems,
  tool: string,
  accept: (item: ToolItem) => boolean,
): number | undefined {
  const index = items.findLastIndex((item) => item.kind === "tool" && item.tool === tool && accept(item));
  return index === -1 ? undefined : index;
}

function endTool(
  told: TurnItems,
  tool: string,
  at: number | undefined,
  end: (item: ToolItem) => ToolItem,
): TurnItems {
  const index = findTool(told, tool, (item) => item.status === "running" || item.status === "generating");
  const item = index === undefined ? undefined : told.items[index];
  // An end without a start: show the call anyway rather than hide that it happened.
  if (index === undefined || item?.kind !== "tool") {
    return { items: [...closeReasoning(told, at), end({ kind: "tool", tool, status: "running" })] };
  }
  return replaceAt(told, index, end(item));
}

function elapsed(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

function replaceAt({ items, growing }: TurnItems, index: number, item: TurnItem): TurnItems {
  return { items: items.with(index, item), growing };
}
