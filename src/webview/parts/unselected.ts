interface Waiting {
  readonly place: Element;
  readonly work: () => void;
}

/** What waits until the user lets go of its place. */
const waiting = new Set<Waiting>();

/**
 * Runs `work` once nothing in `place` is selected. Replacing nodes that the user has selected would drop them from the
 * selection, so that waits until they are let go.
 */
export function whenUnselected(place: Element, work: () => void): void {
  if (!isSelected(place)) {
    work();
    return;
  }
  waiting.add({ place, work });
  document.addEventListener("selectionchange", onSelection);
}

function onSelection(): void {
  for (const entry of waiting) {
    if (isSelected(entry.place)) continue;
    waiting.delete(entry);
    entry.work();
  }
  if (waiting.size === 0) document.removeEventListener("selectionchange", onSelection);
}

/** Whether anything of a place is selected. */
export function isSelected(place: Node): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(place);
}
