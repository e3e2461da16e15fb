import type { ReactiveController, ReactiveControllerHost } from "lit";

const tickMs = 250;

/** Renders its element a few times a second while `isTicking` holds, for elapsed times and countdowns. */
export class Ticker implements ReactiveController {
  readonly #element: ReactiveControllerHost;
  readonly #isTicking: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(element: ReactiveControllerHost, isTicking: () => boolean) {
    this.#element = element;
    this.#isTicking = isTicking;
    element.addController(this);
  }

  hostUpdated(): void {
    if (!this.#isTicking()) this.#stop();
    else this.#timer ??= setInterval(() => this.#element.requestUpdate(), tickMs);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
