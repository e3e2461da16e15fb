import { feed } from "./feed.ts";

/**
 * Selects the first text with `selected` in it once the first piece is shown, and lets the text grow on.
 * @returns what is selected in the end: nothing where its node was replaced or written anew
 */
export function selectedInTheEnd(pieces: readonly string[], selected: string): string {
  const container = document.createElement("div");
  document.body.append(container);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  let isFirst = true;
  feed(pieces, {
    container,
    checkEach: () => {
      if (!isFirst) return;
      isFirst = false;
      const node = textWith(container, selected);
      const start = node.data.indexOf(selected);
      selection?.setBaseAndExtent(node, start, node, start + selected.length);
    },
  });
  const text = String(selection);
  container.remove();
  return text;
}

function textWith(root: Element, text: string): Text {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node instanceof Text && node.data.includes(text)) return node;
  throw new Error(`"${text}" is not shown`);
}
