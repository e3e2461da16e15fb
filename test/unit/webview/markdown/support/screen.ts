/** What jsdom lacks of a screen: nothing comes into view, and text has lines of a fixed length. */

/** Characters in a line, and its height in pixels. */
const lineLength = 70;
const lineHeight = 20;

class NothingSeen {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Where a range would begin if all of its block's text were set in one font of one width. */
function rectsOf(range: Range): { readonly top: number }[] {
  const block = range.startContainer.parentElement?.closest("p, li, td, blockquote, div");
  if (!block) return [];
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return [{ top: Math.floor(before.toString().length / lineLength) * lineHeight }];
}

export function standInForScreen(): void {
  Object.assign(globalThis, { IntersectionObserver: NothingSeen });
  Object.assign(Range.prototype, {
    getClientRects(this: Range) {
      return rectsOf(this);
    },
  });
}
