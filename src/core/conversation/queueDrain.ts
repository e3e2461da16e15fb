import type { Message } from "../../common/attachment.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import type { Event } from "../../common/emitter.ts";
import type { MessageQueue } from "./queue.ts";
import type { Turn } from "./state.ts";

export interface QueueDrainPorts {
  readonly queue: MessageQueue;
  readonly onDidEndTurn: Event<Turn>;
  /** Whether a message could go out at this moment. */
  readonly canSend: () => boolean;
  /** Sends a message that has left the queue; the turn that it starts has begun when this returns. */
  readonly send: (message: Message) => void;
}

/** Lets the messages of a queue go out one after the other, as turns end and the user lets them. */
export class QueueDrain implements Disposable {
  readonly #ports: QueueDrainPorts;
  readonly #disposables = new DisposableStore();
  #isScheduled = false;

  constructor(ports: QueueDrainPorts) {
    const { queue, onDidEndTurn } = ports;
    this.#ports = ports;
    this.#disposables.add(
      onDidEndTurn((turn) => {
        queue.turnEnded(turn.phase.kind === "completed");
        this.schedule();
      }),
    );
    this.#disposables.add(queue.onDidChange(() => this.schedule()));
  }

  /** Sends the next message if it may go out, once everybody has heard of what has just happened. */
  schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      const { queue, canSend, send } = this.#ports;
      if (this.#disposables.isDisposed || !canSend()) return;
      const message = queue.takeNext();
      if (message) send(message);
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
