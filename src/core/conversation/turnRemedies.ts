import { mayHaveStarted } from "../../api/errors/mayHaveStarted.ts";
import type { InstanceRef } from "../../api/wire.ts";
import type { ConversationStore } from "./conversationStore.ts";
import type { Follower } from "./follower.ts";
import type { Outbox, SendOptions } from "./outbox.ts";
import { type FailedTurn, isFailed } from "./state.ts";
import { targetOf } from "./target.ts";

export interface TurnRemediesPorts {
  readonly store: ConversationStore;
  readonly outbox: Outbox;
  readonly follower: Follower;
  /** Where the chat's messages go. */
  readonly instance: () => InstanceRef | undefined;
  readonly setInstance: (instance: InstanceRef) => void;
}

/** What can be done about a turn that has failed. One thing at a time: nothing happens while a turn runs. */
export class TurnRemedies {
  readonly #ports: TurnRemediesPorts;
  #isDeciding = false;

  constructor(ports: TurnRemediesPorts) {
    this.#ports = ports;
  }

  /** A remedy is finding out what to do; a second click must not do it twice. */
  get isDeciding(): boolean {
    return this.#isDeciding;
  }

  /** The failed turn that a remedy is for: the named one, else the latest if it has failed. */
  failedTurn(turnId: string | undefined): FailedTurn | undefined {
    const { settled } = this.#ports.store.state;
    const turn = turnId === undefined ? settled.at(-1) : settled.find(({ id }) => id === turnId);
    return turn && isFailed(turn) ? turn : undefined;
  }

  /** See `Chat.retry`. */
  async retry(turnId: string | undefined, selected: InstanceRef | undefined): Promise<void> {
    const { follower, instance: own, store } = this.#ports;
    const turn = this.failedTurn(turnId);
    const instance = targetOf(own(), store.state, selected);
    if (!turn || !instance || this.#isBusy) return;
    const { error, unfollowed } = turn.phase;
    if (turn.responseId !== undefined && unfollowed && error.code !== "turn_lost") {
      await follower.follow(instance, turn, turn.responseId);
    } else if (mayHaveArrived(turn)) {
      await this.#lookThenSend(turn, instance);
    } else {
      await this.#sendAgain(turn, instance);
    }
  }

  /** See `Chat.cancelRunningThenSend`. */
  async cancelRunningThenSend(turnId: string | undefined): Promise<void> {
    const turn = this.failedTurn(turnId);
    const instance = this.#ports.instance();
    if (!turn || !instance) return;
    const { follower } = this.#ports;
    await this.#sendAgain(turn, instance, {
      before: (signal) => follower.stopRunning(instance, turn, signal),
    });
  }

  /** See `Chat.followRunning`. */
  async followRunning(turnId: string | undefined): Promise<void> {
    const { follower, outbox, store } = this.#ports;
    const turn = this.failedTurn(turnId);
    const instance = this.#ports.instance();
    const { sessionId } = store.state;
    if (!instance || this.#isBusy || this.#isDeciding) return;
    if (sessionId === undefined) {
      // The server did not live to name the session: the turn is found by its message.
      if (turn && mayHaveArrived(turn)) await outbox.lookFor(turn, instance);
      return;
    }
    this.#isDeciding = true;
    try {
      const responseId = await follower.runningResponse(instance, turn, undefined);
      if (this.#isBusy || store.state.sessionId !== sessionId) return;
      if (turn && turn.responseId === undefined) store.dispatch({ type: "turnRemoved", turnId: turn.id });
      await follower.readHistory(instance, sessionId);
      if (responseId === undefined || this.#isBusy || store.state.sessionId !== sessionId) return;
      await follower.followForeign(instance, sessionId, responseId);
    } finally {
      this.#isDeciding = false;
    }
  }

  /** See `Chat.sendWhenReady`. */
  async sendWhenReady(turnId: string): Promise<void> {
    const turn = this.failedTurn(turnId);
    const instance = this.#ports.instance();
    const isLatest = this.#ports.store.state.settled.at(-1)?.id === turnId;
    if (!turn || !instance || !isLatest || this.#isBusy || turn.responseId !== undefined) return;
    if (mayHaveArrived(turn)) return;
    await this.#ports.outbox.sendAgain(turn, instance, { awaitInstance: true });
  }

  get #isBusy(): boolean {
    return this.#ports.store.state.active !== undefined;
  }

  /**
   * Looks for a message that may have arrived, where it was sent to; once it is clear that it has not, it is sent again.
   */
  async #lookThenSend(turn: FailedTurn, instance: InstanceRef): Promise<void> {
    const own = this.#ports.instance() ?? instance;
    const looked = await this.#ports.outbox.lookFor(turn, own.id === instance.id ? instance : own);
    if (!looked || !isFailed(looked)) return;
    const { code, cause } = looked.phase.error;
    // With a cause, the server could not be asked: nothing is clear.
    const isMissing = code === "turn_unconfirmed" && cause === undefined;
    // Asked for a second time: the first look may have come too early, and the user knows of the doubt.
    if (isMissing && this.failedTurn(looked.id)) await this.#sendAgain(looked, instance);
  }

  async #sendAgain(turn: FailedTurn, instance: InstanceRef, options?: SendOptions): Promise<void> {
    this.#ports.setInstance(instance);
    await this.#ports.outbox.sendAgain(turn, instance, options);
  }
}

/** Whether the server may be working on a message whose turn it has not named. */
function mayHaveArrived(turn: FailedTurn): boolean {
  return turn.responseId === undefined && !turn.unsent && mayHaveStarted(turn.phase.error);
}
