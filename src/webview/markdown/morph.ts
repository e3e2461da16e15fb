import { growCode } from "./codeBlock.ts";
import { growText } from "./growText.ts";

/**
 * Makes `from` equal to `to` and keeps every node that both have, so that selection, focus and scroll positions in what
 * did not change survive. Takes nodes out of `to`.
 * @returns false, with nothing changed, when they are different elements.
 */
export function morph(from: Element, to: Element): boolean {
  if (!isSameElement(from, to)) return false;
  if (from.classList.contains("codeBlock")) return growCode(from, to);
  const earlier = [...from.childNodes];
  const later = [...to.childNodes];
  later.forEach((next, index) => {
    const node = earlier[index];
    if (!node) from.append(next);
    else if (!morphNode(node, next)) node.replaceWith(next);
  });
  for (const node of earlier.slice(later.length)) node.remove();
  return true;
}

function morphNode(from: ChildNode, to: ChildNode): boolean {
  if (from instanceof Text && to instanceof Text) {
    growText(from, to.data);
    return true;
  }
  return from instanceof Element && to instanceof Element && morph(from, to);
}

function isSameElement(a: Element, b: Element): boolean {
  return (
    a.tagName === b.tagName &&
    a.attributes.length === b.attributes.length &&
    [...a.attributes].every(({ name, value }) => b.getAttribute(name) === value)
  );
}
