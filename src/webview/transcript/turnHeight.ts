/** How high a turn will be, before it is there: the scroll bar shows by it how long the conversation is. */
import type { ShownItem, ShownTurn } from "../../protocol/shown.ts";

/** Heights in rem, as the style sheet has them. */
const line = 1.45;
const gap = 1.25;
const bubble = 0.9;
const row = 2.1;
const end = 2;

/** Words and lists do not fill their lines. */
const looseness = 1.3;

/** @param columns characters on a line. @returns rem. */
export function turnHeight({ input, items, growing }: ShownTurn, columns: number): number {
  const message = input === undefined ? 0 : bubble + gap + textHeight(input.length, columns * 0.9);
  const answer = items.reduce((height, item) => height + itemHeight(item, columns), 0);
  return message + answer + (growing ? itemHeight(growing, columns) : 0) + end + gap;
}

function itemHeight(item: ShownItem, columns: number): number {
  return item.kind === "text" ? textHeight(item.text.length, columns) : row;
}

function textHeight(length: number, columns: number): number {
  return Math.ceil((length / Math.max(10, columns)) * looseness) * line;
}

export function remInPixels(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
