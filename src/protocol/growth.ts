/** The commonest of all batches: text that is added to the item that grows, and nothing else. */

/** Such a batch tells the last digit of its number only; others tell it whole. */
export const growthRadix = 36;

export interface Growth {
  /** The last digit of the batch's number, to the base {@link growthRadix}. */
  readonly digit: number;
  readonly text: string;
}

/** @param seq number of the batch that this is */
export function growthOf(seq: number, text: string): Growth {
  return { digit: seq % growthRadix, text };
}

/** Whether it is the batch after the one of number `seq`. */
export function isNext(seq: number, { digit }: Growth): boolean {
  return (seq + 1) % growthRadix === digit;
}
