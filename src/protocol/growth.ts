/**
 * The commonest of all messages: text that is added to the item that grows. An answer that streams is thousands of them,
 * so on the wire it is a bare string: a digit that numbers the batch, then the text.
 */

/** Numbers are told up to this many batches, by one digit; other messages have them whole. */
const radix = 36;

export interface Growth {
  /** The last digit of the batch's number, to this {@link radix}. */
  readonly digit: number;
  readonly text: string;
}

/** @param seq number of the batch that this is */
export function growthOf(seq: number, text: string): Growth {
  return { digit: seq % radix, text };
}

/** Whether it is the batch after the one of number `seq`. */
export function isNext(seq: number, { digit }: Growth): boolean {
  return (seq + 1) % radix === digit;
}

/** As it travels. */
export function packGrowth({ digit, text }: Growth): string {
  return digit.toString(radix) + text;
}

/** What has travelled; undefined for anything else. */
export function unpackGrowth(data: unknown): Growth | undefined {
  if (typeof data !== "string" || data.length < 2) return undefined;
  const digit = Number.parseInt(data.charAt(0), radix);
  return Number.isNaN(digit) ? undefined : { digit, text: data.slice(1) };
}
