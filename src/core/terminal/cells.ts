/** How wide text is in a terminal, as the Unicode 11 tables of VS Code's terminal count it: by code point. */

/** First and last code points that take two cells and are not emoji; sorted. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Cells of one code point: 0, 1 or 2. */
export function cellsOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u.test(char)) return 0;
  if (wide.some(([first, last]) => code >= first && code <= last)) return 2;
  // The letters that flags are made of count by themselves, as one cell each.
  return /^(?!\p{RI})\p{Emoji_Presentation}/u.test(char) ? 2 : 1;
}

/** Cells of a text without control characters. */
export function textCells(text: string): number {
  let sum = 0;
  for (const char of text) sum += cellsOf(char);
  return sum;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Offsets in UTF-16 units where what a person takes for one character begins, and the end of the text. */
export function boundaries(text: string): readonly number[] {
  return [...Array.from(segmenter.segment(text), ({ index }) => index), text.length];
}
