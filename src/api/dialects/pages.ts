import type { Page } from "./dialect.ts";

/** Pages that are read of one list; a server that never ends is cut off here. */
const maxPages = 50;

/** All items of a list that may come in pages. */
export async function readPages<T>(
  readPage: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const { items: more, nextCursor } = await readPage(cursor);
    items.push(...more);
    if (nextCursor === undefined || nextCursor === cursor || more.length === 0) break;
    cursor = nextCursor;
  }
  return items;
}
