/** Longest wait of a hidden page, which gets no animation frames, in milliseconds. */
const hiddenDelayMs = 100;

/** Gathers what happens between two animation frames and runs `work` once before the next paint. */
export class FrameScheduler {
  readonly #work: () => void;
  #scheduled = false;

  constructor(work: () => void) {
    this.#work = work;
  }

  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const run = (): void => {
      this.#scheduled = false;
      this.#work();
    };
    if (document.visibilityState === "hidden") setTimeout(run, hiddenDelayMs);
    else requestAnimationFrame(run);
  }
}

/** Calls back when what was rendered in this animation frame has been painted. */
export function afterPaint(callback: () => void): void {
  setTimeout(callback, 0);
}
