/**
 * The host may run on another machine (Remote SSH, containers) whose clock differs. Times in the view's models are the
 * host's, so durations and countdowns are counted on its clock.
 */
let aheadMs = 0;

/** Sets the clock by the host's time of a message that has just arrived. */
export function setHostClock(hostNow: number | undefined): void {
  aheadMs = hostNow === undefined ? 0 : hostNow - Date.now();
}

/** Epoch milliseconds on the host's clock. */
export function hostNow(): number {
  return Date.now() + aheadMs;
}
