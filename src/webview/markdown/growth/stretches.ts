/** Words that are looked at for the end of a line; a line has fewer. */
const maxWords = 60;

/**
 * Puts the first whole lines of a paragraph into a block of their own: lines that are done are then not laid out again
 * when others follow. It ends where a line ends on the screen, so it looks the same.
 * @param from the first node that is in no such block
 * @param to the node behind the last one that is done
 * @returns the first node that is in none now; `from` when there is no place to divide
 */
export function foldLines(paragraph: HTMLElement, from: ChildNode, to: ChildNode | null): ChildNode {
  const rest = lastLineStart(paragraph, from, to);
  if (!rest) return from;
  const stretch = document.createElement("span");
  stretch.className = "stretch";
  paragraph.insertBefore(stretch, from);
  for (let node: ChildNode | null = from; node && node !== rest;) {
    const next: ChildNode | null = node.nextSibling;
    stretch.append(node);
    node = next;
  }
  return rest;
}

/** The text that begins the last line which begins with a word of the paragraph's own. */
function lastLineStart(paragraph: HTMLElement, from: ChildNode, to: ChildNode | null): Text | undefined {
  const range = document.createRange();
  let words = 0;
  let below: number | undefined;
  let node = to ? to.previousSibling : paragraph.lastChild;
  for (; node && node !== from && words < maxWords; node = node.previousSibling) {
    // A line that begins in an element cannot be told from one that goes on in it.
    below = undefined;
    if (!(node instanceof Text)) continue;
    for (const offset of wordStarts(node.data).toReversed()) {
      words += 1;
      range.setStart(node, offset);
      range.setEnd(node, offset + 1);
      const top = range.getClientRects()[0]?.top;
      if (top !== undefined && below !== undefined && top < below - 1) return splitAtNextWord(node, offset);
      below = top;
    }
  }
  return undefined;
}

function splitAtNextWord(text: Text, offset: number): Text {
  const next = wordStarts(text.data).find((start) => start > offset);
  return text.splitText(next ?? text.length);
}

function wordStarts(text: string): readonly number[] {
  return Array.from(text.matchAll(/(?<=[ \n])[^ \n]/g), ({ index }) => index);
}
