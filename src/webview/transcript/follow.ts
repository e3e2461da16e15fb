/** When the transcript follows its end. Pure, so that the rules can be read and tested without a page. */

/** Distances in CSS pixels. */
export interface ScrollMetrics {
  readonly top: number;
  readonly contentHeight: number;
  readonly viewHeight: number;
}

/** Zoom makes positions fractional; this close to the end counts as the end. */
const tolerance = 2;

export function isAtEnd({ top, contentHeight, viewHeight }: ScrollMetrics): boolean {
  return contentHeight - viewHeight - top <= tolerance;
}

/**
 * Whether to follow after a scroll event: moving up stops it, arriving at the end by moving down starts it again. An event
 * without movement is the echo of our own scrolling and decides nothing.
 */
export function followsAfterScroll(follows: boolean, lastTop: number, metrics: ScrollMetrics): boolean {
  if (metrics.top < lastTop) return follows && isAtEnd(metrics);
  if (metrics.top > lastTop) return follows || isAtEnd(metrics);
  return follows;
}
