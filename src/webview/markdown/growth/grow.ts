import { growCode } from "./code.ts";
import type { Growth, OpenBlock } from "./growth.ts";
import { growList } from "./list.ts";
import { growParagraph } from "./paragraph.ts";
import { growQuote } from "./quote.ts";
import { growTable } from "./table.ts";

/** How blocks of each kind grow. */
export function grow(open: OpenBlock): Growth | undefined {
  switch (open.block.tokens[0]?.type) {
    case "fence":
      return growCode(open);
    case "paragraph_open":
      return growParagraph(open);
    case "bullet_list_open":
    case "ordered_list_open":
      return growList(open);
    case "table_open":
      return growTable(open);
    case "blockquote_open":
      return growQuote(open);
    default:
      return undefined;
  }
}
