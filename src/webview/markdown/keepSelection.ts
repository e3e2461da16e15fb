import { isSelected } from "../parts/unselected.ts";

/** Replaces an element by another one with the same text, with the same words selected as before. */
export function replaceKeepingSelection(old: ChildNode, replacement: ChildNode): void {
  const selection = document.getSelection();
  if (!selection || !isSelected(old)) {
    old.replaceWith(replacement);
    return;
  }
  const ends = [
    [selection.anchorNode, selection.anchorOffset],
    [selection.focusNode, selection.focusOffset],
  ] as const;
  const offsets = ends.map(([node, offset]) =>
    node && old.contains(node) ? lengthUntil(old, node, offset) : undefined,
  );
  old.replaceWith(replacement);
  const [anchor, focus] = ends.map(([node, offset], index) => {
    const length = offsets[index];
    return length === undefined ? ([node, offset] as const) : placeAt(replacement, length);
  });
  if (anchor?.[0] && focus?.[0]) selection.setBaseAndExtent(anchor[0], anchor[1], focus[0], focus[1]);
}

function lengthUntil(root: Node, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function placeAt(root: Node, length: number): readonly [Node, number] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let rest = length;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.textContent?.length ?? 0;
    if (rest <= own) return [node, rest];
    rest -= own;
  }
  return [root, root.childNodes.length];
}
