/**
 * Runs `work` once nothing in `place` is selected. Replacing nodes that the user has selected would drop them from the
 * selection, so that waits until they are let go.
 */
export function whenUnselected(place: Element, work: () => void): void {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.getRangeAt(0).intersectsNode(place)) {
    work();
    return;
  }
  document.addEventListener("selectionchange", () => whenUnselected(place, work), { once: true });
}
