import type { FontView } from "../protocol/view.ts";

/** Smaller text than this nobody reads, larger leaves no room; in CSS pixels. */
const minSize = 6;
const maxSize = 60;

/** Gives the page the font of the editor's chats. All sizes of the page follow it. */
export function applyFont({ size, family }: FontView): void {
  const { style } = document.documentElement;
  if (Number.isFinite(size)) {
    style.setProperty("--agent37-font-size", `${Math.min(maxSize, Math.max(minSize, size))}px`);
  }
  if (family) style.setProperty("--agent37-font-family", family);
  else style.removeProperty("--agent37-font-family");
}
