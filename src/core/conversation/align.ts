/** Largest table of comparisons, for 4,000 rows on each side; of more, only those at the end are compared. */
const maxCells = 16_000_000;

/**
 * Pairs what two lists have in common, in order and each element once; either list may lack elements of the other.
 * Equal elements are paired from the lists' beginnings; reverse both to pair them from the ends.
 * @returns the index in `right` for each paired index in `left`
 */
export function align<L, R>(
  left: readonly L[],
  right: readonly R[],
  fits: (left: L, right: R) => boolean,
): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const pair = (l: number, r: number): boolean => {
    const isPair = fits(left[l] as L, right[r] as R);
    if (isPair) pairs.set(l, r);
    return isPair;
  };
  let start = 0;
  while (start < left.length && start < right.length && pair(start, start)) start += 1;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && pair(leftEnd - 1, rightEnd - 1)) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const widest = Math.floor(Math.sqrt(maxCells));
  const isTooLarge = (leftEnd - start) * (rightEnd - start) > maxCells;
  const leftStart = isTooLarge ? Math.max(start, leftEnd - widest) : start;
  const rightStart = isTooLarge ? Math.max(start, rightEnd - widest) : start;
  pairMiddle(leftStart, leftEnd, rightStart, rightEnd, (l, r) => fits(left[l] as L, right[r] as R), pairs);
  return pairs;
}

/** The longest common subsequence of two ranges, by the textbook's table of the lengths that are left. */
function pairMiddle(
  leftStart: number,
  leftEnd: number,
  rightStart: number,
  rightEnd: number,
  fits: (left: number, right: number) => boolean,
  pairs: Map<number, number>,
): void {
  const width = rightEnd - rightStart + 1;
  const lengths = new Uint16Array((leftEnd - leftStart + 1) * width);
  const at = (l: number, r: number): number => (l - leftStart) * width + (r - rightStart);
  for (let l = leftEnd - 1; l >= leftStart; l -= 1) {
    for (let r = rightEnd - 1; r >= rightStart; r -= 1) {
      lengths[at(l, r)] = fits(l, r)
        ? 1 + (lengths[at(l + 1, r + 1)] ?? 0)
        : Math.max(lengths[at(l + 1, r)] ?? 0, lengths[at(l, r + 1)] ?? 0);
    }
  }
  let l = leftStart;
  let r = rightStart;
  while (l < leftEnd && r < rightEnd) {
    if (fits(l, r)) {
      pairs.set(l, r);
      l += 1;
      r += 1;
    } else if ((lengths[at(l + 1, r)] ?? 0) > (lengths[at(l, r + 1)] ?? 0)) l += 1;
    else r += 1;
  }
}
