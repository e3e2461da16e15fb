/** How much room charts have, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly fontSize: number;
}

/** An average letter is this part of the font's size wide; figures are a little narrower. */
const letterWidth = 0.56;

/** About how wide a text is. Good enough to keep texts apart; nothing is aligned by it. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * letterWidth * fontSize;
}

/** The beginning of a text that fits. */
export function fitText(text: string, width: number, fontSize: number): string {
  const most = Math.floor(width / (letterWidth * fontSize));
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

/** Every how many labels one can be written without touching the next. */
export function labelStep(labels: readonly string[], bandWidth: number, fontSize: number): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, fontSize))) + fontSize;
  return Math.max(1, Math.ceil(widest / Math.max(1, bandWidth)));
}
