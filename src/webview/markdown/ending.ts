import type { SourceBlock } from "./parser.ts";
import { type Ending, endsWithBlankLine } from "./undecided.ts";

/** What stands at the end of the text that the last block of `source` ends with. */
export function endingOf(block: SourceBlock | undefined, source: string): Ending {
  if (!block) return "other";
  if (endsWithFence(block)) return isOpenFence(block, source) ? "code" : "other";
  if (endsWithBlankLine(source)) return "other";
  const last = block.tokens.findLast(
    ({ type }) => !/^(?:list_item|bullet_list|ordered_list|blockquote)_close$/.test(type),
  );
  return last?.type === "table_close" ? "table" : "other";
}

function endsWithFence({ tokens }: SourceBlock): boolean {
  return tokens.findLast(({ nesting }) => nesting !== -1)?.type === "fence";
}

function isOpenFence({ tokens }: SourceBlock, source: string): boolean {
  const fence = tokens.findLast(({ type }) => type === "fence");
  const [first = 0, end = 0] = fence?.map ?? [];
  const lines = source.split("\n");
  const hasMore = lines.slice(end).some((line) => line.trim() !== "");
  if (!fence || hasMore) return false;
  const closing = new RegExp(`^[ \\t>]*${fence.markup[0] ?? ""}{${fence.markup.length},}[ \\t]*$`);
  return end - first < 2 || !closing.test(lines[end - 1] ?? "");
}
