/** Elements that stand below each other, and which of them are within a part of the window. */

/** Marks what has a layout although it may be off screen. */
const nearClass = "near";

/** The first of the elements whose end is below `y`, in pixels of the window; their number when none is. */
export function firstBelow(elements: ArrayLike<Element>, y: number): number {
  let [from, to] = [0, elements.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? y) > y) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Those of the elements that are between two heights of the window, in pixels. */
export function* between(elements: ArrayLike<Element>, top: number, bottom: number): Iterable<Element> {
  for (let index = firstBelow(elements, top); index < elements.length; index++) {
    const element = elements[index];
    if (!element || element.getBoundingClientRect().top > bottom) return;
    yield element;
  }
}

/** The parts of answers in a stretch that are between two heights of the window. */
export function* sectionsBetween(stretch: Element, top: number, bottom: number): Iterable<Element> {
  for (const turn of between(stretch.children, top, bottom)) {
    for (const message of turn.children) {
      for (const item of between(message.children, top, bottom)) {
        if (item.localName === "agent37-markdown") yield* between(item.children, top, bottom);
      }
    }
  }
}

/**
 * The elements that are ready to come on screen. The browser by itself begins with the layout of an element when it is
 * seen: it would be blank for a frame, and then move what is below it.
 */
export class Nearby {
  #elements = new Set<Element>();

  add(element: Element): void {
    this.#elements.add(element);
    element.classList.add(nearClass);
  }

  /** Leaves only these. */
  set(elements: Iterable<Element>): void {
    const far = this.#elements;
    this.#elements = new Set(elements);
    for (const element of far) if (!this.#elements.has(element)) element.classList.remove(nearClass);
    for (const element of this.#elements) element.classList.add(nearClass);
  }

  /** Forgets an element and all that is in it. */
  delete(element: Element): void {
    for (const near of this.#elements) if (element.contains(near)) this.#elements.delete(near);
  }
}
